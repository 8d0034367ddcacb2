"""From a file's bytes to rows of cells, one after the other: a workbook, or CSV in the encodings that are met."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeAlias

from python_calamine import CalamineWorkbook

from api.service.store import InvalidError
from scenarios import FileFault, ScenarioError
from scenarios.from_workbook import refuse_if_too_wide

ROSTER = "roster"
_CHUNK = 1 << 20
_DELIMITERS = ",;\t，"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Kind: TypeAlias = Literal["xlsx", "csv"]
Line: TypeAlias = tuple[int, Sequence[Any]]
"""The row's number in the file, the first being 1, and its cells."""


def kind_of(data: bytes) -> Kind:
    """What the bytes are, whatever the file is called."""
    return "xlsx" if data.startswith(b"PK") else "csv"


def lines(data: bytes) -> Iterator[Line]:
    """The file's rows that hold anything, the heading first. Raises InvalidError for what is no table."""
    yield from _workbook_lines(data) if kind_of(data) == "xlsx" else _csv_lines(data)


def unreadable(expected: str, advice: str = "", row: int | None = None) -> InvalidError:
    """The error for a file that nothing can be read from."""
    fault = FileFault(place=ROSTER, row=row, expected=expected, advice=advice)
    return InvalidError("The roster cannot be read, nothing was done.", [fault])


def _workbook_lines(data: bytes) -> Iterator[Line]:
    try:
        refuse_if_too_wide(data, ROSTER)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows, first = sheet.iter_rows(), 1 if sheet.start is None else sheet.start[0] + 1
    except ScenarioError as error:
        raise InvalidError("The roster cannot be read, nothing was done.", error.faults) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader's panics are no Exception
        raise unreadable(f"an .xlsx workbook ({error})", "Maybe save it anew as .xlsx without a password.") from None
    for number, cells in enumerate(rows, start=first):
        if any(cell != "" for cell in cells):
            yield number, cells


def _csv_lines(data: bytes) -> Iterator[Line]:
    encoding = _encoding(data)
    with io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="") as text:
        heading = text.readline()
        text.seek(0)
        reader = csv.reader(text, delimiter=max(_DELIMITERS, key=heading.count))
        end = 0
        try:
            for cells in reader:
                if any(cell and not cell.isspace() for cell in cells):
                    yield end + 1, cells
                end = reader.line_num
        except csv.Error as error:
            raise unreadable(
                f"a row of a CSV file ({error})", "Maybe a quotation mark is not closed.", end + 1
            ) from None


def _encoding(data: bytes) -> str:
    """By its mark; else UTF-8 if all of it is, for almost no other text is by chance; else GB18030."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            found = [name] if _decodes(data, name) else []
            break
    else:
        found = [name for name in ("utf-8", "gb18030") if _decodes(data, name)]
    if not found or (b"\0" in data[:_CHUNK] and found[0] != "utf-16"):
        raise unreadable("an .xlsx workbook, or CSV in UTF-8 or GB18030", "Maybe save it anew as .xlsx.")
    return found[0]


def _decodes(data: bytes, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    view = memoryview(data)
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(view[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
