"""Seats of a vehicle: their names, which stay free, in which order they are given, and who sits in which row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_ABREAST = {"coach": "ABCD", "train": "ABCDF", "carriage": "ABCDF", "flight": "ABCDEF"}
"""Letters of a full row from window to window: 2 + 2, a hard-seat car or second class 3 + 2, a narrow body 3 + 3."""

_COACH_BACK = "ABCDE"
_SMALLEST_WITH_BACK = 9
_SEAT = re.compile(r"(?:(\d+)-)?(\d+)([A-F])")


@lru_cache(maxsize=256)
def seats_of(mode: str, count: int) -> tuple[str, ...]:
    """The seats of one coach, carriage or aircraft from the front to the back: ``1A`` … ``12D``.

    A coach's last row has five; where the count makes a row short, it is a coach's first, elsewhere the last.
    """
    letters = _ABREAST[mode]
    back = _COACH_BACK if mode == "coach" and count >= _SMALLEST_WITH_BACK else ""
    whole, rest = divmod(count - len(back), len(letters))
    short = [letters[:rest]] if rest else []
    rows = [*short, *[letters] * whole] if mode == "coach" else [*[letters] * whole, *short]
    rows += [back] if back else []
    return tuple(f"{number}{letter}" for number, row in enumerate(rows, start=1) for letter in row)


@lru_cache(maxsize=256)
def seats_in_order(mode: str, count: int, reserved: int, usable: int) -> tuple[str, ...]:
    """The seats that may be given, in the order in which they are; the last ``reserved`` of the vehicle stay free.

    Where fewer are usable than there are, every second one comes first, so that neighbours keep apart (staggered
    seating) until the cap itself leaves no other seat.
    """
    free = seats_of(mode, count)[: max(0, count - reserved)]
    if usable >= len(free):
        return free
    letters = _COACH_BACK + "F"
    even = tuple(s for s in free if (row_of(s) + letters.index(s[-1])) % 2 == 1)
    apart = set(even)
    return (*even, *(seat for seat in free if seat not in apart))


def isolation_seats(mode: str, count: int, reserved: int) -> Sequence[str]:
    """The seats at the back that are kept for whoever falls ill."""
    return seats_of(mode, count)[max(0, count - reserved) :]


def seat_name(mode: str, unit: int, seat: str) -> str:
    """``3A`` of a coach, ``2-3A`` of the second carriage or aircraft."""
    return seat if mode == "coach" else f"{unit}-{seat}"


def unit_of(name: str) -> int:
    """The carriage or aircraft of a seat; of a coach 1."""
    return int(_parts(name)[0] or 1)


def row_of(name: str) -> int:
    """The row of a seat."""
    return int(_parts(name)[1])


def seat_key(name: str) -> tuple[int, int, str]:
    """Sorts seats from the first carriage to the last, front to back, left to right."""
    unit, row, letter = _parts(name)
    return int(unit or 1), int(row), letter


def _parts(name: str) -> tuple[str | None, str, str]:
    match = _SEAT.fullmatch(name)
    if match is None:
        raise ValueError(f"the seat {name!r} has no form that is known")
    return match[1], match[2], match[3]
