"""A scenario as its files give it: settings by dotted key, tables by column, cells as the format has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from scenarios.faults import FileFault, Notice

Cell: TypeAlias = Any
"""What a format gives for a cell: a text, a number, true or false, a date or time, None; from JSON also list, dict."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One table. ``rows`` has each row's line and its cells by column; no ``columns``: there is not even a header.

    ``columns`` holds known columns by their name and unknown ones by their heading; ``header_row`` is the header's
    line. ``broken_off`` says that rows may be missing because the rest could not be read; ``sparse`` that a blank cell
    is left out of its row, so that a column may be missing though it is known (JSON).
    """

    place: str
    header_row: int = 1
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, dict[str, Cell]]] = field(default_factory=list)
    broken_off: bool = False
    sparse: bool = False
    faults: list[FileFault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RawScenario:
    """All that was read, and what went wrong with it so far.

    ``typed`` says that settings are values of a typed format (TOML, JSON) and not the texts of a sheet;
    ``settings`` is None where they could not be read at all; ``setting_rows`` has the sheet's row of each key.
    ``place_of`` names the place where a table belongs, for one that is missing.
    """

    settings_place: str
    place_of: Callable[[str], str]
    typed: bool = True
    settings: dict[str, Cell] | None = None
    setting_rows: dict[str, int] = field(default_factory=dict)
    tables: dict[str, Sheet] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
