"""Cells of a workbook that hold something but no value: formulas without a stored result, and errors such as #N/A.

A reader of values gives both as blank. Tools that write a formula without computing it leave the result out, or put 0
there and ask for a full calculation when the workbook is opened.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from scenarios.raw import Cell

Valueless = Mapping[tuple[int, int], str]
"""From line (the first is 1) and column (the first is 0) of a cell to what it shows: ``=A1+B1`` or ``#N/A``."""

_CHUNK = 1 << 20
_OVERLAP = 64
_MOST = 1 << 20
_LOOKS_LIKE_ONE = re.compile(rb"""<(?:[\w.-]+:)?f[\s/>]|\bt=["']e["']""")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WORKBOOK = "xl/workbook.xml"


class TooManyError(ValueError):
    """More cells without a value than a workbook that somebody means to be read has."""


def valueless_cells(data: bytes) -> dict[str, Valueless]:
    """By sheet, the cells that hold a formula without its result or an error.

    Raises TooManyError, and errors of many kinds for what is no workbook: of zipfile, expat and others.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
        book = _Book()
        _parse(archive, parts[_WORKBOOK], book.start)
        targets = _Targets()
        _parse(archive, parts["xl/_rels/workbook.xml.rels"], targets.start)
        found: dict[str, Valueless] = {}
        for name, relation in book.sheets:
            part = parts.get(_part(targets.of.get(relation, "")))
            if part is None or not _may_have_some(archive, part):
                continue
            cells = _Cells(stale_zero=book.stale)
            _parse(archive, part, cells.start, cells.end, cells.text)
            if cells.found:
                found[name] = cells.found
        return found


def filled(rows: list[list[Cell]], cells: Valueless) -> list[list[Cell]]:
    """The rows of a sheet as its reader gives them, with ``cells`` at their places."""
    for (line, column), shown in cells.items():
        rows += ([] for _ in range(len(rows), line))
        row = rows[line - 1]
        row += [""] * (column + 1 - len(row))
        row[column] = shown
    return rows


def _part(target: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    return posixpath.normpath(path).lower()


def _may_have_some(archive: zipfile.ZipFile, part: str) -> bool:
    """A look that costs a tenth of parsing."""
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if _LOOKS_LIKE_ONE.search(tail + chunk):
                return True
            tail = chunk[-_OVERLAP:]
    return False


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(part) as file:
        for chunk in _chunks(file):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type where a workbook has none")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


@dataclass(slots=True)
class _Book:
    """The sheets with their relations, and whether the stored results are stale."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    stale: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "sheet":
                relation = next((value for key, value in attributes.items() if _local(key) == "id"), "")
                self.sheets.append((attributes.get("name", ""), relation))
            case "calcPr":
                self.stale = attributes.get("fullCalcOnLoad") in ("1", "true")


@dataclass(slots=True)
class _Targets:
    """From relation to part."""

    of: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            self.of[attributes.get("Id", "")] = attributes.get("Target", "")


@dataclass(slots=True)
class _Cells:
    """The cells of a sheet as they are read; an address may be left out and is then the next one."""

    stale_zero: bool
    found: dict[tuple[int, int], str] = field(default_factory=dict)
    line: int = 0
    column: int = -1
    kind: str | None = None
    inside: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                digits = attributes.get("r", "")
                self.line = int(digits) if digits.isdecimal() else self.line + 1
                self.column = -1
            case "c":
                self._to(attributes.get("r", ""))
                self.kind, self.parts = attributes.get("t", "n"), {}
            case "f" | "v" as part if self.kind is not None:
                self.inside = part
                self.parts.setdefault(part, "")

    def text(self, text: str) -> None:
        if self.inside:
            self.parts[self.inside] += text

    def end(self, name: str) -> None:
        match _local(name):
            case "f" | "v":
                self.inside = ""
            case "c":
                shown = self._shown()
                if shown is not None:
                    self.found[self.line, self.column] = shown
                    if len(self.found) > _MOST:
                        raise TooManyError(f"more than {_MOST} formulas without a result")
                self.kind = None

    def _to(self, address: str) -> None:
        at = _ADDRESS.fullmatch(address)
        if at is None:
            self.column += 1
            return
        number = 0
        for letter in at[1]:
            number = number * 26 + ord(letter) - ord("A") + 1
        self.line, self.column = int(at[2]), number - 1

    def _shown(self) -> str | None:
        value = self.parts.get("v", "").strip()
        if self.kind == "e":
            return value or "#N/A"
        if "f" not in self.parts or self.kind == "str":
            return None
        if value and not (self.stale_zero and value == "0" and self.kind == "n"):
            return None
        return f"={self.parts['f'].strip() or '...'}"
