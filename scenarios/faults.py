"""What is wrong with a file, told so that whoever typed it finds the cell; and what was odd but harmless."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """One broken cell, row, table or file.

    ``place`` is the file or sheet (in a JSON document the table's name); ``row`` its line, the header being 1, as in a
    table of a JSON document too (its first object is row 2); ``expected`` completes "expected …"; ``advice`` is empty
    or a sentence that begins with "Maybe".
    """

    place: str
    row: int | None = None
    column: str | None = None
    value: object = None
    expected: str
    advice: str = ""

    def __str__(self) -> str:
        where = self.place if self.row is None else f"{self.place}, row {self.row}"
        if self.column is not None:
            where += f", {self.column}" if self.value is None else f", {self.column} = {_short(self.value)}"
        elif self.value is not None:
            where += f", {_short(self.value)}"
        return f"{where}: expected {self.expected}" + (f"\n  {self.advice}" if self.advice else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something odd that does no harm: an unknown column, sheet or key. ``text`` is a whole sentence."""

    place: str
    row: int | None = None
    column: str | None = None
    text: str

    def __str__(self) -> str:
        where = ", ".join(
            part for part in (self.place, f"row {self.row}" if self.row else "", self.column or "") if part
        )
        return f"{where}: {self.text}"


class ScenarioError(ValueError):
    """The files of a scenario cannot be used; ``faults`` has everything that is wrong with them.

    ``warnings`` tell of what was odd besides: an unknown column beside a missing one may be the same.
    """

    def __init__(self, faults: Sequence[FileFault], warnings: Sequence[Notice] = ()) -> None:
        self.faults = tuple(faults)
        self.warnings = tuple(warnings)
        super().__init__("\n".join(map(str, self.faults)))


class SaveError(ValueError):
    """A scenario or plan cannot be written as asked; the message says why and what to do."""


class ReplaceError(SaveError):
    """A scenario is there already, and replacing it was not asked for."""


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
