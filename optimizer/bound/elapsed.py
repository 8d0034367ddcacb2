"""How long so many minutes of driving take at least, at whatever time of day they begin."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from optimizer.clock import DAY_MINUTES
from optimizer.kernel import kernel
from optimizer.problem import Settings
from optimizer.rules.drive import drive_rules

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
Clocks = npt.NDArray[np.int32]

_LONGEST = 6000


def elapsed_by_clock(settings: Settings, rest: float, longest: int) -> Clocks:
    """The least minutes from departure to arrival, shape (1440, driving minutes + 1), by the minute of departure.

    ``longest``: the most driving minutes, cut at 6,000. ``rest``: the least minutes after which driving may count from
    0 again. The rules of ``drive`` with more freedom: full rest for nothing wherever the curfew or another limit
    begins. Within one span of the clock under one limit nobody drives more by any minute than who rests as late as he
    must, so that no run with these rests is quicker, nor one that leaves later and arrives earlier.
    """
    rules = drive_rules(settings)
    table = np.zeros((DAY_MINUTES, min(longest, _LONGEST) + 1), dtype=np.int32)
    pause = math.ceil(min(rest, settings.driving_break_min))
    night = rules.night_continuous if rules.night_length else rules.continuous
    _fill(
        (rules.curfew_start, rules.curfew_length),
        (rules.night_start, rules.night_length),
        (max(1, rules.continuous), max(1, night)),
        pause,
        table,
    )
    return table


def least_elapsed(settings: Settings, rest: float, longest: int) -> Wholes:
    """The same at the best minute of the day: for each number of driving minutes. Read it with ``elapsed_of``."""
    least: Wholes = elapsed_by_clock(settings, rest, longest).min(axis=0).astype(np.int64)
    return least


def elapsed_of(least: Wholes, driving: npt.NDArray[np.int32]) -> Floats:
    """The least minutes on the way of so many driving minutes; those beyond the table's end count as they are."""
    known = np.minimum(driving, len(least) - 1)
    return (least[known] + (driving - known)).astype(np.float64)


@kernel
def _fill(curfew: tuple[int, int], night: tuple[int, int], limits: tuple[int, int], pause: int, table: Clocks) -> None:
    """Drives from every minute of the day as far as ``table`` asks."""
    for begun in range(table.shape[0]):
        t, driven, span, done = begun, 0, -1, 0
        while done < table.shape[1] - 1:
            halted = (t - curfew[0]) % 1440
            if halted < curfew[1]:
                t += curfew[1] - halted
                span = -1
                continue
            here = 1 if (t - night[0]) % 1440 < night[1] else 0
            if here != span:
                driven, span = 0, here
            if driven >= limits[here]:
                # A rest that meets the span's end is over there.
                for _ in range(pause):
                    t += 1
                    if (t - curfew[0]) % 1440 == 0 and curfew[1] > 0:
                        break
                    if (1 if (t - night[0]) % 1440 < night[1] else 0) != here:
                        break
                driven = 0
                continue
            t += 1
            driven += 1
            done += 1
            table[begun, done] = t - begun
