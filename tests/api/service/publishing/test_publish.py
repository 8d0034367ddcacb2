"""One plan of a campaign is published; a newer one replaces it, and everybody can read what changes for their own."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.service.publishing.publish import current, prepare, publish
from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.requests.tables import Request
from api.service.store import ConflictError, DeniedError, NotFoundError, StaleError, Unit
from tests.api.service.published import World, first_plan, second_plan
from tests.api.service.published import world as another


def journeys(world: World, publication: Publication) -> dict[str, JourneySet]:
    names = {value: key for key, value in world.demands.items()}
    with world.database.read(world.planner) as unit:
        rows = unit.session.scalars(select(JourneySet).where(JourneySet.publication_id == publication.id))
        return {names[row.demand_id]: row for row in rows}


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_published_plan_has_every_demand_and_every_run(world: World) -> None:
    publication = world.publish(world.store(first_plan()))
    rows = journeys(world, publication)
    assert {name: (row.headcount, row.served) for name, row in rows.items()} == {
        "N1": (10, 10),
        "N2": (5, 5),
        "N3": (3, 0),
        "N4": (8, 8),
    }
    (itinerary,) = rows["N2"].itineraries
    assert (itinerary["places"], itinerary["departs"], itinerary["arrives"]) == (
        "1-5",
        "2020-03-10 08:00",
        "2020-03-10 13:10",
    )
    assert [leg["mode"] for leg in itinerary["legs"]] == ["coach", "train", "coach"]
    assert rows["N3"].unserved[0]["reason"] == "no_vehicle"
    run = world.run(publication, "R1")
    assert run.carrier_id == world.carrier_id
    assert (run.riders, run.standby, run.heads) == (18, 2, {world.employers["E"]: 10, world.employers["G"]: 8})
    assert world.run(publication, "R4").carrier_id is None
    assert publication.totals["served"] == 23
    assert publication.changed == {}


def test_the_money_of_the_runs_is_that_of_the_plan(world: World) -> None:
    publication = world.publish(world.store(first_plan()))
    with world.database.read(world.planner) as unit:
        money = unit.session.scalar(select(func.sum(PublishedRun.money)))
    assert money == pytest.approx(4150.0)
    assert sum(publication.totals["money"].values()) == pytest.approx(4150.0)


def test_published_twice_is_published_once(world: World) -> None:
    plan_id = world.store(first_plan())
    assert world.publish(plan_id).id == world.publish(plan_id).id
    with world.database.read(world.planner) as unit:
        assert count(unit.session, Publication) == 1


def test_a_newer_plan_replaces_it_with_the_fewest_changes(world: World) -> None:
    first = world.publish(world.store(first_plan()))
    second = world.publish(world.store(second_plan()))
    assert second.supersedes_id == first.id
    with world.database.read(world.planner) as unit:
        there = current(unit, world.campaign_id)
        assert there is not None
        assert there.id == second.id
        assert unit.session.get_one(Publication, first.id).superseded_at is not None
    told = {
        name: [(change["places"], change["changes"]) for change in row.changes]
        for name, row in journeys(world, second).items()
    }
    assert told == {"N1": [], "N2": [], "N3": [("1-2", ["served"])], "N4": [("1-8", ["time", "vehicle"])]}
    assert second.changed == {"places": 10, "served": 2, "time": 8, "vehicle": 8}


def test_a_coach_keeps_its_name_though_the_plan_calls_it_otherwise(world: World) -> None:
    first = world.publish(world.store(first_plan()))
    second = world.publish(world.store(second_plan()))
    assert world.run(first, "R1").vehicle == world.run(second, "X1").vehicle == "V1"
    assert world.run(second, "X5").vehicle == "C1"
    assert world.run(second, "X1").replaces_id == world.run(first, "R1").id
    assert world.run(second, "X5").replaces_id is None


def test_back_to_the_first_plan_is_a_new_publication(world: World) -> None:
    plan_id = world.store(first_plan())
    first = world.publish(plan_id)
    world.publish(world.store(second_plan()))
    third = world.publish(plan_id)
    assert third.id != first.id
    assert third.changed == {"places": 10, "time": 8, "unserved": 2, "vehicle": 8}


def test_requests_are_planned_where_somebody_travels(world: World) -> None:
    world.publish(world.store(first_plan()))
    with world.database.read(world.planner) as unit:
        states = dict(unit.session.execute(select(Request.employer_id, Request.state)).all())
    assert states == {world.employers["E"]: "planned", world.employers["G"]: "planned"}


def test_only_a_plan_of_the_campaign(world: World) -> None:
    other = another(world.database)
    plan_id = other.store(first_plan())
    with world.database.read(world.planner) as unit, pytest.raises(ConflictError, match="of no snapshot of campaign"):
        prepare(unit, world.campaign_id, plan_id)


def test_only_the_bureau_publishes(world: World) -> None:
    plan_id = world.store(first_plan())
    for actor in (world.employer("E"), world.carrier()):
        with world.database.read(actor) as unit, pytest.raises(DeniedError):
            prepare(unit, world.campaign_id, plan_id)


def test_no_such_plan(world: World) -> None:
    with world.database.read(world.planner) as unit, pytest.raises(NotFoundError):
        prepare(unit, world.campaign_id, "0" * 26)


def test_what_was_prepared_before_another_was_published_is_stale(world: World) -> None:
    first, second = world.store(first_plan()), world.store(second_plan())
    with world.database.read(world.planner) as unit:
        late = prepare(unit, world.campaign_id, second)
    world.publish(first)
    with pytest.raises(StaleError), world.database.write(world.planner) as unit:
        publish(unit, late)


def test_the_database_itself_allows_one_current_publication(world: World) -> None:
    publication = world.publish(world.store(first_plan()))

    def twice(unit: Unit) -> None:
        unit.add(
            Publication(
                campaign_id=world.campaign_id,
                plan_id=publication.plan_id,
                supersedes_id=None,
                superseded_at=None,
                timezone="Asia/Shanghai",
                currency="CNY",
                totals={},
                changed={},
            )
        )

    with pytest.raises(ConflictError), world.database.write(world.planner) as unit:
        twice(unit)
