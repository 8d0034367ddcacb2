"""Who sits where on a run: colleagues together, isolation rows free, the same answer every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.service.people.seats import seat_key, seat_name, seats_in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Workers of one demand on one leg: aboard from the departure at ``board_seq`` to the arrival at ``alight_seq``.

    ``places`` are those of the demand, ascending; ``risk`` is the place of their home's risk in ``RISKS``.
    """

    itinerary_id: str
    origin_id: str
    employer_id: str
    board_seq: int
    alight_seq: int
    places: Sequence[int]
    risk: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSeats:
    """A run and its groups. ``seats``, ``reserved`` and ``usable`` are of one unit; a coach is one unit.

    ``apart``: workers from regions of different risk sit in different units.
    """

    run_id: str
    mode: str
    units: int
    seats: int
    reserved: int
    usable: int
    groups: Sequence[Group]
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A group with its seats: ``seats[i]`` is that of ``group.places[i]``."""

    group: Group
    seats: Sequence[str]


def seat_run(run: RunSeats) -> list[Seated]:
    """Seats for every group, in the order of boarding.

    A seat is given again once its rider has alighted. Whoever boards takes the free seats next to colleagues who are
    aboard; else the first block that is free as a whole, so that a group sits together. Raises ValueError where a
    section has more riders than the vehicle has seats beside the reserved ones: then the plan breaks a rule.
    """
    cabin = _Cabin(run)
    ordered = sorted(run.groups, key=lambda g: (g.board_seq, g.employer_id, g.origin_id, g.itinerary_id, g.alight_seq))
    return [Seated(group=group, seats=cabin.seat(group)) for group in ordered]


class _Cabin:
    """Every unit's seats in the order of giving; ``_until[i]`` is the stop at which seat i comes free."""

    def __init__(self, run: RunSeats) -> None:
        order = seats_in_order(run.mode, run.seats, run.reserved, run.usable)
        first, rest = order[: run.usable], order[run.usable :]
        units = range(1, run.units + 1)
        self._run = run
        self._seats = [(unit, seat) for some in (first, rest) for unit in units for seat in some]
        self._preferred = run.units * len(first)
        self._until = [0] * len(self._seats)
        self._risk = [0] * len(self._seats)
        self._of_employer: dict[str, list[int]] = {}

    def seat(self, group: Group) -> Sequence[str]:
        wanted = len(group.places)
        free = [at for at, until in enumerate(self._until) if until <= group.board_seq]
        if len(free) < wanted:
            raise ValueError(
                f"run {self._run.run_id}: {wanted} board at stop {group.board_seq}, {len(free)} seats are free"
            )
        chosen = self._chosen(group, free)
        for at in chosen:
            self._until[at], self._risk[at] = group.alight_seq, group.risk
        self._of_employer.setdefault(group.employer_id, []).extend(chosen)
        names = [seat_name(self._run.mode, *self._seats[at]) for at in chosen]
        return sorted(names, key=seat_key)

    def _chosen(self, group: Group, free: Sequence[int]) -> Sequence[int]:
        wanted = len(group.places)
        allowed = self._allowed(group, free)
        if len(allowed) < wanted:  # nobody changes seats on the way, so strict separation may not work out
            return [*allowed, *(at for at in free if at not in set(allowed))][:wanted]
        within = [at for at in allowed if at < self._preferred]
        allowed = within if len(within) >= wanted else allowed
        aboard = [at for at in self._of_employer.get(group.employer_id, ()) if self._until[at] > group.board_seq]
        if aboard:
            low, high = min(aboard), max(aboard)
            return sorted(sorted(allowed, key=lambda at: (max(low - at, at - high, 0), at))[:wanted])
        return _block(allowed, wanted)

    def _allowed(self, group: Group, free: Sequence[int]) -> Sequence[int]:
        """Free seats in units where nobody of another risk sits: those of the same risk first, then empty ones."""
        if not self._run.apart:
            return free
        risks: dict[int, set[int]] = {}
        for at, until in enumerate(self._until):
            if until > group.board_seq:
                risks.setdefault(self._seats[at][0], set()).add(self._risk[at])
        same = [at for at in free if risks.get(self._seats[at][0]) == {group.risk}]
        empty = [at for at in free if self._seats[at][0] not in risks]
        return [*same, *empty]


def _block(allowed: Sequence[int], wanted: int) -> Sequence[int]:
    """The first seats that follow each other without a gap, enough for all; else the first ones."""
    for start in range(len(allowed) - wanted + 1):
        if allowed[start + wanted - 1] - allowed[start] == wanted - 1:
            return allowed[start : start + wanted]
    return allowed[:wanted]
