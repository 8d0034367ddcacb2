"""A roster's rows read one by one: good ones as they will be sealed, every fault of the others by row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.service.people.person import Person, read_person
from api.service.people.sealing import packed
from api.service.people.workers import document_digest
from api.service.requests.roster.columns import COLUMNS, column_of
from api.service.requests.roster.file import ROSTER, Line, unreadable
from scenarios import FileFault

MOST_ROWS = 100_000
_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A worker as a roster has one: the document's keyed hash, the fields ready to be sealed, and where from."""

    digest: bytes
    plain: bytes
    wishes: tuple[str, str]


@dataclass(slots=True, kw_only=True)
class RosterReport:
    """What became of a roster. ``faults`` are the first ones by row, ``fault_count`` is of all.

    ``named`` and ``headcount`` count the request's workers with a name and its places afterwards.
    """

    rows: int = 0
    broken: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    without_place: int = 0
    named: int = 0
    headcount: int = 0
    unknown_columns: list[str] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    fault_count: int = 0


class RosterReading:
    """Reads one roster; ``report`` has the counts and faults so far."""

    def __init__(self, *, today: date, hash_key: bytes, most_faults: int) -> None:
        self._today, self._hash_key, self._most = today, hash_key, most_faults
        self._rows_of: dict[bytes, int] = {}
        self.report = RosterReport()

    def good_rows(self, table: Iterator[Line]) -> Iterator[GoodRow]:
        """The good rows in order. Raises InvalidError where the table is no roster at all."""
        heading = next(table, None)
        if heading is None:
            raise unreadable("a heading and rows, this is empty")
        columns = self._columns(*heading)
        for number, cells in table:
            self.report.rows += 1
            if self.report.rows > MOST_ROWS:
                raise unreadable(f"at most {MOST_ROWS} rows", "Maybe split it: another roster adds to the first.")
            row = self._read(number, columns, cells)
            if row is not None:
                yield row

    def _columns(self, number: int, cells: Sequence[Any]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            heading = str(cell).strip()[:_LONGEST_HEADING]
            name = column_of(heading)
            if name is None:
                self.report.unknown_columns += [heading] if heading else []
            elif name in found:
                raise unreadable(f"each column once, {heading} is there twice", row=number)
            else:
                found[name] = at
        for column in COLUMNS:
            if column.required and column.name not in found:
                advice = "Maybe the heading is not the first row; the template has the right one."
                raise unreadable(f"a heading with the column {column.en} ({column.zh})", advice, number)
        return found

    def _read(self, number: int, columns: Mapping[str, int], cells: Sequence[Any]) -> GoodRow | None:
        width = len(cells)
        outcome = read_person({name: cells[at] for name, at in columns.items() if at < width}, self._today)
        if not isinstance(outcome, Person):
            self.report.broken += 1
            for fault in outcome:
                self._tell_row(number, *fault)
            return None
        fields = outcome.fields
        digest = document_digest(self._hash_key, fields)
        first = self._rows_of.setdefault(digest, number)
        if first != number:
            self.report.broken += 1
            self._tell_row(number, "id_number", "", f"a document that is here once, row {first} has it too")
            return None
        return GoodRow(digest, packed(fields), (fields.get("pickup", ""), fields.get("home_county", "")))

    def _tell_row(self, row: int, column: str, value: str, expected: str, advice: str = "") -> None:
        self.report.fault_count += 1
        if len(self.report.faults) < self._most:
            fault = FileFault(
                place=ROSTER, row=row, column=column, value=value or None, expected=expected, advice=advice
            )
            self.report.faults.append(fault)
