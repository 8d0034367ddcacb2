"""Regions, sites, limits and roads keep the rules of a scenario's files, each row for itself."""

from __future__ import annotations

import pytest

from api.service.campaigns.campaigns import create_campaign, step_campaign
from api.service.campaigns.demands import DemandForm, demand_of, demands, fill_ground, put_demand
from api.service.campaigns.ground import drop_ground, ground, ground_row, put_limit, put_region, put_roads, put_site
from api.service.campaigns.snapshots import build_snapshot
from api.service.campaigns.tables import CampaignLimit, CampaignRegion, CampaignSite
from api.service.store import ConflictError, Database, DeniedError, InvalidError, NotFoundError, StaleError
from tests.api.service.campaigns.bureau import FORM, PLANNER, READER, bureau, place, request

JINAN = {"region_id": "JN", "name": "历下区", "city": "济南市", "province": "山东省"}


def test_a_site_is_found_by_its_name_in_its_region(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        put_region(unit, campaign.id, JINAN)
        site = put_site(unit, campaign.id, {"name": "历下区", "kind": "workplace", "region_id": "JN"})
        assert (round(site.lat), round(site.lon), site.place_source) == (37, 117, "gazetteer")
        given = put_site(unit, campaign.id, {"name": "Gate 3", "kind": "workplace", "lat": 36.6, "lon": 117.1})
        assert given.place_source == "given"


def test_a_name_that_nobody_knows_is_told_with_what_looks_like_it(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        with pytest.raises(InvalidError) as told:
            put_site(unit, campaign.id, {"name": "历下县区", "kind": "workplace", "opens": "06:00", "dwell_min": -1})
        columns = {fault.column for fault in told.value.faults}
        assert columns >= {"lat", "lon", "dwell_min"}
        assert {fault.place for fault in told.value.faults} == {"site"}


def test_a_region_of_another_campaign_is_none_of_this_one(database: Database) -> None:
    with database.write(PLANNER) as unit:
        other, campaign = create_campaign(unit, FORM), create_campaign(unit, FORM)
        region = put_region(unit, other.id, JINAN)
        with pytest.raises(InvalidError) as told:
            put_site(unit, campaign.id, {"name": "历下区", "kind": "workplace", "region_id": "JN"})
        assert [fault.column for fault in told.value.faults] == ["region_id"]
        with pytest.raises(NotFoundError):
            ground_row(unit, CampaignRegion, campaign.id, region.id)


def test_rows_are_changed_against_their_version_and_keep_their_code(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        region = put_region(unit, campaign.id, JINAN)
        put_region(unit, campaign.id, {**JINAN, "risk": "high"}, region.id, 1)
        assert (region.risk, region.version) == ("high", 2)
        with pytest.raises(StaleError):
            put_region(unit, campaign.id, JINAN, region.id, 1)
        with pytest.raises(InvalidError, match="1 fault"):
            put_region(unit, campaign.id, {**JINAN, "region_id": "LX"}, region.id, 2)


def test_a_code_is_there_once(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        put_region(unit, campaign.id, JINAN)
    with pytest.raises(ConflictError), database.write(PLANNER) as unit:
        put_region(unit, campaign.id, JINAN)


def test_what_others_stand_on_is_not_deleted(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        sites = {row.code: row for row in ground(unit, CampaignSite, here.campaign.id, cursor=None, limit=50).items}
        for code in ("D1", "S1"):
            with pytest.raises(ConflictError, match="is needed by"):
                drop_ground(unit, CampaignSite, here.campaign.id, sites[code].id, None)
        free = put_site(unit, here.campaign.id, {"site_id": "X", "name": "开州区", "kind": "pickup"})
        drop_ground(unit, CampaignSite, here.campaign.id, free.id, None)
        put_site(unit, here.campaign.id, {"site_id": "X", "name": "万州区", "kind": "pickup"})


def test_a_limit_names_something_that_is_there(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        for scope in ("D1", "YC", "重庆市/重庆市", here.employer.id):
            put_limit(unit, here.campaign.id, {"scope": scope, "kind": "depart_per_day", "value": 60})
        with pytest.raises(InvalidError) as told:
            put_limit(unit, here.campaign.id, {"scope": "四川省/成都市", "kind": "leave", "value": -1})
        assert {fault.column for fault in told.value.faults} == {"scope", "kind", "value"}
        assert len(ground(unit, CampaignLimit, here.campaign.id, cursor=None, limit=50).items) == 4


def test_roads_are_put_as_a_whole(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        assert put_roads(unit, here.campaign.id, [("D1", "S1", 60, 55), ("S1", "D1", 61, 56)]) == 2
        assert put_roads(unit, here.campaign.id, [("D1", "S1", 59, 50)]) == 1
        links = build_snapshot(unit, here.campaign.id).problem.links
        assert [(link.from_id, link.to_id, link.km) for link in links] == [("D1", "S1", 59)]


def test_the_ground_takes_over_the_places_that_requests_name(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        found = fill_ground(unit, here.campaign.id)
        assert (len(found.regions), len(found.sites)) == (2, 3)
        assert fill_ground(unit, here.campaign.id) == type(found)(regions=(), sites=())
        built = build_snapshot(unit, here.campaign.id)
        assert built.warnings == ()
        assert {site.site_id for site in built.problem.sites} == {"D1", "S1", "S2", *found.sites}
        pickup = next(site for site in built.problem.sites if site.kind == "pickup" and site.name == "永川区")
        assert pickup.region_id == "YC"


def test_the_bureau_says_where_workers_board_and_how_long_they_are_observed(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        origin = here.request.origins[0]
        row = put_demand(unit, here.campaign.id, origin.id, DemandForm(pickup_id="S1", quarantine_nights=2), None)
        demand = build_snapshot(unit, here.campaign.id).problem.demand[origin.id]
        assert (demand.pickup_id, demand.quarantine_nights) == ("S1", 2)
        with pytest.raises(StaleError):
            put_demand(unit, here.campaign.id, origin.id, DemandForm(), row.version + 1)
        with pytest.raises(InvalidError) as told:
            put_demand(unit, here.campaign.id, origin.id, DemandForm(pickup_id="D1", workplace_id="S1"), None)
        assert [fault.column for fault in told.value.faults] == ["pickup_id", "workplace_id"]
        assert demand_of(unit, here.campaign.id, origin.id).id == row.id
        assert [item.id for item in demands(unit, here.campaign.id, cursor=None, limit=5).items] == [row.id]


def test_an_origin_of_another_campaign_is_none_of_this_one(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        other = create_campaign(unit, FORM)
        with pytest.raises(NotFoundError):
            put_demand(unit, other.id, here.request.origins[0].id, DemandForm(), None)


def test_a_place_that_nobody_knows_is_told_by_its_request(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        request(unit, here.campaign, here.employer, place("无此地方", "", ""))
        with pytest.raises(InvalidError):
            fill_ground(unit, here.campaign.id)


def test_nothing_of_a_closed_campaign_changes_and_readers_change_nothing(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
    with database.write(READER) as unit, pytest.raises(DeniedError):
        put_region(unit, campaign.id, JINAN)
    with database.write(PLANNER) as unit:
        step_campaign(unit, campaign.id, "closed", None)
        with pytest.raises(ConflictError, match="closed"):
            put_region(unit, campaign.id, JINAN)
