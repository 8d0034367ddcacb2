"""The canonical form of a scenario, which names its content whatever files it came in (contract, "A scenario")."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from optimizer.problem import TABLES, Demand, Problem, VehicleType
from scenarios.rows import table_rows
from scenarios.settings import nest, show_settings

_WITHOUT_IDS = ("fleet", "caps")


def canonical(problem: Problem) -> str:
    """One line of JSON: defaults filled, rows sorted by their ids (else by all cells), keys sorted, no spaces.

    Blank cells and tables without rows are left out; a whole number has no ``.0``. A demand's priority is its
    employer's, and an empty km costs ``cost_km``, where nothing else is said.
    """
    document: dict[str, Any] = {"scenario": nest(show_settings(problem.settings))}
    for name, record_class in TABLES.items():
        rows = list(table_rows(problem, name))
        if not rows:
            continue
        if record_class is Demand:
            rows = [row | {"priority": _plain(problem.priority(problem.demand[row["demand_id"]]))} for row in rows]
        if record_class is VehicleType:
            rows = [{"cost_km_empty": row["cost_km"]} | row for row in rows]
        if name in _WITHOUT_IDS:
            rows.sort(key=_line)
        document[name] = rows
    return _line(document)


def digest(problem: Problem) -> str:
    """The SHA-256 of the canonical form, as hexadecimal digits."""
    return hashlib.sha256(canonical(problem).encode("utf-8")).hexdigest()


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value
