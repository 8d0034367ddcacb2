"""How two scenarios differ: settings and rows, as their files have them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from optimizer.problem import TABLES, Problem
from scenarios.comparison.model import ScenarioDifference, TableDifference
from scenarios.rows import table_rows
from scenarios.settings import show_settings

_NAME = "name"
"""A scenario's name says nothing about what may be planned in it."""


def scenario_difference(first: Problem, other: Problem) -> ScenarioDifference:
    """What only one of them has. Their names may differ without making them different scenarios."""
    return ScenarioDifference(settings=tuple(_settings(first, other)), tables=tuple(_tables(first, other)))


def _settings(first: Problem, other: Problem) -> Iterator[tuple[str, str, str]]:
    there, here = show_settings(first.settings), show_settings(other.settings)
    for key in dict.fromkeys([*there, *here]):
        if key != _NAME and there.get(key) != here.get(key):
            yield key, _value(there.get(key)), _value(here.get(key))


def _tables(first: Problem, other: Problem) -> Iterator[TableDifference]:
    for table in TABLES:
        if getattr(first, table) == getattr(other, table):
            continue
        there = Counter(map(_row, table_rows(first, table)))
        here = Counter(map(_row, table_rows(other, table)))
        gone, come = tuple((there - here).elements()), tuple((here - there).elements())
        if gone or come:
            yield TableDifference(table=table, only_first=gone, only_other=come)


def _row(row: dict[str, Any]) -> str:
    return ", ".join(f"{column}={_value(value)}" for column, value in row.items())


def _value(value: Any) -> str:
    return value if isinstance(value, str) else "–" if value is None else json.dumps(value, ensure_ascii=False)
