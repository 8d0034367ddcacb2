"""The field dictionary: every column and settings key with type, range, default, unit, description and both headings.

Type, range and default come from the records that the optimizer declares; unit, description and the Chinese heading
from ``fields.csv``. The English heading is the contract's column name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from optimizer.plan import CHANGES, REASONS, STATUSES, Change, Outing, Rider, Run, Statement, Stop, Unserved
from optimizer.problem.fields import Kind, Spec, is_required
from optimizer.problem.records import MODES, TABLES, Settings

SETTINGS = "scenario"
"""Name of the settings where a table's name is asked for: the sheet, and the key of the JSON document."""

HORIZON = "horizon"

KEY_VALUE: Mapping[str, str] = {"key": "key", "value": "value", "键": "key", "值": "value"}
"""From every heading of a workbook's sheet of settings, English or Chinese, to its column."""

PLAN_TABLES: Mapping[str, type] = {
    "runs": Run,
    "stops": Stop,
    "vehicles": Outing,
    "riders": Rider,
    "unserved": Unserved,
    "changes": Change,
}
"""The tables of a plan; a file is named as its table."""

ADDED_TABLES = frozenset({"changes"})
"""Tables of our own plans that the contract does not know: another's plan has none, or something else in that file."""

PLAN_JSON = "plan"

_GROUPS = ("objective", "road", "driving", "coach", "transfer", "journey", "mixing")
_RENAMED = {"from_day": "from", "to_day": "to", "day": "date"}
_KINDS: Mapping[str, Kind] = {
    "str": "text",
    "int": "whole",
    "float": "number",
    "bool": "flag",
    "Minute": "moment",
    "Day": "day",
}
_PLAN_CHOICES = {
    ("runs", "mode"): MODES,
    ("unserved", "reason"): REASONS,
    ("changes", "kind"): CHANGES,
    ("plan", "status"): STATUSES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table, or one key of the settings or of ``plan.json``.

    ``name`` is the English heading and the contract's name, ``zh`` the Chinese heading; ``fields`` the record's fields
    that hold it (two for the horizon, else one). ``default`` is None where there is none or the rule is off.
    """

    table: str
    name: str
    zh: str
    unit: str
    description: str
    spec: Spec
    required: bool
    default: object
    fields: tuple[str, ...]

    @property
    def field(self) -> str:
        """The record's field, the first one where there are two."""
        return self.fields[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """A table's names and what it holds."""

    name: str
    zh: str
    description: str


def column_name(table: str, field: str) -> str:
    """The contract's name of a record's field: a column, or for the settings a dotted key."""
    if table != SETTINGS:
        return _RENAMED.get(field, field)
    if field in ("first_day", "last_day"):
        return HORIZON
    group, _, rest = field.partition("_")
    return f"{group}.{rest}" if group in _GROUPS else field


@cache
def columns(table: str) -> Mapping[str, Column]:
    """The columns of a table of a scenario, or the keys of its settings (``scenario``), by name and in order."""
    record = Settings if table == SETTINGS else TABLES[table]
    found: dict[str, Column] = {}
    for f in fields(record):
        name = column_name(table, f.name)
        if name in found:
            continue
        members = ("first_day", "last_day") if name == HORIZON else (f.name,)
        found[name] = _column(table, name, f.metadata["spec"], f, members)
    return found


@cache
def plan_columns(table: str) -> Mapping[str, Column]:
    """The columns of a table of a plan, or the keys of ``plan.json`` (``plan``), by name and in order."""
    if table == PLAN_JSON:
        heads = ("scenario.name", "scenario.sha256")
        found = {
            name: Column(
                table=table,
                name=name,
                zh=_texts()[table, name]["zh"],
                unit="",
                description=_texts()[table, name]["description"],
                spec=Spec(kind="text"),
                required=True,
                default=None,
                fields=(name.rpartition(".")[2],),
            )
            for name in heads
        }
        return found | {f.name: _column(table, f.name, _plan_spec(table, f), f, (f.name,)) for f in fields(Statement)}
    return {f.name: _column(table, f.name, _plan_spec(table, f), f, (f.name,)) for f in fields(PLAN_TABLES[table])}


def table_text(table: str) -> TableText:
    """Names and description of a table, of the settings (``scenario``) or of ``plan.json`` (``plan``)."""
    row = _texts()[table, ""]
    return TableText(name=table, zh=row["zh"], description=row["description"])


@cache
def headings(table: str) -> Mapping[str, str]:
    """From every heading of a table, English or Chinese, to the column's name."""
    return {text: c.name for c in columns(table).values() for text in (c.name, c.zh)}


@cache
def sheet_names() -> Mapping[str, str]:
    """From every name of a sheet, English or Chinese, to the table's name; the settings are ``scenario``."""
    return {text: name for name in (SETTINGS, *TABLES) for text in (name, table_text(name).zh)}


def _column(table: str, name: str, spec: Spec, f: Field[Any], members: tuple[str, ...]) -> Column:
    text = _texts()[table, name]
    return Column(
        table=table,
        name=name,
        zh=text["zh"],
        unit=text["unit"],
        description=text["description"],
        spec=spec,
        required=is_required(f),
        default=None if f.default is MISSING else f.default,
        fields=members,
    )


def _plan_spec(table: str, f: Field[Any]) -> Spec:
    words = _PLAN_CHOICES.get((table, f.name))
    if words:
        return Spec(kind="choice", choices=words)
    return Spec(kind=_KINDS.get(str(f.type).partition(" ")[0], "text"))


@cache
def _texts() -> Mapping[tuple[str, str], Mapping[str, str]]:
    text = files("scenarios").joinpath("fields.csv").read_text(encoding="utf-8")
    return {(row["table"], row["column"]): row for row in csv.DictReader(io.StringIO(text, newline=""))}
