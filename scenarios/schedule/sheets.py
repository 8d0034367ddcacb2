"""The sheets of a printed schedule: which columns, which rows, and where a line sets blocks apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, zip_longest

from optimizer.clock import DAY_MINUTES, show_clock
from scenarios.change_details import change_in
from scenarios.printed_sheets import Cell, Column, Kind, PrintedSheet
from scenarios.reason_details import detail_in
from scenarios.schedule.records import StopTimes
from scenarios.schedule.whole import Schedule

Rows = Iterable[Sequence[Cell]]

_NAME, _ID, _WORD, _NUMBER, _TIME = 22, 12, 8, 7.5, 11.5
_COLUMNS: Mapping[str, tuple[Kind, float]] = {
    **dict.fromkeys(("from", "to", "place", "hub", "pickup", "workplace"), ("text", _NAME)),
    **dict.fromkeys(("employer", "on_the_road"), ("text", 30)),
    **dict.fromkeys(("run", "from_run", "to_run", "demand", "group"), ("text", _ID)),
    **dict.fromkeys(("vehicle", "type", "depot", "reason"), ("text", 16)),
    **dict.fromkeys(("mode", "outing", "proven"), ("text", _WORD)),
    **dict.fromkeys(("departs", "arrives", "leaves", "returns"), ("time", _TIME)),
    "detail": ("text", 60),
    "change": ("text", 40),
    "load": ("share", _NUMBER),
    "driving_h": ("hours", _NUMBER),
}


def sheets(schedule: Schedule, word: Mapping[str, str]) -> Iterable[PrintedSheet]:
    """Runs by departure, stops by run, riders by employer, vehicles, transfers by hub, and who stays behind."""
    yield _runs(schedule, word)
    yield _stops(schedule, word)
    yield _riders(schedule, word)
    yield _vehicles(schedule, word)
    yield _transfers(schedule, word)
    yield _unserved(schedule, word)


def _sheet(name: str, heads: str, rows: Rows, word: Mapping[str, str], *, apart: int = 0) -> PrintedSheet:
    """A sheet with a line wherever one of the first ``apart`` cells changes."""
    lines = list(rows)
    blocks = groupby(lines, key=lambda row: tuple(row[:apart])) if apart else ()
    return PrintedSheet(
        name=word[name],
        columns=tuple(_column(key, word) for key in heads.split()),
        rows=lines,
        groups=tuple(len(list(block)) for _, block in blocks),
        note="" if lines else word["none"],
    )


def _column(key: str, word: Mapping[str, str]) -> Column:
    kind, width = _COLUMNS.get(key, ("whole", _NUMBER))
    return Column(head=word[key], kind=kind, width=width)


def _runs(schedule: Schedule, word: Mapping[str, str]) -> PrintedSheet:
    site = schedule.problem.site
    heads = "run mode vehicle from departs to arrives stop_count workers seats load units drivers km driving_h"
    rows = (
        (
            run.name,
            word[run.mode],
            run.vehicle_id or run.service_id,
            site[run.stops[0].site_id].name,
            run.departs,
            site[run.stops[-1].site_id].name,
            run.arrives,
            len(run.stops),
            run.riders,
            run.seats,
            run.most_aboard / run.seats if run.seats else None,
            run.units,
            run.drivers,
            run.km,
            None if run.driving_min is None else run.driving_min / 60,
        )
        for run in schedule.runs
    )
    return _sheet("runs", heads, rows, word)


def _stops(schedule: Schedule, word: Mapping[str, str]) -> PrintedSheet:
    site = schedule.problem.site
    heads = "run mode vehicle seq place arrives departs stands board alight aboard on_the_road"
    rows = (
        (
            run.name,
            word[run.mode],
            run.vehicle_id or run.service_id,
            stop.seq,
            site[stop.site_id].name,
            stop.arrival,
            stop.departure,
            None if stop.departure is None else stop.departure - stop.arrival,
            stop.board or None,
            stop.alight or None,
            stop.aboard,
            _halts(stop, word),
        )
        for run in schedule.runs
        for stop in run.stops
    )
    return _sheet("stops", heads, rows, word, apart=3)


def _halts(stop: StopTimes, word: Mapping[str, str]) -> str | None:
    clock = "{} {}–{}".format
    shown = [
        clock(word[halt.kind], show_clock(halt.start % DAY_MINUTES), show_clock(halt.end % DAY_MINUTES))
        for halt in stop.halts
    ]
    return ", ".join(shown) or None


def _riders(schedule: Schedule, word: Mapping[str, str]) -> PrintedSheet:
    site, employer = schedule.problem.site, schedule.problem.employer
    name = {run.run_id: run.name for run in schedule.runs}
    heads = "employer demand group workers leg mode run from departs to arrives waits"
    by_employer = sorted(
        schedule.journeys,
        key=lambda j: (employer[j.employer_id].name, j.employer_id, j.legs[0].departs, j.demand_id, j.itinerary_id),
    )
    rows = (
        (
            employer[journey.employer_id].name,
            journey.demand_id,
            journey.itinerary_id,
            journey.headcount,
            leg.leg,
            word[leg.mode],
            name.get(leg.run_id, leg.run_id),
            site[leg.from_id].name,
            leg.departs,
            site[leg.to_id].name,
            leg.arrives,
            None if onward is None else onward.departs - leg.arrives,
        )
        for journey in by_employer
        for leg, onward in zip_longest(journey.legs, journey.legs[1:])
    )
    return _sheet("riders", heads, rows, word, apart=3)


def _vehicles(schedule: Schedule, word: Mapping[str, str]) -> PrintedSheet:
    problem = schedule.problem
    heads = "vehicle type depot outing leaves returns days drivers runs km_loaded km_empty money"
    rows = (
        (
            outing.vehicle_id,
            problem.vehicle_type[outing.type_id].name or outing.type_id,
            problem.site[outing.depot_id].name,
            outing.outing,
            outing.leaves,
            outing.returns,
            outing.days,
            outing.drivers,
            len(outing.run_ids),
            outing.km_loaded,
            outing.km_empty,
            outing.money,
        )
        for outing in schedule.outings
    )
    with_currency = {**word, "money": f"{word['money']} {problem.settings.currency}".strip()}
    return _sheet("vehicles", heads, rows, with_currency, apart=1)


def _transfers(schedule: Schedule, word: Mapping[str, str]) -> PrintedSheet:
    site, employer = schedule.problem.site, schedule.problem.employer
    name = {run.run_id: run.name for run in schedule.runs}
    heads = "hub from_run arrives to_run departs wait workers employer demand group"
    by_hub = sorted(schedule.transfers, key=lambda t: (site[t.site_id].name, t.site_id, t.arrives, t.itinerary_id))
    rows = (
        (
            site[transfer.site_id].name,
            name.get(transfer.from_run_id, transfer.from_run_id),
            transfer.arrives,
            name.get(transfer.to_run_id, transfer.to_run_id),
            transfer.departs,
            transfer.departs - transfer.arrives,
            transfer.headcount,
            employer[transfer.employer_id].name,
            transfer.demand_id,
            transfer.itinerary_id,
        )
        for transfer in by_hub
    )
    return _sheet("transfers", heads, rows, word, apart=1)


def _unserved(schedule: Schedule, word: Mapping[str, str]) -> PrintedSheet:
    site, employer = schedule.problem.site, schedule.problem.employer
    heads = "employer demand pickup workplace workers reason proven detail change"
    by_employer = sorted(
        schedule.unserved, key=lambda c: (employer[c.employer_id].name, c.employer_id, c.demand_id, c.reason)
    )
    rows = (
        (
            employer[case.employer_id].name,
            case.demand_id,
            site[case.pickup_id].name,
            site[case.workplace_id].name,
            case.headcount,
            word.get(case.reason, case.reason),
            word["yes" if case.proven else "no"],
            detail_in(case.detail, word["lang"]),
            "" if case.change is None else change_in(case.change.sentence, word["lang"]),
        )
        for case in by_employer
    )
    return _sheet("unserved", heads, rows, word, apart=1)
