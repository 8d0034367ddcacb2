"""A plan goes by offers: what does not hold any more is found when it is published, and told before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from api.service.campaigns.offers import step_offer
from api.service.campaigns.snapshots import take_snapshot
from api.service.campaigns.tables import Offer
from api.service.publishing.offers_held import Lapsed, lapsed_of_plan
from api.service.publishing.publish import prepare, publish
from api.service.publishing.tables import Publication
from api.service.store import ConflictError
from api.service.store.tables import AuditEntry
from tests.api.service.over_http import OverHttp
from tests.api.service.published import World, first_plan, second_plan
from tests.api.service.published import world as another

TRAIN_RIDERS = 5


def offer_of(world: World, mode: str) -> str:
    """The first offer of a mode; of coaches that of the depot D."""
    with world.database.read(world.planner) as unit:
        offers = unit.session.scalars(select(Offer).where(Offer.campaign_id == world.campaign_id).order_by(Offer.id))
        return next(offer.id for offer in offers if offer.mode == mode)


def change(world: World, offer_id: str, **columns: object) -> None:
    with world.database.write(world.planner) as unit:
        offer = unit.session.get_one(Offer, offer_id)
        for name, value in columns.items():
            setattr(offer, name, value)


def told(world: World, plan_id: str) -> list[Lapsed]:
    with world.database.read(world.planner) as unit:
        return lapsed_of_plan(unit, plan_id)


def ago(**time: float) -> datetime:
    return datetime.now(UTC) - timedelta(**time)


def publish_despite(world: World, plan_id: str) -> Publication:
    with world.database.read(world.planner) as unit:
        prepared = prepare(unit, world.campaign_id, plan_id)
    with world.database.write(world.planner) as unit:
        return publish(unit, prepared, despite_offers=True)


def test_a_plan_whose_offers_hold_is_published(world: World) -> None:
    change(world, offer_of(world, "train"), min_size=TRAIN_RIDERS)
    plan_id = world.store(first_plan())
    assert told(world, plan_id) == []
    assert world.publish(plan_id).plan_id == plan_id


def test_a_train_with_fewer_workers_than_its_smallest_size_is_found(world: World) -> None:
    train = offer_of(world, "train")
    change(world, train, min_size=TRAIN_RIDERS + 1)
    plan_id = world.store(first_plan())
    with pytest.raises(ConflictError, match=rf"K1 \({train}\): it wants 6 workers at least and 5 ride: agree"):
        world.publish(plan_id)
    assert [(found.offer_id, found.lapse) for found in told(world, plan_id)] == [(train, "below_min_size")]


def withdrawn(world: World, offer_id: str) -> None:
    with world.database.write(world.planner) as unit:
        step_offer(unit, offer_id, "withdrawn", None)


def declined(world: World, offer_id: str) -> None:
    with world.database.write(world.planner) as unit:
        step_offer(unit, offer_id, "declined", None)


def deleted(world: World, offer_id: str) -> None:
    change(world, offer_id, deleted_at=ago(minutes=1))


def offered_anew_and_expired(world: World, offer_id: str) -> None:
    change(world, offer_id, state="offered", expires_at=ago(minutes=1))


@pytest.mark.parametrize("mode", ["train", "coach"])
@pytest.mark.parametrize(
    ("becomes", "state"),
    [(withdrawn, "withdrawn"), (declined, "declined"), (deleted, "withdrawn"), (offered_anew_and_expired, "expired")],
)
def test_an_offer_that_is_no_longer_accepted_is_found(
    world: World, mode: str, becomes: Callable[[World, str], None], state: str
) -> None:
    plan_id, offer_id = world.store(first_plan()), offer_of(world, mode)
    becomes(world, offer_id)
    with pytest.raises(ConflictError, match=rf"\({offer_id}\): it is {state} by now: accept it again"):
        world.publish(plan_id)


def test_an_accepted_offer_that_runs_out_before_it_is_booked_is_found(world: World) -> None:
    train, plan_id = offer_of(world, "train"), world.store(first_plan())
    change(world, train, expires_at=datetime(2020, 3, 1, 4, tzinfo=UTC))
    with pytest.raises(ConflictError, match="it ran out at 2020-03-01 12:00: ask its carrier"):
        world.publish(plan_id)


@pytest.mark.parametrize("mode", ["train", "coach"])
def test_what_was_published_in_time_is_booked_and_does_not_run_out(world: World, mode: str) -> None:
    world.publish(world.store(first_plan()))
    change(world, offer_of(world, mode), expires_at=datetime.now(UTC))
    second = world.store(second_plan())
    assert told(world, second) == []
    assert world.publish(second).plan_id == second


def test_a_publication_after_it_ran_out_books_nothing(world: World) -> None:
    change(world, offer_of(world, "train"), expires_at=ago(days=1))
    publish_despite(world, world.store(first_plan()))
    assert [found.lapse for found in told(world, world.store(second_plan()))] == ["expired"]


def test_coaches_that_another_offer_has_as_well_may_go(world: World) -> None:
    """Two of the bureau's offers are the same coaches at the same depot: the plan needs one of them only."""
    first = offer_of(world, "coach")
    with world.database.write(world.planner) as unit:
        for offer in unit.session.scalars(select(Offer).where(Offer.mode == "coach")):
            offer.carrier_id = None
        there = unit.session.get_one(Offer, first)
        left_out = ("id", "created_at", "created_by", "changed_at", "version")
        cells = {c.name: getattr(there, c.name) for c in Offer.__table__.columns if c.name not in left_out}
        unit.add(Offer(**cells | {"name": "the same again"}))
        unit.session.flush()
        snapshot = take_snapshot(unit, world.campaign_id)
    here = replace(world, snapshot_id=snapshot.id, types=dict.fromkeys(world.types, "BIG"))
    plan_id = here.store(first_plan())
    withdrawn(here, first)
    assert told(here, plan_id) == []
    with here.database.write(here.planner) as unit:
        again = unit.session.scalars(select(Offer).where(Offer.name == "the same again")).one()
        again.count = 1
    assert [(found.offer_id, found.lapse) for found in told(here, plan_id)] == [(first, "not_accepted")]


