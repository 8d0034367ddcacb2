"""One CSV file as a table of texts, with the line of each row; and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scenarios.faults import FileFault
from scenarios.raw import Sheet
from scenarios.sheet import sheet_of

_QUOTED = frozenset('",\r\n')
_ESCAPED = 0xDC00
"""A byte that is not UTF-8 is read as a lone surrogate: this much more (``surrogateescape``)."""


def read_csv(path: Path, known: Mapping[str, str]) -> Sheet:
    """The file's rows by column; ``known`` maps headings to column names. What cannot be read is a fault in it."""
    place = path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        fault = FileFault(place=place, expected=f"a file that can be read ({error.strerror})")
        return Sheet(place=place, broken_off=True, faults=[fault])
    text = data.decode("utf-8-sig", errors="surrogateescape")
    lines: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    end = 0
    broken: FileFault | None = None
    try:
        for cells in reader:
            lines.append((end + 1, cells))
            end = reader.line_num
    except csv.Error as error:
        advice = "Maybe a quotation mark is not closed." if "limit" in str(error) or "end of data" in str(error) else ""
        broken = FileFault(place=place, row=end + 1, expected=f"a row of a CSV file ({error})", advice=advice)
    undecoded = _not_utf8(place, [(line, cells) for line, cells in lines if not _decoded(cells)])
    if undecoded and not _decoded(next(cells for _, cells in lines if any(cells))):
        return Sheet(place=place, broken_off=True, faults=undecoded[:1])
    sheet = sheet_of(place, [(line, cells) for line, cells in lines if _decoded(cells)], known)
    if undecoded:
        sheet.faults += undecoded
        sheet.broken_off = True
    if broken is not None:
        sheet.faults.append(broken)
        sheet.broken_off = True
    return sheet


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file's text: a header, then rows of texts; cells are quoted where the text needs it."""
    out = [_line(heading)]
    out += [_line(row) for row in rows]
    return "".join(out)


def _line(cells: Sequence[str]) -> str:
    line = ",".join(_quoted(cell) for cell in cells)
    return (line or '""') + "\n"


def _quoted(cell: str) -> str:
    if _QUOTED.isdisjoint(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _decoded(cells: Sequence[str]) -> bool:
    return all(cell.isascii() or cell.isprintable() or not _undecoded(cell) for cell in cells)


def _undecoded(cell: str) -> bytes:
    """The bytes of a cell that are not UTF-8, in the order in which they stand."""
    return bytes(ord(sign) - _ESCAPED for sign in cell if _ESCAPED < ord(sign) <= _ESCAPED + 0xFF)


def _not_utf8(place: str, lines: Iterable[tuple[int, Sequence[str]]]) -> list[FileFault]:
    """A fault for each row, with advice at the first."""
    advice = "Maybe the file was saved in another encoding (GBK, UTF-16): save it as CSV UTF-8."
    faults = []
    for line, cells in lines:
        value = next(found for found in map(_undecoded, cells) if found)
        faults.append(FileFault(place=place, row=line, value=value[:4], expected="UTF-8", advice=advice))
        advice = ""
    return faults
