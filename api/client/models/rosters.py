"""Models of the room rosters. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.shape import Shape


class Fault(Shape):
    """One broken cell, row, table or parameter, as the command line tells it."""

    place: str
    row: int | None
    column: str | None
    value: str | int | float | bool | None
    expected: str
    advice: str


class RosterAnswer(Shape):
    """What became of a roster. Good rows are kept; send broken ones again corrected, alone or among the others."""

    rows: int
    broken: int
    added: int
    changed: int
    unchanged: int
    without_place: int
    named: int
    headcount: int
    unknown_columns: list[str]
    faults: list[Fault]
    fault_count: int