def test_the_bureau_may_publish_all_the_same_and_the_log_says_so(world: World) -> None:
    train, plan_id = offer_of(world, "train"), world.store(first_plan())
    withdrawn(world, train)
    publication = publish_despite(world, plan_id)
    with world.database.read(world.planner) as unit:
        [entry] = unit.session.scalars(select(AuditEntry).where(AuditEntry.action == "despite_offers"))
        assert (entry.row_id, entry.after) == (publication.id, {train: "not_accepted"})


def test_over_http_the_summary_tells_it_and_publishing_asks(over_http: OverHttp) -> None:
    world = another(over_http.database)
    plan_id, train = world.store(first_plan()), offer_of(world, "train")
    planner = over_http.signed_in("planner")
    summary, publications = f"/api/v1/plans/{plan_id}/summary", f"/api/v1/campaigns/{world.campaign_id}/publications"
    titles = [table["title"] for table in planner.get(summary).json()["tables"]]
    assert "Offers that do not hold any more" not in titles
    withdrawn(world, train)
    table = planner.get(summary).json()["tables"][0]
    assert table["title"] == "Offers that do not hold any more"
    assert [row[:2] for row in table["rows"]] == [["K1", train]]
    table = planner.get(f"{summary}?lang=zh").json()["tables"][0]
    assert table["rows"][0][2].startswith("现为“已撤回”")
    assert over_http.signed_in("carrier").get(summary).status_code == 404
    refused = planner.post(publications, json={"plan_id": plan_id})
    assert refused.status_code == 409
    assert "Maybe settle it with the carriers" in refused.json()["detail"]
    assert planner.post(publications, json={"plan_id": plan_id, "despite_offers": True}).status_code == 201
