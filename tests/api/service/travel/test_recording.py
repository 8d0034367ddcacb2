"""What happened on a run is recorded: late, twice, corrected; what plan and standby do not allow needs a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from api.service.accounts.tables import EscortRun
from api.service.actor import Actor
from api.service.campaigns.snapshots import take_snapshot
from api.service.publishing.tables import JourneySet, Publication
from api.service.requests.tables import Request
from api.service.store import DeniedError, NotFoundError
from api.service.travel.progress import Progress, progress
from api.service.travel.recording import Entry, Outcome, record, records_of
from api.service.travel.tables import RunRecord
from api.service.travel.tally import tally
from tests.api.service.published import World, assign, clock, first_plan, second_plan, stored


@pytest.fixture(name="publication")
def _publication(world: World) -> Publication:
    return world.publish(world.store(first_plan()))


def entry(world: World, name: str, kind: str, heads: int, at: str = "08:00", seq: int = 1, **more: object) -> Entry:
    given: dict[str, object] = {"demand_id": world.demands["N1"], **more}
    return Entry(client_id=name, kind=kind, headcount=heads, happened_at=clock(at), seq=seq, **given)  # type: ignore[arg-type]


def send(
    world: World, publication: Publication, *entries: Entry, run: str = "R1", actor: Actor | None = None
) -> list[Outcome]:
    there = world.run(publication, run)
    with world.database.write(actor or world.escort(there)) as unit:
        return record(unit, there.id, entries)


def holds(world: World, publication: Publication, run: str = "R1") -> dict[str, int]:
    there = world.run(publication, run)
    with world.database.read(world.planner) as unit:
        counted = tally(records_of(unit, there))
    return {
        kind: sum(getattr(counted, kind).values())
        for kind in ("boarded", "no_show", "rejected", "delivered")
        if sum(getattr(counted, kind).values())
    }


def test_everybody_is_accounted_for(world: World, publication: Publication) -> None:
    outcomes = send(
        world,
        publication,
        entry(world, "a1", "boarded", 8),
        entry(world, "a2", "no_show", 1),
        entry(world, "a3", "rejected", 1, reason="38.2 °C"),
        entry(world, "a4", "delivered", 8, "09:40", seq=2),
    )
    assert [outcome.status for outcome in outcomes] == ["stored"] * 4
    assert holds(world, publication) == {"boarded": 8, "no_show": 1, "rejected": 1, "delivered": 8}


def test_sent_again_it_is_there_once(world: World, publication: Publication) -> None:
    send(world, publication, entry(world, "a1", "boarded", 8))
    assert [o.status for o in send(world, publication, entry(world, "a1", "boarded", 8))] == ["there"]
    (other,) = send(world, publication, entry(world, "a1", "boarded", 9))
    assert (other.status, other.refusal) == (
        "refused",
        "Another record is called a1. Maybe correct it under a new name.",
    )
    assert holds(world, publication) == {"boarded": 8}


def test_in_the_order_in_which_it_happened(world: World, publication: Publication) -> None:
    """The device sends what it has, the newest first."""
    outcomes = send(
        world, publication, entry(world, "a2", "delivered", 10, "09:40", seq=2), entry(world, "a1", "boarded", 10)
    )
    assert [(o.client_id, o.status) for o in outcomes] == [("a2", "stored"), ("a1", "stored")]


def test_a_correction_keeps_what_it_corrects(world: World, publication: Publication) -> None:
    send(world, publication, entry(world, "a1", "boarded", 10))
    send(world, publication, entry(world, "a2", "boarded", 9, corrects="a1"))
    assert holds(world, publication) == {"boarded": 9}
    with world.database.read(world.planner) as unit:
        assert unit.session.scalar(select(func.count()).select_from(RunRecord)) == 2
    (twice,) = send(world, publication, entry(world, "a3", "boarded", 8, corrects="a1"))
    assert twice.refusal == "The record a1 is corrected already. Maybe correct the newer one."
    send(world, publication, entry(world, "a4", "boarded", 0, corrects="a2"))
    assert holds(world, publication) == {}


def test_seats_on_standby_may_be_filled_and_no_more_without_a_reason(world: World, publication: Publication) -> None:
    """Twenty seats, eighteen planned: two are on standby."""
    assert [o.status for o in send(world, publication, entry(world, "a1", "boarded", 12))] == ["stored"]
    (refused,) = send(world, publication, entry(world, "a2", "boarded", 1))
    assert refused.refusal == (
        "3 workers more than planned came to board, 2 seats are on standby. Maybe give the reason, if it is so."
    )
    (stored,) = send(world, publication, entry(world, "a2", "boarded", 1, reason="An infant on the lap"))
    assert stored.status == "stored"
    (fewer,) = send(world, publication, entry(world, "a3", "boarded", 11, corrects="a1"))
    assert fewer.status == "stored", "a correction towards the plan needs no reason"


def test_nobody_is_delivered_who_did_not_board(world: World, publication: Publication) -> None:
    send(world, publication, entry(world, "a1", "boarded", 9))
    (refused,) = send(world, publication, entry(world, "a2", "delivered", 10, "09:40", seq=2))
    assert "10 workers of demand" in str(refused.refusal)
    assert [o.status for o in send(world, publication, entry(world, "a3", "delivered", 9, "09:40", seq=2))] == [
        "stored"
    ]


def test_a_broken_record_is_refused_and_the_others_are_kept(world: World, publication: Publication) -> None:
    nobody = "0" * 26
    broken: dict[str, tuple[dict[str, object], str]] = {
        "stop": ({"seq": 7}, "The run has no stop 7. Maybe one of 1 to 2."),
        "demand": ({"demand_id": nobody}, f"Nobody of demand {nobody} is on this run. Maybe the run is another one."),
        "reason": ({"kind": "rejected"}, "A rejected worker needs the reason why. Maybe say what was found."),
        "nobody": ({"headcount": 0}, "A record of nobody says nothing. Maybe it corrects another one."),
        "older": ({"corrects": "a0"}, "There is no record a0 of this run. Maybe send that one first."),
        "worker": ({"worker_id": nobody}, f"There is no worker {nobody} in demand"),
        "future": ({"happened_at": datetime.fromisoformat("2999-01-01T00:00:00+00:00")}, "which is still to come"),
    }
    fine = entry(world, "fine", "boarded", 5)
    plain = {name: getattr(fine, name) for name in Entry.__slots__}
    odd = [Entry(**{**plain, "client_id": name, **change}) for name, (change, _) in broken.items()]
    *refused, kept = send(world, publication, *odd, fine)
    for outcome in refused:
        assert outcome.status == "refused"
        assert broken[outcome.client_id][1] in str(outcome.refusal)
    assert kept.status == "stored"
    assert holds(world, publication) == {"boarded": 5}


def test_times_of_the_event_of_the_note_and_of_its_coming(world: World, publication: Publication) -> None:
    noted = clock("08:20")
    (outcome,) = send(world, publication, entry(world, "a1", "boarded", 5, noted_at=noted))
    assert outcome.record is not None
    assert (outcome.record.happened_at, outcome.record.noted_at) == (clock("08:00"), noted)
    assert outcome.record.created_at - clock("08:00") > timedelta(days=365)


def test_requests_travel_and_arrive(world: World, publication: Publication) -> None:
    def states() -> dict[str, str]:
        with world.database.read(world.planner) as unit:
            rows = unit.session.execute(select(Request.employer_id, Request.state)).all()
        return {name: dict(rows)[world.employers[name]] for name in ("E", "G")}  # type: ignore[arg-type]

    whole = {"demand_id": world.demands["N4"]}
    send(world, publication, entry(world, "g1", "boarded", 7, **whole))
    assert states() == {"E": "planned", "G": "travelling"}
    send(world, publication, entry(world, "g2", "delivered", 7, "09:40", seq=2, **whole))
    assert states() == {"E": "planned", "G": "travelling"}, "of the eight one is not accounted for"
    send(world, publication, entry(world, "g3", "no_show", 1, **whole))
    assert states() == {"E": "planned", "G": "arrived"}
    send(world, publication, entry(world, "g4", "delivered", 6, "09:40", seq=2, corrects="g2", **whole))
    assert states() == {"E": "planned", "G": "travelling"}


def test_a_change_on_the_way_is_no_begin_and_no_end(world: World, publication: Publication) -> None:
    five = {"demand_id": world.demands["N2"]}
    send(world, publication, entry(world, "n1", "boarded", 5, **five), run="R2")
    send(world, publication, entry(world, "n2", "delivered", 5, "08:10", seq=2, **five), run="R2")
    send(world, publication, entry(world, "n3", "boarded", 4, "09:00", **five), run="R4")
    send(world, publication, entry(world, "n4", "no_show", 1, "09:00", **five), run="R4")
    send(world, publication, entry(world, "n5", "delivered", 4, "12:00", seq=2, **five), run="R4")
    send(world, publication, entry(world, "n6", "boarded", 4, "13:00", **five), run="R3")
    send(world, publication, entry(world, "n7", "delivered", 4, "13:10", seq=2, **five), run="R3")
    with world.database.read(world.planner) as unit:
        found = progress(unit, world.campaign_id, [world.demands["N2"]])
    assert found == {world.demands["N2"]: Progress(boarded=5, lost=1, delivered=4)}


def test_who_may_record(world: World, publication: Publication) -> None:
    there = world.run(publication, "R1")
    one = entry(world, "a1", "boarded", 1)
    other_run = world.escort(world.run(publication, "R2"))
    for actor, error in (
        (other_run, NotFoundError),
        (world.employer("E"), NotFoundError),
        (world.carrier(), DeniedError),
        (world.other_carrier(), NotFoundError),
    ):
        with pytest.raises(error), world.database.write(actor) as unit:
            record(unit, there.id, [one])
    assert [o.status for o in send(world, publication, one, actor=world.planner)] == ["stored"]


def test_who_is_under_way_stays_so_when_a_newer_plan_leaves_them_out(world: World, publication: Publication) -> None:
    """A snapshot without those who travel: their journeys, run, records and escort go on as they were."""
    before = world.run(publication, "R1")
    escort = assign(world, before)
    send(world, publication, entry(world, "g1", "boarded", 8, demand_id=world.demands["N4"]), actor=escort)
    with world.database.write(world.planner) as unit:
        snapshot = take_snapshot(unit, world.campaign_id, travelled=False)
        plan = world.here(first_plan())
        riders = tuple(rider for rider in plan.riders if rider.demand_id != world.demands["N4"])
        stops = tuple(
            replace(stop, board=stop.board and 10, alight=stop.alight and 10) if stop.run_id == "R1" else stop
            for stop in plan.stops
        )
        plan_id = stored(unit, snapshot.id, replace(plan, riders=riders, stops=stops))
    newer = world.publish(plan_id)
    with world.database.read(world.planner) as unit:
        journeys = unit.session.scalars(
            select(JourneySet).where(JourneySet.publication_id == newer.id, JourneySet.demand_id == world.demands["N4"])
        ).one()
        assert (journeys.served, journeys.changes) == (8, [])
        runs = unit.session.scalars(select(type(before)).where(type(before).publication_id == newer.id)).all()
    carried = [run for run in runs if run.plan_id == publication.plan_id]
    assert [(run.run_id, run.riders, run.replaces_id) for run in carried] == [("R1", 8, before.id)]
    with world.database.write(escort) as unit:
        late = entry(world, "g2", "delivered", 8, "09:40", seq=2, demand_id=world.demands["N4"])
        assert [o.status for o in record(unit, carried[0].id, [late])] == ["stored"]
    with world.database.read(world.planner) as unit:
        found = progress(unit, world.campaign_id, [world.demands["N4"]])
    assert found == {world.demands["N4"]: Progress(boarded=8, delivered=8)}


def test_an_escort_keeps_the_run_that_takes_the_place_of_its_own(world: World, publication: Publication) -> None:
    assign(world, world.run(publication, "R1"))
    newer = world.publish(world.store(second_plan()))
    with world.database.read(world.planner) as unit:
        rows = unit.session.execute(select(EscortRun.plan_id, EscortRun.run_id)).all()
    assert set(rows) == {(publication.plan_id, "R1"), (newer.plan_id, "X1")}
