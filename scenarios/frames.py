"""Tables of a scenario or a plan as pandas frames, for those who go on with them in a notebook or a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from optimizer.plan import Plan
from optimizer.problem import TABLES, Problem
from scenarios.dictionary import PLAN_TABLES, Column, columns, plan_columns
from scenarios.plan_writer import plan_records
from scenarios.rows import record_rows

_TIMES = {"moment": "%Y-%m-%d %H:%M", "day": "%Y-%m-%d"}


def scenario_frames(problem: Problem) -> dict[str, pd.DataFrame]:
    """A frame for each table of a scenario, with the contract's columns and a row for each record."""
    return {table: _frame(getattr(problem, table), columns(table)) for table in TABLES}


def plan_frames(plan: Plan) -> dict[str, pd.DataFrame]:
    """A frame for each table of a plan: runs, stops, vehicles, riders, unserved."""
    return {table: _frame(plan_records(plan, table), plan_columns(table)) for table in PLAN_TABLES}


def _frame(records: Sequence[Any], known: Mapping[str, Column]) -> pd.DataFrame:
    """Times and dates become timestamps of the scenario's local time; blank cells are missing values."""
    frame = pd.DataFrame(list(record_rows(records, known)), columns=list(known))
    for column in known.values():
        layout = _TIMES.get(column.spec.kind)
        if layout:
            frame[column.name] = pd.to_datetime(frame[column.name], format=layout)
    return frame
