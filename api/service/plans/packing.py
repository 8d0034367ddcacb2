"""Scenarios, plans and proofs of bounds as the database keeps them: compressed JSON, nothing that could be run."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from optimizer.certificate import Certificate
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios import Scenario, dumps_json, loads_json
from scenarios.certificate_file import certificate_bytes, certificate_of, is_older

_TABLES: dict[str, type] = {name: get_args(hint)[0] for name, hint in get_type_hints(Plan).items()}
"""A plan's tables and their records, as the class declares them: ``runs: tuple[Run, ...]``."""


def pack_problem(problem: Problem) -> bytes:
    """The scenario's document, compressed."""
    return zlib.compress(dumps_json(Scenario(problem=problem)).encode("utf-8"))


def unpack_problem(data: bytes) -> Problem:
    """The problem of a packed document. Raises ScenarioError, zlib.error."""
    return loads_json(zlib.decompress(data)).problem


def pack_plan(plan: Plan) -> bytes:
    """The plan's tables, each as one list a column: the same values stand together and compress well."""
    document = {name: _columns(getattr(plan, name), kind) for name, kind in _TABLES.items()}
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())


def unpack_plan(data: bytes) -> Plan:
    """The plan of packed tables. A table or column that came later than the plan is empty, or has its default."""
    document: dict[str, dict[str, list[Any]]] = json.loads(zlib.decompress(data))
    return Plan(**{name: tuple(_records(document.get(name, {}), kind)) for name, kind in _TABLES.items()})


def pack_certificate(certificate: Certificate) -> bytes:
    """What proves a bound, as in a plan's folder, compressed."""
    return zlib.compress(certificate_bytes(certificate))


def unpack_certificate(data: bytes) -> Certificate | None:
    """What was packed, exactly; None where an older version packed it. Raises ValueError, KeyError, zlib.error."""
    document = json.loads(zlib.decompress(data))
    return None if is_older(document) else certificate_of(document)


def _columns(records: tuple[Any, ...], kind: type) -> dict[str, list[Any]]:
    return {f.name: [getattr(record, f.name) for record in records] for f in fields(kind)}


def _records(columns: dict[str, list[Any]], kind: type) -> list[Any]:
    names = [f.name for f in fields(kind) if f.name in columns]
    rows = zip(*(columns[name] for name in names), strict=True)
    return [kind(**dict(zip(names, values, strict=True))) for values in rows]
