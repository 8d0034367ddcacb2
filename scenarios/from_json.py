"""A scenario as one JSON document: ``scenario`` nested as in the TOML, then one list of objects per table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optimizer.problem import TABLES
from scenarios.advice import closest
from scenarios.dictionary import SETTINGS, columns
from scenarios.faults import FileFault, Notice, ScenarioError
from scenarios.json_text import parse_json, read_json
from scenarios.raw import RawScenario, Sheet
from scenarios.settings import flatten

_DOCUMENT = "document"


def read_json_file(path: Path) -> RawScenario:
    """The document in a file. Raises ScenarioError where it is no JSON."""
    document, fault = read_json(path)
    return read_document(document, fault, path.name)


def read_json_text(text: str | bytes) -> RawScenario:
    """The document in a text. Raises ScenarioError where it is no JSON."""
    document, fault = parse_json(text, _DOCUMENT)
    return read_document(document, fault, _DOCUMENT)


def read_document(document: Any, fault: FileFault | None = None, place: str = _DOCUMENT) -> RawScenario:
    """The document's settings and tables. A table's first object is its row 2, as if below a header."""
    if fault is None and not isinstance(document, Mapping):
        fault = FileFault(place=place, expected=f"an object with {SETTINGS}, sites and so on")
    if fault is not None:
        raise ScenarioError([fault])
    raw = RawScenario(settings_place=SETTINGS, place_of=str)
    raw.settings = _settings(document, raw)
    for name, value in document.items():
        if name in TABLES:
            raw.tables[name] = _sheet(name, value)
        elif name != SETTINGS:
            hint = closest(str(name), [*TABLES, SETTINGS])
            text = "no table of a scenario, left out." + (f" Maybe {hint} was meant." if hint else "")
            raw.notices.append(Notice(place=str(name), text=text))
    return raw


def _settings(document: Mapping[str, Any], raw: RawScenario) -> dict[str, Any] | None:
    tree = document.get(SETTINGS)
    if not isinstance(tree, Mapping):
        expected = "an object with the settings, every scenario needs it"
        raw.faults.append(FileFault(place=SETTINGS, value=tree, expected=expected))
        return None
    settings: dict[str, Any] = {}
    for key, value in flatten(tree):
        if key in settings:
            raw.faults.append(FileFault(place=SETTINGS, column=key, expected="a key given once"))
        settings[key] = value
    return settings


def _sheet(name: str, value: Any) -> Sheet:
    sheet = Sheet(place=name, sparse=True)
    if not isinstance(value, list | tuple):
        sheet.broken_off = True
        sheet.faults.append(FileFault(place=name, value=value, expected="a list of objects"))
        return sheet
    found: dict[str, None] = dict.fromkeys(columns(name))
    for row, item in enumerate(value, start=2):
        if not isinstance(item, Mapping):
            sheet.broken_off = True
            sheet.faults.append(FileFault(place=name, row=row, value=item, expected="an object"))
            continue
        sheet.rows.append((row, dict(item)))
        found |= dict.fromkeys(item)
    sheet.columns = tuple(found)
    return sheet
