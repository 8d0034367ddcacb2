"""Rule 0, cell by cell: which rows of a plan can be used at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from optimizer.check.report import Findings
from optimizer.plan import REASONS, Outing, Plan, Rider, Run, Stop, Unserved
from optimizer.problem import MODES

_MOST = 10**12


@dataclass(frozen=True, slots=True)
class Want:
    """What a cell must be, as a test and in words."""

    holds: Callable[[Any], bool]
    words: str


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST


def _is_number(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


ID = Want(lambda value: isinstance(value, str) and value.strip() != "", "an id")
WHOLE = Want(_is_whole, "a whole number")
COUNT = Want(lambda value: _is_whole(value) and value >= 0, "a whole number of at least 0")
HEADS = Want(lambda value: _is_whole(value) and value >= 1, "a whole number of at least 1")
MOMENT = Want(_is_whole, "a time like 2020-03-10 07:30")
MOMENT_OR_BLANK = Want(lambda value: value is None or _is_whole(value), "a time like 2020-03-10 07:30, or blank")
NUMBER = Want(_is_number, "a number")
NUMBER_OR_BLANK = Want(lambda value: value is None or _is_number(value), "a number")
FLAG = Want(lambda value: isinstance(value, bool), "true or false")


def one_of(words: Iterable[str]) -> Want:
    """One of some words."""
    choices = tuple(words)
    return Want(lambda value: isinstance(value, str) and value in choices, f"one of {', '.join(choices)}")


_RUN = {"run_id": ID, "mode": one_of(MODES)}
_COACH = {"vehicle_id": ID, "drivers": NUMBER_OR_BLANK, "km": NUMBER_OR_BLANK, "driving_min": NUMBER_OR_BLANK}
_SERVICE = {"service_id": ID, "units": COUNT}
_STOP = {
    "run_id": ID,
    "seq": WHOLE,
    "site_id": ID,
    "arrival": MOMENT_OR_BLANK,
    "departure": MOMENT_OR_BLANK,
    "board": COUNT,
    "alight": COUNT,
}
_OUTING = {
    "vehicle_id": ID,
    "outing": ID,
    "type_id": ID,
    "depot_id": ID,
    "leaves": MOMENT,
    "returns": MOMENT,
    "days": NUMBER_OR_BLANK,
    "km_loaded": NUMBER_OR_BLANK,
    "km_empty": NUMBER_OR_BLANK,
    "drivers": NUMBER_OR_BLANK,
    "money": NUMBER_OR_BLANK,
}
_RIDER = {
    "itinerary_id": ID,
    "leg": WHOLE,
    "run_id": ID,
    "board_seq": WHOLE,
    "alight_seq": WHOLE,
    "demand_id": ID,
    "headcount": HEADS,
}
_UNSERVED = {"demand_id": ID, "headcount": HEADS}
_WHY = {"reason": one_of(REASONS), "proven": FLAG}

Row = TypeVar("Row", Stop, Outing, Rider)


@dataclass(slots=True)
class Rows:
    """The rows that can be used. ``all_runs`` is False where a row of runs could not, or may be missing."""

    runs: dict[str, Run]
    stops: list[Stop]
    outings: list[Outing]
    riders: list[Rider]
    unserved: list[Unserved]
    all_runs: bool


def usable_rows(plan: Plan, findings: Findings) -> Rows:
    """The plan's rows whose cells hold what they should; the others are violations of rule ``files``."""
    runs: dict[str, Run] = {}
    whole = findings.complete
    for row, run in enumerate(plan.runs, start=1):
        if _run_is_good(run, row, findings):
            if run.run_id in runs:
                _broken("runs", row, "run_id", value=run.run_id, expected="an id used once", findings=findings)
            else:
                runs[run.run_id] = run
    all_runs = whole and len(runs) == len(plan.runs)
    outings: dict[tuple[str, str], Outing] = {}
    for row, outing in _good("vehicles", plan.outings, _OUTING, findings):
        key = (outing.vehicle_id, outing.outing)
        if key in outings:
            expected = f"an outing of {outing.vehicle_id} given once"
            _broken("vehicles", row, "outing", value=outing.outing, expected=expected, findings=findings)
        else:
            outings[key] = outing
    stops = []
    for row, stop in _good("stops", plan.stops, _STOP, findings):
        if stop.run_id in runs:
            stops.append(stop)
        else:
            expected = "a run of the table runs"
            _broken("stops", row, "run_id", value=stop.run_id, expected=expected, findings=findings)
    return Rows(
        runs=runs,
        stops=stops,
        outings=list(outings.values()),
        riders=[rider for _, rider in _good("riders", plan.riders, _RIDER, findings)],
        unserved=_good_unserved(plan, findings),
        all_runs=all_runs,
    )


def _run_is_good(run: Run, row: int, findings: Findings) -> bool:
    good = _cells_hold("runs", row, run, _RUN, findings)
    return good and _cells_hold("runs", row, run, _COACH if run.mode == "coach" else _SERVICE, findings)


def _good(table: str, rows: Iterable[Row], wants: Mapping[str, Want], findings: Findings) -> Iterator[tuple[int, Row]]:
    for number, row in enumerate(rows, start=1):
        if _cells_hold(table, number, row, wants, findings):
            yield number, row


def _good_unserved(plan: Plan, findings: Findings) -> list[Unserved]:
    good = []
    for number, row in enumerate(plan.unserved, start=1):
        if _cells_hold("unserved", number, row, _UNSERVED, findings):
            good.append(row)
            _cells_hold("unserved", number, row, _WHY, findings, hurts=False)
    return good


def _cells_hold(
    table: str, number: int, row: Any, wants: Mapping[str, Want], findings: Findings, *, hurts: bool = True
) -> bool:
    bad = [name for name, want in wants.items() if not want.holds(getattr(row, name))]
    for name in bad:
        value, expected = getattr(row, name), wants[name].words
        _broken(table, number, name, value=value, expected=expected, findings=findings, hurts=hurts)
    return not bad


def _broken(
    table: str, number: int, column: str, *, value: object, expected: str, findings: Findings, hurts: bool = True
) -> None:
    findings.add("files", f"{table}, record {number}, {column} = {show(value)}: expected {expected}")
    if hurts:
        findings.complete = False


def show(value: object) -> str:
    """A cell's value for a message, cut short where it is long."""
    if isinstance(value, int) and abs(value) > _MOST:
        return "a number of more than 12 digits"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
