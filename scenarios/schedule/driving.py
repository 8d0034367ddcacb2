"""Where breaks and curfew fall on a drive: a plan has only its departure and arrival (contract, ``drive``, rule 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from optimizer.check.rounding import whole_limit
from optimizer.clock import DAY_MINUTES, Minute, Span
from optimizer.problem import Settings

HaltKind: TypeAlias = Literal["break", "curfew"]


@dataclass(frozen=True, slots=True)
class Halt:
    """The coach stands on the road from ``start`` to ``end``."""

    kind: HaltKind
    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive as it goes: at the wheel from its departure to ``arrives`` but for the ``halts``, in their order.

    ``driven`` are the minutes at the wheel since the last break or curfew.
    """

    arrives: Minute
    driven: int
    halts: tuple[Halt, ...]


def drive(settings: Settings, departs: Minute, driven: int, minutes: int) -> Drive:
    """The drive of a loaded coach over ``minutes`` at the wheel, begun with ``driven`` minutes since the last break."""
    by_day, by_night = whole_limit(settings.driving_continuous_min), whole_limit(settings.driving_night_continuous_min)
    night, curfew = settings.driving_night, settings.driving_curfew
    pause = whole_limit(settings.driving_break_min)
    t, halts = departs, []
    while minutes > 0:
        limit = by_night if _left(night, t) else by_day
        if stand := _left(curfew, t):
            halts.append(Halt("curfew", t, t + stand))
            t, driven = t + stand, 0
        elif driven >= limit:
            halts.append(Halt("break", t, t + pause))
            t, driven = t + pause, 0
        else:
            step = min(minutes, limit - driven, _unchanged(night, t), _unchanged(curfew, t))
            t, driven, minutes = t + step, driven + step, minutes - step
    return Drive(t, driven, tuple(halt for halt in halts if halt.end > halt.start))


def drive_empty(settings: Settings, departs: Minute, minutes: int) -> Drive:
    """The drive of an empty coach: a break after each driving.continuous_min but the last, no night, no curfew."""
    limit, pause = whole_limit(settings.driving_continuous_min), whole_limit(settings.driving_break_min)
    t, halts = departs, []
    while minutes > limit:
        t, minutes = t + limit, minutes - limit
        if pause:
            halts.append(Halt("break", t, t + pause))
        t += pause
    return Drive(t + minutes, minutes, tuple(halts))


def _left(span: Span | None, t: Minute) -> int:
    """Minutes until the end of the clock interval that holds ``t``; 0 outside it. Equal ends hold no minute."""
    if span is None:
        return 0
    length, since = (span[1] - span[0]) % DAY_MINUTES, (t - span[0]) % DAY_MINUTES
    return max(0, length - since)


def _unchanged(span: Span | None, t: Minute) -> int:
    """Minutes until the clock next enters or leaves the interval."""
    if span is None:
        return DAY_MINUTES
    return _left(span, t) or DAY_MINUTES - (t - span[0]) % DAY_MINUTES
