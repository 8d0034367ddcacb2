"""Single rows of a campaign tried by the rules of a scenario, so that a form and a file are told the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.service.campaigns.tables import Campaign, CampaignRegion, CampaignSite
from api.service.store import InvalidError
from optimizer.problem import Problem
from scenarios import FileFault, ScenarioError, loads_json

Cells = Mapping[str, Any]


def tried(campaign: Campaign, tables: Mapping[str, Sequence[Cells]], *, names: Mapping[str, str]) -> Problem:
    """The problem that holds just these rows. ``names``: what to call a table's row in a fault.

    Raises InvalidError with every fault of the tables in ``names``.
    """
    document: dict[str, Any] = {
        "scenario": {"timezone": campaign.timezone, "horizon": [str(campaign.first_day), str(campaign.last_day)]},
        **{name: [] for name in ("regions", "sites", "employers", "demands", "fleet")},
        **{name: [_filled(row) for row in rows] for name, rows in tables.items()},
    }
    try:
        return loads_json(document).problem
    except ScenarioError as error:
        faults = [_renamed(fault, tables, names) for fault in error.faults if fault.place in names]
        count = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}"
        raise InvalidError(f"{count} in the form, nothing was done.", faults or error.faults) from None


def region_cells(region: CampaignRegion) -> dict[str, Any]:
    """A region as a row of a scenario."""
    return {
        "region_id": region.code,
        "name": region.name,
        "city": region.city,
        "province": region.province,
        "risk": region.risk,
        "open_from": _day(region.open_from),
    }


def site_cells(site: CampaignSite, region: str | None) -> dict[str, Any]:
    """A site as a row of a scenario; ``region`` is its region's code."""
    return {
        "site_id": site.code,
        "name": site.name,
        "kind": site.kind,
        "lat": site.lat,
        "lon": site.lon,
        "region_id": region,
        "opens": site.opens,
        "closes": site.closes,
        "dwell_min": site.dwell_min,
        "checkin_min": site.checkin_min,
        "exit_min": site.exit_min,
    }


def _filled(row: Cells) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None and value != ""}


def _day(value: Any) -> str | None:
    return None if value is None else str(value)


def _renamed(fault: FileFault, tables: Mapping[str, Sequence[Cells]], names: Mapping[str, str]) -> FileFault:
    several = len(tables.get(fault.place, ())) > 1
    return FileFault(
        place=names[fault.place],
        row=None if fault.row is None or not several else fault.row - 1,
        column=fault.column,
        value=fault.value,
        expected=fault.expected,
        advice=fault.advice,
    )
