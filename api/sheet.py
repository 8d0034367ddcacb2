"""A sheet: headline, facts and tables, whatever it is shown on. What a plan's summary says is decided here, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from api import paper
from api.timetable import timetable_rows
from api.words import in_journeys
from optimizer.clock import Minute, show_day, show_minute_of_year
from optimizer.plan import Plan
from optimizer.problem import TABLES, Problem
from scenarios.change_details import change_in
from scenarios.figures import Figures, ReasonRow, recurring
from scenarios.number_text import money_text, number_text
from scenarios.reason_details import detail_in
from scenarios.schedule import schedule

_EMPLOYERS_SHOWN = 12
_RUNS_BEFORE_EMPLOYERS = 8
"""So many runs come before the list of employers gets longer than its first few."""
_FEW_EMPLOYERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. ``numbers`` are the places of columns set to the right, ``unbroken`` of further ones that do not wrap.

    ``note`` stands under it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    unbroken: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is shown of a plan, from the most to the least important. ``lang`` is an HTML language tag."""

    lang: str
    title: str
    headline: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    note: str = ""


def overview(found: Figures, word: Mapping[str, str]) -> Sheet:
    """What a planner wants to see first: the figures, the modes, who stays behind and why."""
    word = in_journeys(word) if found.recurring else word
    tables = [_modes(found, word)]
    if found.reasons:
        tables.append(_reasons(found, word))
    return _sheet(found, tables, word)


def page(found: Figures, problem: Problem, plan: Plan, word: Mapping[str, str]) -> Sheet:
    """The one-page summary: the overview, then the employers and the timetable, cut to fit with the rest counted."""
    word = in_journeys(word) if found.recurring else word
    above = overview(found, word)
    employers, timetable = _employers(found, word), _timetable(problem, plan, word)
    room = paper.PAGE - paper.TITLE - paper.facts_height(above.facts) - sum(map(_height, above.tables))
    room -= 2 * (paper.TABLE_HEAD + paper.NOTE) + paper.NOTE
    run_heights = [paper.row_height(row) for row in timetable.rows]
    for_employers = room - sum(run_heights[:_RUNS_BEFORE_EMPLOYERS])
    fitting = paper.rows_that_fit(map(paper.row_height, employers.rows), for_employers)
    employers = _cut(employers, min(_EMPLOYERS_SHOWN, max(_FEW_EMPLOYERS, fitting)), "riders.csv", word)
    room -= sum(map(paper.row_height, employers.rows))
    timetable = _cut(timetable, paper.rows_that_fit(run_heights, room), "stops.csv", word)
    return _sheet(found, [*above.tables, employers, timetable], word)


def _height(table: Table) -> float:
    return paper.TABLE_HEAD + sum(map(paper.row_height, table.rows)) + (paper.NOTE if table.note else 0.0)


def _cut(table: Table, shown: int, file: str, word: Mapping[str, str]) -> Table:
    """The first rows; the note tells how many more there are, and where."""
    return replace(table, rows=table.rows[:shown], note=_rest(len(table.rows) - shown, file, word))


def contents(problem: Problem, word: Mapping[str, str]) -> Sheet:
    """What a usable scenario holds."""
    word = in_journeys(word) if recurring(problem) else word
    first, last = show_day(problem.settings.first_day), show_day(problem.settings.last_day)
    rows = tuple((table, _count(len(getattr(problem, table)))) for table in TABLES)
    return Sheet(
        lang=word["lang"],
        title=problem.settings.name,
        headline=word["usable"].format(workers=problem.workers(), first=first, last=last),
        facts=(),
        tables=(
            Table(title=word["contents"], columns=(word["table"], word["rows"]), rows=rows, numbers=frozenset({1})),
        ),
    )


def _sheet(found: Figures, tables: Iterable[Table], word: Mapping[str, str]) -> Sheet:
    headline = word["headline_left" if found.unserved else "headline"]
    return Sheet(
        lang=word["lang"],
        title=f"{word['plan']}: {found.name}" if found.name else word["plan"],
        headline=headline.format(served=found.served, asked=found.asked, unserved=found.unserved),
        facts=tuple(_facts(found, word)),
        tables=tuple(tables),
        note=word["checked"],
    )


