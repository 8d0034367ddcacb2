"""The settings: from a tree or a sheet of dotted keys to the record, and back."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from optimizer.problem.records import Settings
from scenarios.advice import advise, closest
from scenarios.cells import BadCellError, is_blank, read_cell, read_days, show_cell, show_number, text_of
from scenarios.dictionary import HORIZON, SETTINGS, Column, columns
from scenarios.faults import FileFault, Notice
from scenarios.raw import Cell, RawScenario

_OFF = "none"
_LISTS = ("span", "choices")
_SEPARATORS = re.compile(r"[\s,;，；、]+")


def flatten(tree: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The dotted keys of a nested tree. A known key keeps its value whole, whatever it is."""
    known = columns(SETTINGS)
    stack = [("", tree)]
    while stack:
        prefix, node = stack.pop()
        for name, value in node.items():
            key = f"{prefix}{name}"
            if isinstance(value, Mapping) and key not in known:
                stack.append((f"{key}.", value))
            else:
                yield key, value


def nest(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The tree of dotted keys. A key that begins with another key and a dot stays as it is, dots and all."""
    tree: dict[str, Any] = {}
    for key, value in flat.items():
        parts = key.split(".")
        if any(".".join(parts[:i]) in flat for i in range(1, len(parts))):
            tree[key] = value
            continue
        node = tree
        for part in parts[:-1]:
            node = node.setdefault(part, {})
        node[parts[-1]] = value
    return tree


def read_settings(raw: RawScenario) -> tuple[Settings, dict[str, Any]]:
    """The settings and the values of unknown keys; faults and notices are added to ``raw``."""
    given = raw.settings if raw.settings is not None else {}
    values: dict[str, Any] = {}
    for column in columns(SETTINGS).values():
        cell = given.get(column.name)
        if _is_off(cell, column):
            if column.required:
                values |= dict.fromkeys(column.fields)
                if raw.settings is not None:
                    raw.faults.append(_fault(raw, column, cell))
            continue
        try:
            values |= zip(column.fields, _read(column, cell, typed=raw.typed), strict=True)
        except BadCellError:
            values |= dict.fromkeys(column.fields)
            raw.faults.append(_fault(raw, column, cell))
    return Settings(**values), dict(_unknown(raw, given))


def show_settings(settings: Settings) -> dict[str, Any]:
    """All keys that are not off, with their values as a typed format has them."""
    shown: dict[str, Any] = {}
    for column in columns(SETTINGS).values():
        cells = [show_cell(getattr(settings, field), column.spec) for field in column.fields]
        if cells[0] is not None:
            shown[column.name] = cells if len(cells) > 1 else cells[0]
    return shown


def _is_off(cell: Cell, column: Column) -> bool:
    if is_blank(cell):
        return True
    match column.spec.kind:
        case "text" | "choices":
            return False
        case _:
            return column.default is None and ((isinstance(cell, list) and not cell) or _says_none(cell))


def _says_none(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().lower() == _OFF


def _read(column: Column, cell: Cell, *, typed: bool) -> tuple[Any, ...]:
    if column.spec.kind == "choices" and _says_none(cell):
        return ((),)
    if not typed and isinstance(cell, str) and (column.name == HORIZON or column.spec.kind in _LISTS):
        cell = _list_of(cell)
    if column.name == HORIZON:
        return read_days(cell)
    if typed and column.spec.kind == "text" and not isinstance(cell, str):
        raise BadCellError
    if typed and column.spec.kind == "flag" and isinstance(cell, int | float) and not isinstance(cell, bool):
        raise BadCellError
    return (read_cell(cell, column.spec),)


def _list_of(text: str) -> list[Any]:
    if text.strip().startswith("["):
        try:
            parts = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadCellError from error
        return list(parts)
    return [part for part in _SEPARATORS.split(text.strip()) if part]


def _fault(raw: RawScenario, column: Column, cell: Cell) -> FileFault:
    dates = "a first and a last date like 2020-03-10, 2020-03-12"
    expected = dates if column.name == HORIZON else column.spec.expects()
    return FileFault(
        place=raw.settings_place,
        row=raw.setting_rows.get(column.name),
        column=column.name,
        value="" if cell is None else _plain(cell),
        expected=expected,
        advice=advise(column.spec, cell),
    )


def _unknown(raw: RawScenario, given: Mapping[str, Cell]) -> Iterator[tuple[str, Any]]:
    known = columns(SETTINGS)
    groups = {key.partition(".")[0] for key in known if "." in key}
    for key, cell in given.items():
        if key in known:
            continue
        row = raw.setting_rows.get(key)
        if key in groups:
            expected = f"keys like {next(k for k in known if k.startswith(f'{key}.'))} in it, not a value"
            raw.faults.append(
                FileFault(place=raw.settings_place, row=row, column=key, value=_plain(cell), expected=expected)
            )
            continue
        hint = closest(key, list(known))
        text = "unknown key, kept aside." + (f" Maybe {hint} was meant." if hint else "")
        raw.notices.append(Notice(place=raw.settings_place, row=row, column=key, text=text))
        if not is_blank(cell):
            yield key, _plain(cell)


def _plain(value: Any) -> Any:
    """A value as every format can hold it: dates and numbers that are none as text, no nothing inside a list."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, datetime | date | time):
        try:
            return text_of(value)
        except BadCellError:
            return value.isoformat()
    if isinstance(value, float):
        return int(value) if show_number(value).lstrip("-").isdigit() else value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value if item is not None]
    return value
