"""A snapshot is what can be planned and nothing else, for ever; two of them tell what became different."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from api.service.actor import Actor
from api.service.campaigns.campaigns import change_campaign, create_campaign
from api.service.campaigns.demands import fill_ground
from api.service.campaigns.differing import difference
from api.service.campaigns.ground import put_limit, put_site
from api.service.campaigns.offers import OfferForm, create_offer, step_offer
from api.service.campaigns.snapshots import (
    build_snapshot,
    load_problem,
    load_scenario,
    load_sources,
    snapshot_of,
    snapshots,
    take_snapshot,
)
from api.service.campaigns.tables import Snapshot
from api.service.store import ConflictError, Database, DeniedError, InvalidError, NotFoundError
from optimizer.clock import show_minute
from scenarios import canonical, digest
from tests.api.service.campaigns.bureau import (
    COACHES,
    FORM,
    PLANNER,
    READER,
    TRAIN,
    Bureau,
    bureau,
    carrier,
    employer,
    in_days,
    offer,
    place,
    request,
)


def test_a_snapshot_holds_checked_requests_accepted_offers_ground_and_rules(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        problem = load_problem(unit, take_snapshot(unit, here.campaign.id).id)
        origins = [origin.id for origin in here.request.origins]
    assert problem.settings.name == FORM.name
    assert problem.settings.mixing_risk is False
    assert [demand.demand_id for demand in problem.demands] == origins
    demand = problem.demands[0]
    assert (demand.employer_id, demand.headcount, show_minute(demand.due)) == (here.employer.id, 20, "2020-03-12 22:00")
    assert problem.site[demand.pickup_id].name == "永川区"
    assert problem.region[problem.site[demand.pickup_id].region_id or ""].risk == "medium"
    assert problem.site[demand.workplace_id].kind == "workplace"
    assert [(row.depot_id, row.type_id, row.count) for row in problem.fleet] == [("D1", "C49", 4)]
    assert [service.service_id for service in problem.services] == [here.offers["train"].id]
    assert {cap.mode for cap in problem.caps} == {"coach", "train", "carriage", "flight"}


def test_a_depot_by_name_alone_is_at_home_in_its_town(database: Database) -> None:
    """Else coach.home_end would let no coach leave from it, and nobody would travel."""
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        built = build_snapshot(unit, here.campaign.id)
    depot = built.problem.site["D1"]
    assert built.problem.settings.coach_home_end is True
    assert (depot.region_id, built.problem.region["YC"].city) == ("YC", "重庆市")
    assert not [notice for notice in built.warnings if notice.place == "sites"]


def test_a_depot_in_a_town_that_is_new_is_in_the_ground_with_it(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        put_site(unit, here.campaign.id, {"site_id": "D2", "name": "兴文县", "kind": "depot"})
        found = fill_ground(unit, here.campaign.id)
        built = build_snapshot(unit, here.campaign.id)
    assert "region-511528" in found.regions
    assert built.problem.site["D2"].region_id == "region-511528"
    assert built.warnings == ()


def test_a_depot_without_a_town_is_told_where_coaches_need_one(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        put_site(
            unit, here.campaign.id, {"site_id": "D2", "name": "Our yard", "kind": "depot", "lat": 29.4, "lon": 105.9}
        )
        offer(unit, here.campaign, terms={"type_id": "C33", "depot_id": "D2"}, name="From the yard")
        told = [notice.text for notice in build_snapshot(unit, here.campaign.id).warnings if notice.place == "sites"]
        free = replace(FORM, overrides={"settings.coach.home_end": False})
        change_campaign(unit, here.campaign.id, free, None)
        untold = [n for n in build_snapshot(unit, here.campaign.id).warnings if n.place == "sites"]
    assert told == ["no region, so no coach may leave from there under coach.home_end: D2. Maybe give them one."]
    assert untold == []


def test_quarantine_follows_the_risk_of_where_workers_come_from(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        problem = build_snapshot(unit, here.campaign.id).problem
        assert [demand.quarantine_nights for demand in problem.demands] == [14, 0]


def test_a_request_that_is_not_checked_stays_out(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        for state in ("draft", "submitted", "returned", "withdrawn", "closed"):
            request(unit, here.campaign, employer(unit, "Another firm"), state=state)
        assert len(build_snapshot(unit, here.campaign.id).problem.demands) == 2


def test_who_has_travelled_can_be_left_out(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        here.request.state = "travelling"
        here.request.origins[0].state = "arrived"
        unit.session.flush()
        assert len(build_snapshot(unit, here.campaign.id).problem.demands) == 2
        left = build_snapshot(unit, here.campaign.id, travelled=False).problem.demands
        assert [demand.demand_id for demand in left] == [here.request.origins[1].id]


def test_an_offer_that_is_not_accepted_never_enters(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        before = build_snapshot(unit, here.campaign.id)
        for state in ("offered", "declined", "withdrawn"):
            offer(unit, here.campaign, state=state)
            offer(unit, here.campaign, "flight", state=state)
        assert build_snapshot(unit, here.campaign.id).text == before.text


def test_an_expired_offer_never_enters(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        before = build_snapshot(unit, here.campaign.id)
        form = OfferForm(mode="train", name="late", terms=TRAIN, expires_at=in_days(unit, 1))
        row = create_offer(unit, here.campaign.id, form)
        later = replace(unit, now=in_days(unit, 2))
        with pytest.raises(ConflictError):
            step_offer(later, row.id, "accepted", None)
        assert build_snapshot(later, here.campaign.id).text == before.text


def test_a_smallest_size_buys_as_many_units(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = offer(unit, here.campaign, "flight", terms={"unit_seats": 180, "max_units": 3, "min_size": 200})
        service = build_snapshot(unit, here.campaign.id).problem.service[row.id]
        assert service.min_units == 2
        assert load_sources(unit, take_snapshot(unit, here.campaign.id).id).min_sizes == {row.id: 200}


def test_the_same_content_is_the_same_snapshot(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        first = take_snapshot(unit, here.campaign.id)
    with database.write(PLANNER) as unit:
        assert take_snapshot(unit, here.campaign.id).id == first.id
        offer(unit, here.campaign, terms={"count": 1})
        second = take_snapshot(unit, here.campaign.id)
        assert second.sha256 != first.sha256
        assert unit.session.scalar(select(func.count()).select_from(Snapshot)) == 2
        found = snapshots(unit, here.campaign.id, cursor=None, limit=9).items
        assert [row.id for row in found] == [second.id, first.id]


def test_another_offer_of_the_same_coaches_is_another_snapshot_of_the_same_scenario(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        first = take_snapshot(unit, here.campaign.id)
        step_offer(unit, here.offers["coach"].id, "withdrawn", None)
        again = offer(unit, here.campaign)
        second = take_snapshot(unit, here.campaign.id)
        assert (first.sha256, first.id != second.id) == (second.sha256, True)
        assert load_sources(unit, second.id).offers_of_coaches("D1", "C49") == (again.id,)


def test_it_is_kept_under_the_hash_of_its_canonical_form(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = take_snapshot(unit, here.campaign.id)
        problem = load_problem(unit, row.id)
        assert row.sha256 == digest(problem)
        assert zlib.decompress(row.content).decode() == canonical(problem)
        assert row.counts["workers"] == 40


def test_it_never_changes(database: Database) -> None:
    with database.write(PLANNER) as unit:
        row_id = take_snapshot(unit, bureau(unit).campaign.id).id
    with pytest.raises(RuntimeError, match="never change"), database.write(PLANNER) as unit:
        snapshot_of(unit, row_id).sha256 = "0" * 64
    with pytest.raises(RuntimeError, match="never change"), database.write(PLANNER) as unit:
        unit.session.delete(snapshot_of(unit, row_id))


def test_whom_to_call_stays_out(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = take_snapshot(unit, here.campaign.id)
        inside = zlib.decompress(row.content).decode() + zlib.decompress(row.sources).decode()
    assert "山东建工" in inside
    assert "王经理" not in inside
    assert "13800001111" not in inside


def test_every_fault_names_its_request_or_offer_and_the_field(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        wrong = {**place("无此地方", "", ""), "headcount": None, "due": "2020-03-09 08:00"}
        asked = request(unit, here.campaign, employer(unit, "一号公司"), wrong)
        here.offers["train"].stops = [{"site_id": "S1", "arrival": None, "departure": "2020-03-11 12:07"}]
        put_limit(unit, here.campaign.id, {"limit_id": "L", "scope": "D1", "kind": "depart_per_day", "value": 1})
        with pytest.raises(InvalidError) as told:
            build_snapshot(unit, here.campaign.id)
        found = {(fault.place.partition(" (")[0], fault.column) for fault in told.value.faults}
    assert (f"request {asked.id}", "headcount") in found
    assert (f"request {asked.id}", "due") in found
    assert ("pickup '无此地方' of a request", "lat") in found
    assert (f"offer {here.offers['train'].id}", "service_id") in found
    assert any("一号公司" in fault.place and "无此地方" in fault.place for fault in told.value.faults)


def test_a_campaign_without_a_checked_request_has_nothing_to_plan(database: Database) -> None:
    with database.write(PLANNER) as unit, pytest.raises(ConflictError, match="no checked request"):
        take_snapshot(unit, create_campaign(unit, FORM).id)


def test_a_limit_of_the_campaign_goes_before_the_profiles(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        before = {limit.limit_id: limit.value for limit in build_snapshot(unit, here.campaign.id).problem.limits}
        assert len([name for name in before if name.startswith("health-desk:")]) == 2
        assert before["arrivals:山东省/济南市"] == 600
        limit = {"limit_id": "JN", "scope": "山东省/济南市", "kind": "arrive_per_day", "value": 40}
        with pytest.raises(InvalidError):
            put_limit(unit, here.campaign.id, limit)
        limit["scope"] = "YC"
        put_limit(unit, here.campaign.id, {**limit, "kind": "depart_per_day"})
        after = {limit.limit_id for limit in build_snapshot(unit, here.campaign.id).problem.limits}
        assert after == {*before, "JN"}


def test_a_carriers_coaches_are_a_type_of_its_own(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        one, other = carrier(unit), carrier(unit, "Fuling Coaches")
        mine = [
            offer(unit, here.campaign, carrier_id=actor.carrier_id, terms={"count": count})
            for actor, count in ((one, 2), (one, 3), (other, 1))
        ]
        row = take_snapshot(unit, here.campaign.id)
        sources, problem = load_sources(unit, row.id), load_problem(unit, row.id)
        owners = {kind.type_id: sources.carriers_of_types[kind.type_id] for kind in problem.vehicle_types}
        assert sorted(owners.values(), key=str) == sorted([None, one.carrier_id, other.carrier_id], key=str)
        of_one = next(name for name, owner in owners.items() if owner == one.carrier_id)
        assert sources.offers_of_coaches("D1", of_one) == (mine[0].id, mine[1].id)


def test_a_difference_names_requests_offers_and_rules(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        first = take_snapshot(unit, here.campaign.id)
        here.request.origins[0].headcount = 25
        added = request(unit, here.campaign, here.employer, place("开州区", "重庆市", "重庆市"))
        step_offer(unit, here.offers["train"].id, "withdrawn", None)
        change_campaign(unit, here.campaign.id, replace(FORM, overrides={"settings.driving.max_drivers": 2}), None)
        second = take_snapshot(unit, here.campaign.id)
        found = difference(unit, first.id, second.id)
        told = {(change.what, change.change, change.id) for change in found.changes}
        assert ("request", "changed", here.request.id) in told
        assert ("request", "added", added.id) in told
        assert ("offer", "removed", here.offers["train"].id) in told
        assert ("rule", "changed", "driving.max_drivers") in told
        changed = next(change for change in found.changes if (change.what, change.change) == ("request", "changed"))
        assert changed.fields == (("headcount", 20, 25),)
        assert difference(unit, first.id, first.id).changes == ()


def test_a_snapshot_loads_as_every_file_does(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        scenario = load_scenario(unit, take_snapshot(unit, here.campaign.id).id)
        assert scenario.warnings == ()
        assert json.loads(canonical(scenario.problem))["scenario"]["currency"] == "CNY"


def test_regions_without_a_risk_are_told(database: Database) -> None:
    with database.write(PLANNER) as unit:
        warnings = take_snapshot(unit, bureau(unit).campaign.id).warnings
    assert ["江津区" in str(warning["text"]) for warning in warnings] == [True]


def test_who_may_see_snapshots(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = take_snapshot(unit, here.campaign.id)
        one = carrier(unit)
    with database.write(READER) as unit:
        assert snapshot_of(unit, row.id).sha256 == row.sha256
        with pytest.raises(DeniedError):
            take_snapshot(unit, here.campaign.id)
    for actor in (one, Actor(role="employer", employer_id=here.employer.id), Actor(role="escort")):
        with database.read(actor) as unit, pytest.raises(NotFoundError):
            snapshot_of(unit, row.id)


def test_the_order_in_which_it_was_entered_changes_nothing(database: Database) -> None:
    def ends(made: Bureau, terms: list[dict[str, Any]]) -> str:
        for changed in terms:
            offer(unit, made.campaign, terms=changed)
        problem = build_snapshot(unit, made.campaign.id).problem
        return str(problem.fleet)

    with database.write(PLANNER) as unit:
        two = [{"count": 1}, {**COACHES, "count": 2, "from": "2020-03-11"}]
        assert ends(bureau(unit), two) == ends(bureau(unit), two[::-1])
