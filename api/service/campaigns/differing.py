"""What became different from one snapshot to another: requests, offers, rules and ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.service.campaigns.snapshots import load_problem, load_sources, snapshot_of
from api.service.store import Unit
from optimizer.problem import TABLES, Problem
from scenarios.comparison.model import ScenarioDifference
from scenarios.comparison.scenario_difference import scenario_difference
from scenarios.rows import table_rows

_KEYS = {
    "regions": ("region_id",),
    "sites": ("site_id",),
    "employers": ("employer_id",),
    "demands": ("demand_id",),
    "vehicle_types": ("type_id",),
    "services": ("service_id",),
    "service_stops": ("service_id", "seq"),
    "links": ("from_id", "to_id"),
    "limits": ("limit_id",),
    "fleet": ("depot_id", "type_id", "from", "to"),
    "caps": ("mode", "trip", "risk", "from", "to"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is different. ``what``: request, offer, rule or ground; ``id`` the request's, the offer's, else
    the row's own; ``change``: added, removed, changed; ``fields``: name, value before, value after.
    """

    what: str
    change: str
    table: str
    row: str
    id: str
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDifference:
    """All of it, and the same as whole rows."""

    changes: tuple[Change, ...]
    scenarios: ScenarioDifference


def difference(unit: Unit, first_id: str, other_id: str) -> SnapshotDifference:
    """From the first snapshot to the other one. Raises NotFoundError."""
    for snapshot_id in (first_id, other_id):
        snapshot_of(unit, snapshot_id)
    first, other = load_problem(unit, first_id), load_problem(unit, other_id)
    owners = {**_owners(unit, first_id), **_owners(unit, other_id)}
    whole = scenario_difference(first, other)
    settings = (
        Change(what="rule", change="changed", table="scenario", row=key, id=key, fields=((key, there, here),))
        for key, there, here in whole.settings
    )
    touched = [found.table for found in whole.tables]
    rows = (change for table in touched for change in _changes(table, first, other, owners))
    return SnapshotDifference(changes=(*settings, *rows), scenarios=whole)


def _owners(unit: Unit, snapshot_id: str) -> dict[tuple[str, str], str]:
    """Request or offer by table and row."""
    sources = load_sources(unit, snapshot_id)
    found = {("demands", demand): request for demand, request in sources.requests.items()}
    found |= {("services", service): service for service in sources.carriers_of_services}
    for row in sources.fleet:
        found["fleet", _name(row, _KEYS["fleet"])] = row["offer"]
        found.setdefault(("vehicle_types", str(row["type_id"])), row["offer"])
    return found


def _changes(table: str, first: Problem, other: Problem, owners: Mapping[tuple[str, str], str]) -> Iterator[Change]:
    before, after = _by_key(first, table), _by_key(other, table)
    for key in sorted({*before, *after}):
        there, here = before.get(key), after.get(key)
        if there == here:
            continue
        change = "added" if there is None else "removed" if here is None else "changed"
        service = ("services", key.partition(" ")[0])
        owner = owners.get(service if table == "service_stops" else (table, key))
        yield Change(
            what=_what(table),
            change=change,
            table=table,
            row=key,
            id=owner or key,
            fields=tuple(_fields(there or {}, here or {})) if change == "changed" else (),
        )


def _what(table: str) -> str:
    if table in ("demands", "employers"):
        return "request"
    if table in ("vehicle_types", "fleet", "services", "service_stops"):
        return "offer"
    return "rule" if table in ("caps", "limits") else "ground"


def _by_key(problem: Problem, table: str) -> dict[str, dict[str, Any]]:
    """Rows by their key; further rows of the same key count on."""
    assert table in TABLES, f"{table} is a table of a scenario"
    found: dict[str, dict[str, Any]] = {}
    for row in table_rows(problem, table):
        name = key = _name(row, _KEYS[table])
        number = 1
        while key in found:
            number += 1
            key = f"{name} #{number}"
        found[key] = row
    return found


def _name(row: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return " ".join("–" if row.get(key) is None else str(row[key]) for key in keys)


def _fields(there: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys([*there, *here]):
        if there.get(name) != here.get(name):
            yield name, there.get(name), here.get(name)
