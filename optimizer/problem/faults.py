"""What is wrong with an input: collected, then raised once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong. ``index`` is the record's place in its table as given, None for the table or the settings.

    ``table`` is a name of ``TABLES`` or ``scenario``; ``expected`` completes the sentence "expected …".
    """

    table: str
    index: int | None = None
    field: str | None = None
    value: object = None
    expected: str

    def __str__(self) -> str:
        where = self.table if self.index is None else f"{self.table}[{self.index}]"
        what = where if self.field is None else f"{where}.{self.field} = {self.value!r}"
        return f"{what}: expected {self.expected}"


class ProblemError(ValueError):
    """The input breaks rules of the contract; ``faults`` has every one of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
