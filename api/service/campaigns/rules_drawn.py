"""A profile's rules as rows of a scenario: caps and daily limits."""

from __future__ import annotations

from collections.abc import Sequence

from api.service.campaigns.draft import Cause, Draft
from api.service.campaigns.profiles import Rules
from api.service.campaigns.tables import CampaignLimit


def add_caps(draft: Draft, rules: Rules) -> None:
    """The dated caps."""
    for cap in rules.caps:
        draft.add("caps", cap, Cause("rule profile, caps"))


def add_limits(draft: Draft, limits: Sequence[CampaignLimit], rules: Rules) -> None:
    """The campaign's own limits, and the profile's where the campaign says nothing of the same kind for a scope."""
    for limit in limits:
        cells = {"limit_id": limit.code, "scope": limit.scope, "kind": limit.kind, "value": limit.value}
        draft.add("limits", {**cells, "date": limit.day and str(limit.day)}, Cause(f"limit {limit.code}"))
    own = {(limit.scope, limit.kind) for limit in limits}
    for daily in rules.daily:
        for scope in _scopes(draft, daily.kind, daily.each):
            if (scope, daily.kind) not in own:
                cells = {"limit_id": f"{daily.name}:{scope}", "scope": scope, "kind": daily.kind, "value": daily.value}
                draft.add("limits", cells, Cause(f"rule profile, limits.{daily.name}"))


def _scopes(draft: Draft, kind: str, each: str) -> list[str]:
    """What a profile's limit holds for; ``city``: those where somebody leaves or arrives."""
    sites = draft.tables.get("sites", [])
    regions = draft.tables.get("regions", [])
    if each == "region":
        return sorted(row["region_id"] for row in regions)
    if each != "city":
        return sorted(row["site_id"] for row in sites if row["kind"] == each)
    end = "pickup_id" if kind == "depart_per_day" else "workplace_id"
    ends = {row[end] for row in draft.tables.get("demands", ())}
    there = {row.get("region_id") for row in sites if row["site_id"] in ends}
    cities = {(row.get("province"), row.get("city")) for row in regions if row["region_id"] in there}
    return sorted(f"{province}/{city}" for province, city in cities if province and city)
