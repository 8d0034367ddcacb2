"""Snapshots: a campaign's scenario, checked whole, kept for ever under the hash of its content."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from api.service.campaigns.campaigns import campaign_of
from api.service.campaigns.draft import Draft
from api.service.campaigns.gathering import gather
from api.service.campaigns.tables import Campaign, Snapshot
from api.service.policy import find, require
from api.service.store import ConflictError, InvalidError, Page, Unit, page
from optimizer.problem import TABLES, Problem
from scenarios import Notice, Scenario, ScenarioError, canonical, loads_json

_MOST_WARNINGS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A scenario of a campaign that can be planned, not yet kept."""

    campaign_id: str
    profile_id: str
    problem: Problem
    text: str
    sources: Mapping[str, Any]
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a snapshot's rows came from. A service's id is its offer's, a demand's id its origin's."""

    requests: Mapping[str, str]
    carriers_of_services: Mapping[str, str | None]
    carriers_of_types: Mapping[str, str | None]
    fleet: tuple[Mapping[str, Any], ...]
    min_sizes: Mapping[str, int]

    def offers_of_coaches(self, depot_id: str, type_id: str) -> tuple[str, ...]:
        """The offers whose coaches of that type stand at that depot."""
        rows = (row for row in self.fleet if (row["depot_id"], row["type_id"]) == (depot_id, type_id))
        return tuple(str(row["offer"]) for row in rows)


def build_snapshot(unit: Unit, campaign_id: str, *, travelled: bool = True) -> Built:
    """The campaign's scenario of this moment. A unit that reads is enough.

    Without ``travelled`` workers who are under way or there are left out. Raises InvalidError with every fault, each
    naming its request, offer or site and the field; ConflictError where no request is checked.
    """
    campaign = campaign_of(unit, campaign_id)
    require(unit.actor, "create", "snapshots")
    draft = gather(unit, campaign, travelled=travelled)
    if not draft.tables.get("demands"):
        raise ConflictError(f"Campaign {campaign.id} has no checked request to plan for. Maybe check some first.")
    scenario = _loaded(draft)
    return Built(
        campaign_id=campaign.id,
        profile_id=campaign.profile_id,
        problem=scenario.problem,
        text=canonical(scenario.problem),
        sources=draft.sources,
        warnings=(*draft.notices, *scenario.warnings),
    )


def keep_snapshot(unit: Unit, built: Built) -> Snapshot:
    """The snapshot of that content: the one that is there, else a new one."""
    require(unit.actor, "create", "snapshots")
    sources = json.dumps(built.sources, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    sha256, sources_sha256 = _sha256(built.text.encode()), _sha256(sources)
    find(unit, Campaign, built.campaign_id, what="campaign", lock=True)  # two at the same time become one
    same = select(Snapshot).where(
        Snapshot.campaign_id == built.campaign_id,
        Snapshot.sha256 == sha256,
        Snapshot.sources_sha256 == sources_sha256,
    )
    there = unit.session.scalar(same)
    if there is not None:
        return there
    row = Snapshot(
        campaign_id=built.campaign_id,
        profile_id=built.profile_id,
        sha256=sha256,
        sources_sha256=sources_sha256,
        content=zlib.compress(built.text.encode()),
        sources=zlib.compress(sources),
        counts=_counts(built.problem),
        warnings=[{"place": n.place, "row": n.row, "column": n.column, "text": n.text} for n in built.warnings][
            :_MOST_WARNINGS
        ],
    )
    unit.add(row)
    unit.session.flush()
    return row


def take_snapshot(unit: Unit, campaign_id: str, *, travelled: bool = True) -> Snapshot:
    """Both in one unit that writes. Raises as ``build_snapshot``."""
    return keep_snapshot(unit, build_snapshot(unit, campaign_id, travelled=travelled))


def load_scenario(unit: Unit, snapshot_id: str) -> Scenario:
    """The scenario of a snapshot; asks for no permission. Raises NotFoundError."""
    row = unit.get(Snapshot, snapshot_id, what="snapshot")
    return loads_json(zlib.decompress(row.content))


def load_problem(unit: Unit, snapshot_id: str) -> Problem:
    """The problem of a snapshot, to be planned; asks for no permission. Raises NotFoundError."""
    return load_scenario(unit, snapshot_id).problem


def load_sources(unit: Unit, snapshot_id: str) -> Sources:
    """Whose each row of a snapshot is; asks for no permission. Raises NotFoundError."""
    row = unit.get(Snapshot, snapshot_id, what="snapshot")
    found = json.loads(zlib.decompress(row.sources))
    return Sources(
        requests=found["demands"],
        carriers_of_services={key: value["carrier"] for key, value in found["services"].items()},
        carriers_of_types=found["types"],
        fleet=tuple(found["fleet"]),
        min_sizes={key: value["min_size"] for key, value in found["services"].items() if value["min_size"]},
    )


def snapshot_of(unit: Unit, snapshot_id: str) -> Snapshot:
    """A snapshot that the actor may read. Raises NotFoundError."""
    return find(unit, Snapshot, snapshot_id, what="snapshot")


def snapshots(unit: Unit, campaign_id: str, *, cursor: str | None, limit: int) -> Page[Snapshot]:
    """The campaign's snapshots, the newest first."""
    require(unit.actor, "list", "snapshots")
    campaign_of(unit, campaign_id)
    wanted = select(Snapshot).where(Snapshot.campaign_id == campaign_id)
    return page(unit, wanted, cursor=cursor, limit=limit, newest_first=True)


def _loaded(draft: Draft) -> Scenario:
    try:
        return loads_json(draft.document())
    except ScenarioError as error:
        faults = draft.told(error.faults)
        count = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}"
        raise InvalidError(f"{count} in the campaign, no snapshot was made.", faults) from None


def _counts(problem: Problem) -> dict[str, Any]:
    rows = {table: len(getattr(problem, table)) for table in TABLES}
    return {"name": problem.settings.name, "workers": problem.workers(), **rows}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
