"""A problem's records as rows of plain values by column name, blank cells left out: what every format writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from optimizer.problem import TABLES, Problem
from scenarios.cells import show_cell
from scenarios.dictionary import Column, columns, plan_columns
from scenarios.faults import SaveError
from scenarios.scenario import Scenario

_ALWAYS = ("sites", "employers", "demands")


def written_tables(problem: Problem) -> tuple[str, ...]:
    """The tables to write: those with rows, and those that a scenario needs even when they have none."""
    needed = _ALWAYS if problem.services else (*_ALWAYS, "fleet")
    return tuple(name for name in TABLES if name in needed or getattr(problem, name))


def table_rows(problem: Problem, table: str) -> Iterator[dict[str, Any]]:
    """The rows of one table of a problem."""
    return record_rows(getattr(problem, table), columns(table))


def plan_rows(records: Sequence[Any], table: str) -> Iterator[dict[str, Any]]:
    """The rows of one table of a plan."""
    return record_rows(records, plan_columns(table))


def record_rows(records: Sequence[Any], known: Mapping[str, Column]) -> Iterator[dict[str, Any]]:
    """The rows of records whose columns are ``known``."""
    fields = [(c.name, c.field, c.spec) for c in known.values()]
    for record in records:
        shown = ((name, show_cell(getattr(record, field), spec)) for name, field, spec in fields)
        yield {name: value for name, value in shown if value is not None}


def full_rows(scenario: Scenario, table: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of a table with the unknown columns that were kept aside, and the headings of these."""
    rows = list(table_rows(scenario.problem, table))
    kept = scenario.extras.columns.get(table)
    if kept is None:
        return rows, []
    if len(kept) != len(rows):
        raise SaveError(
            f"{table}: {len(kept)} rows of unknown columns for {len(rows)} records, one for each is needed."
        )
    unknown = list(dict.fromkeys(heading for row in kept for heading in row))
    return [{**row, **more} for row, more in zip(rows, kept, strict=True)], unknown