def _facts(found: Figures, word: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    yield word["dates"], word["dates_value"].format(first=show_day(found.first_day), last=show_day(found.last_day))
    share = _share(found.on_time / found.asked if found.asked else 1.0)
    on_time = word["on_time_value"].format(on_time=found.on_time, asked=found.asked, share=share)
    if found.tightest_min is not None:
        on_time += word["tightest"].format(minutes=found.tightest_min)
    yield word["on_time"], on_time
    per_worker = money_text(found.money_per_worker, found.currency)
    yield (
        word["money"],
        word["money_value"].format(money=money_text(found.money, found.currency), per_worker=per_worker),
    )
    yield word["hours"], word["hours_value"].format(hours=found.hours_per_worker)
    if found.vehicles:
        yield (
            word["coaches"],
            word["coaches_value"].format(
                vehicles=found.vehicles,
                outings=found.outings,
                empty=number_text(found.km_empty, "km"),
                km=number_text(found.km_loaded + found.km_empty, "km"),
                share=_share(found.deadhead_share),
            ),
        )
    yield word["objective"], money_text(found.objective, found.currency)
    bound = money_text(found.bound, found.currency)
    yield (
        word["bound"],
        word["bound_value"].format(bound=bound, source=word.get(found.bound_source, found.bound_source)),
    )
    gap = "gap_optimal" if found.status == "optimal" else "gap_value"
    yield word["gap"], word[gap].format(gap=_share(found.gap))
    yield word["search"], word["search_value"].format(seconds=found.wall_seconds, seed=found.seed)


def _modes(found: Figures, word: Mapping[str, str]) -> Table:
    rows = [
        (
            word[row.mode],
            _count(row.riders),
            _count(row.mainly),
            _count(row.runs),
            _count(row.units),
            _share(row.load_factor),
            money_text(row.money, found.currency),
            money_text(row.money_per_rider, found.currency),
        )
        for row in found.modes
    ]
    per_worker = money_text(found.money_per_worker, found.currency)
    runs = _count(sum(row.runs for row in found.modes))
    total = (
        word["door"],
        _count(found.served),
        _count(found.served),
        runs,
        "",
        "",
        money_text(found.money, found.currency),
    )
    names = ("mode", "workers", "mainly", "runs", "units", "load", "money", "per_worker")
    return Table(
        title=word["modes"],
        columns=tuple(word[name] for name in names),
        rows=(*rows, (*total, per_worker)),
        numbers=frozenset(range(1, 8)),
        unbroken=frozenset({0}),
        note=_notes(word["recurring"], word["modes_note"] if any(r.riders > r.mainly for r in found.modes) else ""),
    )


def _reasons(found: Figures, word: Mapping[str, str]) -> Table:
    return Table(
        title=word["unserved"],
        columns=tuple(word[name] for name in ("reason", "workers", "proven", "detail")),
        rows=tuple(
            (
                word[row.reason],
                _count(row.workers),
                _count(row.proven),
                " ".join(filter(None, _case(row, word["lang"][:2]))),
            )
            for row in found.reasons
        ),
        numbers=frozenset({1, 2}),
    )


def _case(row: ReasonRow, lang: str) -> tuple[str, str]:
    """What holds back the first case, and what would bring it."""
    case = row.cases[0]
    return f"{case.demand_id}: {detail_in(case.detail, lang)}", change_in(row.change, lang)


def _employers(found: Figures, word: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            row.name,
            _count(row.asked),
            _count(row.served),
            _arrival(row.first_arrival),
            _arrival(row.last_arrival),
        )
        for row in found.employers
    )
    return Table(
        title=word["employers"],
        columns=tuple(word[name] for name in ("employer", "asked", "served", "first", "last")),
        rows=rows,
        numbers=frozenset({1, 2}),
        unbroken=frozenset({3, 4}),
    )


def _count(number: int) -> str:
    return number_text(number, "count")


def _share(share: float) -> str:
    return number_text(share, "share")


def _arrival(minute: Minute | None) -> str:
    return "" if minute is None else show_minute_of_year(minute)


def _timetable(problem: Problem, plan: Plan, word: Mapping[str, str]) -> Table:
    return Table(
        title=word["timetable"],
        columns=tuple(word[name] for name in ("run", "mode", "vehicle", "stops", "aboard")),
        rows=timetable_rows(schedule(problem, plan), word),
        numbers=frozenset({4}),
        unbroken=frozenset({1}),
    )


def _notes(*notes: str) -> str:
    return " ".join(note for note in notes if note)


def _rest(count: int, file: str, word: Mapping[str, str]) -> str:
    return word["more"].format(count=count, file=file) if count > 0 else ""
