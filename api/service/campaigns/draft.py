"""A scenario in the making: its rows, and for every row what it came from, so that a fault names the cause."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scenarios import FileFault, Notice


@dataclass(frozen=True, slots=True)
class Cause:
    """What a row came from: its name in a fault, and for the row's columns the names that a form has for them."""

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """The document, table by table, with the cause of every row in step; ``sources`` says whose each thing is."""

    settings: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    causes: dict[str, list[Cause]] = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def add(self, table: str, cells: Mapping[str, Any], cause: Cause) -> None:
        """One row; blank cells are left out."""
        self.tables.setdefault(table, []).append({k: v for k, v in cells.items() if v is not None and v != ""})
        self.causes.setdefault(table, []).append(cause)

    def document(self) -> dict[str, Any]:
        """As ``scenarios.loads_json`` takes it."""
        needed = dict.fromkeys(("sites", "employers", "demands", "fleet"))
        return {"scenario": self.settings, **{name: [] for name in needed}, **self.tables}

    def told(self, faults: Sequence[FileFault]) -> list[FileFault]:
        """The faults by what they came from."""
        return [self._told(fault) for fault in faults]

    def _told(self, fault: FileFault) -> FileFault:
        causes = self.causes.get(fault.place, [])
        if fault.row is None or not 0 <= fault.row - 2 < len(causes):
            return fault
        cause = causes[fault.row - 2]
        column = None if fault.column is None else cause.fields.get(fault.column, fault.column)
        return FileFault(
            place=cause.name, column=column, value=fault.value, expected=fault.expected, advice=fault.advice
        )


def short_hash(value: object) -> str:
    """Eight digits that name a value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
