"""Each party reads its own: an employer nothing of another's, also on a shared coach."""

from __future__ import annotations

import json

import pytest

from api.service.actor import Actor
from api.service.publishing.reading import (
    current_publication,
    journeys,
    publications,
    runs,
    shown_journeys,
    shown_publication,
    shown_run,
)
from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.store import DeniedError, NotFoundError
from tests.api.service.published import World, first_plan, second_plan


@pytest.fixture(name="publication")
def _publication(world: World) -> Publication:
    return world.publish(world.store(first_plan()))


def own_journeys(world: World, actor: Actor, publication: Publication) -> list[JourneySet]:
    with world.database.read(actor) as unit:
        return list(journeys(unit, publication.id, cursor=None, limit=50).items)


def own_runs(world: World, actor: Actor, publication: Publication) -> list[PublishedRun]:
    with world.database.read(actor) as unit:
        return list(runs(unit, publication.id, cursor=None, limit=50).items)


def test_an_employer_reads_its_own_journeys_and_nothing_of_the_other(world: World, publication: Publication) -> None:
    actor = world.employer("G")
    own = own_journeys(world, actor, publication)
    assert [row.demand_id for row in own] == [world.demands["N4"]]
    with pytest.raises(DeniedError):
        own_runs(world, actor, publication)
    told = json.dumps([shown_journeys(row, actor) for row in own], default=str)
    assert "2020-03-10 09:40" in told
    assert world.employers["E"] not in told
    assert "Engines" not in told
    assert '"headcount": 18' not in told
    with world.database.read(actor) as unit:
        shown = shown_publication(current_publication(unit, world.campaign_id), actor)
    assert (shown["totals"], shown["changed"]) == (None, None)


def test_a_carrier_reads_heads_by_stop_of_its_own_runs(world: World, publication: Publication) -> None:
    actor = world.carrier()
    own = own_runs(world, actor, publication)
    with pytest.raises(DeniedError):
        own_journeys(world, actor, publication)
    assert sorted(row.run_id for row in own) == ["R1", "R2", "R3"]
    told = json.dumps([shown_run(row, actor) for row in own], default=str)
    for secret in ("Engines", "Furnaces", *world.employers.values(), *world.demands.values()):
        assert secret not in told
    shared = next(shown_run(row, actor) for row in own if row.run_id == "R1")
    assert [(stop["board"], stop["alight"]) for stop in shared["stops"]] == [(18, 0), (0, 18)]
    assert (shared["duty"]["leaves"], shared["duty"]["returns"]) == ("2020-03-10 07:40", "2020-03-10 11:30")
    assert [(drive["from_site"], drive["to_site"]) for drive in shared["duty"]["empty_drives"]] == [
        ("Site D", "Site P"),
        ("Site W", "Site D"),
    ]
    assert shared["money"] is None


def test_an_escort_reads_the_run_in_hand(world: World, publication: Publication) -> None:
    actor = world.escort(world.run(publication, "R1"))
    own = own_runs(world, actor, publication)
    with pytest.raises(DeniedError):
        own_journeys(world, actor, publication)
    assert [row.run_id for row in own] == ["R1"]
    parties = shown_run(own[0], actor)["stops"][0]["parties"]
    assert {(party["employer"], party["headcount"]) for party in parties} == {("Engines", 10), ("Furnaces", 8)}


def test_the_bureau_reads_all(world: World, publication: Publication) -> None:
    reader = Actor(role="reader")
    assert (len(own_journeys(world, reader, publication)), len(own_runs(world, reader, publication))) == (4, 4)


def test_who_has_nothing_in_it_does_not_know_of_it(world: World, publication: Publication) -> None:
    for actor in (world.other_carrier(), Actor(role="employer", employer_id="0" * 26), world.escort()):
        with world.database.read(actor) as unit:
            assert publications(unit, world.campaign_id, cursor=None, limit=50).items == []
            with pytest.raises(NotFoundError):
                current_publication(unit, world.campaign_id)
            listed = journeys if actor.role == "employer" else runs
            with pytest.raises(NotFoundError):
                listed(unit, publication.id, cursor=None, limit=50)


def test_each_reads_the_changes_of_its_own(world: World, publication: Publication) -> None:
    newer = world.publish(world.store(second_plan()))
    changes = {}
    for name in ("E", "G"):
        with world.database.read(world.employer(name)) as unit:
            rows = journeys(unit, newer.id, changed=True, cursor=None, limit=50).items
        changes[name] = [(c["headcount"], c["changes"]) for row in rows for c in row.changes]
    assert changes == {"E": [(2, ["served"])], "G": [(8, ["time", "vehicle"])]}


def test_pages_go_on_where_they_ended(world: World, publication: Publication) -> None:
    with world.database.read(world.planner) as unit:
        first = journeys(unit, publication.id, cursor=None, limit=3)
        second = journeys(unit, publication.id, cursor=first.next, limit=3)
    assert len({row.id for row in (*first.items, *second.items)}) == 4
    assert second.next is None
