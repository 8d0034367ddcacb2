"""A small scenario with a plan, both made in code, to be changed one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from optimizer.check import Report, Totals, check
from optimizer.clock import Minute, minute_of
from optimizer.plan import Plan, Run, Statement, Stop
from optimizer.problem import Link, Problem, Tables


def at(text: str) -> Minute:
    """The minute of ``10 07:30``, a day of March 2020."""
    return minute_of(f"2020-03-{text}")


def roads(*rows: tuple[str, str, float, float]) -> tuple[Link, ...]:
    """Links (from, to, km, minutes), each with its way back."""
    there = [Link(from_id=a, to_id=b, km=km, minutes=minutes) for a, b, km, minutes in rows]
    back = [Link(from_id=b, to_id=a, km=km, minutes=minutes) for a, b, km, minutes in rows]
    return tuple(there + back)


def stop(run_id: str, seq: int, site_id: str, arrival: str, departure: str | None, *, people: int) -> Stop:
    """A stop where ``people`` board, or alight where negative."""
    leaves = None if departure is None else at(departure)
    on, off = max(people, 0), max(-people, 0)
    return Stop(run_id=run_id, seq=seq, site_id=site_id, arrival=at(arrival), departure=leaves, board=on, alight=off)


def _matches(record: Any, key: Any) -> bool:
    """Whether the record's first fields are ``key``: one value, or a tuple of as many as are needed."""
    wanted = key if isinstance(key, tuple) else (key,)
    return all(getattr(record, f.name) == value for f, value in zip(fields(record), wanted, strict=False))


def _changed(rows: Iterable[Any], key: Any, change: Callable[[Any], list[Any]]) -> tuple[Any, ...]:
    rows = tuple(rows)
    if not any(_matches(row, key) for row in rows):
        raise KeyError(key)
    return tuple(new for row in rows for new in (change(row) if _matches(row, key) else [row]))


@dataclass(frozen=True)
class Case:
    """Tables and a plan; every method gives a changed copy. Rows are named by the values of their first fields."""

    tables: Tables
    plan: Plan

    @cached_property
    def problem(self) -> Problem:
        return Problem.build(self.tables)

    def settings(self, **values: Any) -> Case:
        """With other settings."""
        return replace(self, tables=replace(self.tables, settings=replace(self.tables.settings, **values)))

    def given(self, table: str, key: Any, **values: Any) -> Case:
        """With one record of the scenario changed."""
        rows = _changed(self.tables.table(table), key, lambda row: [replace(row, **values)])
        return replace(self, tables=replace(self.tables, **{table: rows}))

    def also_given(self, table: str, *records: Any) -> Case:
        """With more records in the scenario."""
        return replace(self, tables=replace(self.tables, **{table: (*self.tables.table(table), *records)}))

    def not_given(self, table: str, key: Any) -> Case:
        """Without a record of the scenario."""
        rows = _changed(self.tables.table(table), key, lambda _: [])
        return replace(self, tables=replace(self.tables, **{table: rows}))

    def row(self, table: str, key: Any, **values: Any) -> Case:
        """With one row of the plan changed."""
        rows = _changed(getattr(self.plan, table), key, lambda row: [replace(row, **values)])
        return replace(self, plan=replace(self.plan, **{table: rows}))

    def rows(self, table: str, *more: Any) -> Case:
        """With more rows in the plan."""
        return replace(self, plan=replace(self.plan, **{table: (*getattr(self.plan, table), *more)}))

    def no_row(self, table: str, key: Any) -> Case:
        """Without a row of the plan."""
        rows = _changed(getattr(self.plan, table), key, lambda _: [])
        return replace(self, plan=replace(self.plan, **{table: rows}))

    def twice(self, table: str, key: Any, **values: Any) -> Case:
        """With one row of the plan given twice, the second time changed."""
        rows = _changed(getattr(self.plan, table), key, lambda row: [row, replace(row, **values)])
        return replace(self, plan=replace(self.plan, **{table: rows}))

    def later(self, run_id: str, minutes: int) -> Case:
        """With all times of one run moved."""

        def moved(stop: Any) -> list[Any]:
            departure = None if stop.departure is None else stop.departure + minutes
            return [replace(stop, arrival=stop.arrival + minutes, departure=departure)]

        return replace(self, plan=replace(self.plan, stops=_changed(self.plan.stops, run_id, moved)))

    def settled(self) -> Case:
        """With the numbers that runs and outings state taken from the check, so that only what was broken is wrong."""
        report = check(self.problem, self.plan)
        runs = []
        for run in self.plan.runs:
            found = report.runs.get(run.run_id)
            if found is not None and run.mode == "coach":
                run = replace(run, km=found.km, driving_min=found.driving_min, drivers=found.drivers)  # noqa: PLW2901
            runs.append(run)
        outings = []
        for outing in self.plan.outings:
            numbers = report.outings.get((outing.vehicle_id, outing.outing))
            values = {f.name: getattr(numbers, f.name) for f in fields(numbers)} if numbers else {}
            outings.append(replace(outing, **values))
        return replace(self, plan=replace(self.plan, runs=tuple(runs), outings=tuple(outings)))

    def report(self, statement: Statement | None = None) -> Report:
        """The check of the plan."""
        return check(self.problem, self.plan, statement)

    def broken(self) -> list[tuple[str, float | None]]:
        """(rule, amount) of every violation."""
        return [(violation.rule, violation.amount) for violation in self.report().violations]

    def statement(self, **values: Any) -> Statement:
        """What the plan should state of itself, with a bound of 0."""
        return stated(self.report().totals, **values)


def stated(totals: Totals, **values: Any) -> Statement:
    """What a plan of these totals should state of itself, with a bound of 0 and ``values`` otherwise."""
    true = Statement(
        status="feasible",
        objective=totals.objective,
        bound=0.0,
        bound_source="nothing costs less than nothing",
        gap=1.0,
        money=totals.money,
        worker_hours=totals.worker_hours,
        served=totals.served,
        unserved=totals.unserved,
        counts=dict(totals.runs),
        wall_seconds=1.0,
        seed=0,
        version="test",
    )
    return replace(true, **values)


def relay_by(case: Case, vehicle_id: str) -> Case:
    """The feeder of ``by_train``, and from the station on a second run, by a coach ``vehicle_id``, to the site D1."""
    plan = case.plan
    relay = replace(
        case.given("demands", "A", workplace_id="D1"),
        plan=replace(
            plan,
            runs=(plan.runs[0], Run(run_id="on", mode="coach", vehicle_id=vehicle_id)),
            stops=(
                *plan.stops[:2],
                stop("on", 1, "S", "10 09:30", "10 09:40", people=10),
                stop("on", 2, "D1", "10 10:35", None, people=-10),
            ),
            outings=tuple(replace(plan.outings[0], vehicle_id=v) for v in sorted({"v1", vehicle_id})),
            riders=(plan.riders[0], replace(plan.riders[1], run_id="on", alight_seq=2)),
        ),
    )
    return relay.settled()
