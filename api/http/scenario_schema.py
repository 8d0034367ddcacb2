"""The scenario's JSON document as a schema, made from the field dictionary."""

from __future__ import annotations

from functools import cache
from typing import Any

from optimizer.problem import TABLES
from optimizer.problem.validation import REQUIRED_TABLES
from scenarios.dictionary import HORIZON, SETTINGS, Column, columns, table_text

_TEXT = ["string", "number", "boolean"]


@cache
def scenario_schema() -> dict[str, Any]:
    """JSON Schema of the document. A cell may be typed or a text, as in a sheet; what else holds is said in words."""
    tables = {name: _table(name) for name in TABLES}
    return {
        "title": "Scenario",
        "type": "object",
        "description": "Settings and one list of objects per table; blank cells are left out, unknown columns kept.",
        "required": [SETTINGS, *REQUIRED_TABLES],
        "anyOf": [{"required": ["fleet"]}, {"required": ["services"]}],
        "properties": {SETTINGS: _settings(), **tables},
    }


def _table(name: str) -> dict[str, Any]:
    known = columns(name)
    required = [c.name for c in known.values() if c.required and c.name not in ("lat", "lon")]
    return {
        "type": "array",
        "description": table_text(name).description,
        "items": {
            "type": "object",
            "required": required,
            "properties": {c.name: _cell(c, blank=c.name not in required) for c in known.values()},
        },
    }


def _settings() -> dict[str, Any]:
    tree: dict[str, Any] = {"type": "object", "description": table_text(SETTINGS).description, "properties": {}}
    tree["required"] = [HORIZON]
    for column in columns(SETTINGS).values():
        group, _, key = column.name.rpartition(".")
        place = tree["properties"]
        if group:
            place = place.setdefault(group, {"properties": {}})["properties"]
        place[key] = _setting(column)
    return tree


def _setting(column: Column) -> dict[str, Any]:
    about = _about(column)
    if column.name == HORIZON:
        return {**about, "type": "array", "items": {"type": "string", "format": "date"}, "minItems": 2, "maxItems": 2}
    match column.spec.kind:
        case "span":
            clock = {"type": "string", "examples": ["22:00"]}
            return {**about, "anyOf": [{"type": "array", "items": clock, "maxItems": 2}, {"type": ["string", "null"]}]}
        case "choices":
            words = {"type": _TEXT}
            return {**about, "anyOf": [{"type": "array", "items": words}, {"type": ["string", "null"]}]}
        case "text":
            return {**about, "type": ["string", "null"]}
        case "number" | "whole" if column.default is None:
            return {**about, "type": ["number", "string", "array", "null"], "maxItems": 0}
        case _:
            return _cell(column, blank=True)


def _cell(column: Column, *, blank: bool) -> dict[str, Any]:
    spec = column.spec
    types = {
        "whole": ["number", "string"],
        "number": ["number", "string"],
        "moment": ["string"],
        "day": ["string"],
        "clock": ["string"],
    }.get(spec.kind, _TEXT)
    schema: dict[str, Any] = {**_about(column), "type": [*types, "null"] if blank else types}
    if not blank:
        schema["minLength"] = 1
    for key, value in (("minimum", spec.least), ("exclusiveMinimum", spec.above), ("maximum", spec.most)):
        if value is not None:
            schema[key] = value
    return schema


def _about(column: Column) -> dict[str, Any]:
    unit = f" ({column.unit})" if column.unit else ""
    expected = column.spec.expects()
    return {"description": f"{column.description}{unit}: {expected}. {column.zh}"}
