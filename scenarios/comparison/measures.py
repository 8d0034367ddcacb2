"""The figures side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from optimizer.problem import MODES
from scenarios.comparison.certainty import Certainty
from scenarios.comparison.model import Delta, Line
from scenarios.figures import Figures, ModeRow
from scenarios.number_text import Kind

_Rule: TypeAlias = Callable[[Certainty, float, float], Delta]


@dataclass(frozen=True, slots=True)
class _Measure:
    key: str
    kind: Kind
    better: int
    value: Callable[[Figures], float]
    rule: _Rule


@dataclass(frozen=True, slots=True)
class _ModeMeasure:
    key: str
    kind: Kind
    better: int
    value: Callable[[ModeRow], float]
    rule: _Rule


_HEADS = (
    _Measure("asked", "count", 0, lambda f: f.asked, Certainty.fact),
    _Measure("served", "count", 1, lambda f: f.served, Certainty.workers),
    _Measure("unserved", "count", -1, lambda f: f.unserved, Certainty.workers),
    _Measure("on_time", "count", 1, lambda f: f.on_time, Certainty.workers),
)
_MONEY = _Measure("money", "money", -1, lambda f: f.money, Certainty.money)
_MODE_MONEY = _ModeMeasure("money", "money", 0, lambda row: row.money, Certainty.money)
_MODE_RIDERS = _ModeMeasure("riders", "count", 0, lambda row: row.riders, Certainty.unpriced)
_HOURS = _Measure("worker_hours", "hours", -1, lambda f: f.hours, Certainty.hours)
_RUNS = _Measure("runs", "count", 0, lambda f: sum(row.runs for row in f.modes), Certainty.unpriced)
_MODE_RUNS = _ModeMeasure("runs", "count", 0, lambda row: row.runs, Certainty.unpriced)
_LOAD = _ModeMeasure("load_factor", "share", 1, lambda row: row.load_factor, Certainty.unpriced)
_ROADS = (
    _Measure("vehicles", "count", -1, lambda f: f.vehicles, Certainty.unpriced),
    _Measure("km_loaded", "km", 0, lambda f: f.km_loaded, Certainty.unpriced),
    _Measure("km_empty", "km", -1, lambda f: f.km_empty, Certainty.unpriced),
    _Measure("deadhead_share", "share", -1, lambda f: f.deadhead_share, Certainty.unpriced),
)
_ENDS = (
    _Measure("objective", "money", -1, lambda f: f.objective, Certainty.objective),
    _Measure("bound", "money", 0, lambda f: f.bound, Certainty.bound),
    _Measure("gap", "share", 0, lambda f: f.gap, Certainty.fact),
    _Measure("net_gap", "share", 0, lambda f: f.net_gap, Certainty.fact),
)


def lines(figures: Sequence[Figures], certainties: Sequence[Certainty]) -> tuple[Line, ...]:
    """All figures; a mode's only where a plan uses it. ``certainties``: one for each plan but the first."""
    return tuple(_lines(figures, certainties))


def _lines(figures: Sequence[Figures], certainties: Sequence[Certainty]) -> Iterator[Line]:
    def one(measure: _Measure) -> Line:
        return _line(measure, None, [measure.value(found) for found in figures], certainties)

    def by_mode(measure: _ModeMeasure) -> Iterator[Line]:
        rows = [{row.mode: row for row in found.modes} for found in figures]
        for mode in MODES:
            if any(mode in row for row in rows):
                values = [measure.value(row[mode]) if mode in row else 0.0 for row in rows]
                yield _line(measure, mode, values, certainties)

    served = [found.served for found in figures]
    yield from map(one, _HEADS)
    yield from by_mode(_MODE_RIDERS)
    yield one(_MONEY)
    yield from by_mode(_MODE_MONEY)
    yield _per_worker("money_per_worker", "money", [f.money_per_worker for f in figures], served, certainties)
    yield one(_HOURS)
    yield _per_worker("hours_per_worker", "hours", [f.hours_per_worker for f in figures], served, certainties)
    yield one(_RUNS)
    yield from by_mode(_MODE_RUNS)
    yield from by_mode(_LOAD)
    yield from map(one, _ROADS)
    yield from map(one, _ENDS)


def _line(
    measure: _Measure | _ModeMeasure, mode: str | None, values: Sequence[float], certainties: Iterable[Certainty]
) -> Line:
    pairs = zip(certainties, values[1:], strict=True)
    return Line(
        key=measure.key,
        mode=mode,
        kind=measure.kind,
        better=measure.better,
        values=tuple(values),
        deltas=tuple(measure.rule(sure, values[0], value) for sure, value in pairs),
    )


def _per_worker(
    key: str, kind: Kind, values: Sequence[float], served: Sequence[int], certainties: Iterable[Certainty]
) -> Line:
    deltas = []
    for n, sure in enumerate(certainties, start=1):
        rule = sure.money if kind == "money" else sure.hours
        deltas.append(rule(values[0], values[n], (float(served[0]), float(served[n]))))
    return Line(key=key, mode=None, kind=kind, better=-1, values=tuple(values), deltas=tuple(deltas))
