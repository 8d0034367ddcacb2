"""A handover has three signatures; each side gives its own, and heads that differ from the record are explained."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.service.actor import Actor
from api.service.publishing.tables import Publication
from api.service.store import ConflictError, DeniedError, InvalidError, NotFoundError
from api.service.travel.handing import Sheet, sheet, sign, take_back
from api.service.travel.recording import Entry, record
from api.service.travel.tables import Handover
from tests.api.service.published import World, clock, first_plan, second_plan


@pytest.fixture(name="publication")
def _publication(world: World) -> Publication:
    return world.publish(world.store(first_plan()))


@pytest.fixture(name="handover_id")
def _handover_id(world: World, publication: Publication) -> str:
    """That of G's eight on the shared coach, seven of whom have boarded and been delivered."""
    run = world.run(publication, "R1")
    entries = [
        Entry(client_id=name, kind=kind, seq=seq, demand_id=world.demands["N4"], headcount=7, happened_at=clock(at))
        for name, kind, seq, at in (("a", "boarded", 1, "08:00"), ("b", "delivered", 2, "09:40"))
    ]
    with world.database.write(world.escort(run)) as unit:
        record(unit, run.id, entries)  # type: ignore[arg-type]
        row = unit.session.scalar(
            select(Handover).where(Handover.published_run_id == run.id, Handover.employer_id == world.employers["G"])
        )
        assert row is not None
        return row.id


def give(world: World, actor: Actor, handover_id: str, side: str, heads: int = 7, note: str | None = None) -> Sheet:
    with world.database.write(actor) as unit:
        return sign(
            unit,
            handover_id,
            side=side,  # type: ignore[arg-type]
            signer="Li Wei",
            headcount=heads,
            note=note,
            signed_at=clock("10:00"),
        )


def test_every_end_of_a_journey_has_a_handover(world: World, publication: Publication) -> None:
    with world.database.read(world.planner) as unit:
        rows = unit.session.execute(select(Handover.run_id, Handover.employer_id, Handover.expected)).all()
    assert set(rows) == {
        ("R1", world.employers["E"], 10),
        ("R1", world.employers["G"], 8),
        ("R3", world.employers["E"], 5),
    }


def test_the_third_signature_completes_it(world: World, publication: Publication, handover_id: str) -> None:
    escort = world.escort(world.run(publication, "R1"))
    give(world, escort, handover_id, "sending")
    assert give(world, world.carrier(), handover_id, "carrying").handover.completed_at is None
    whole = give(world, world.employer("G"), handover_id, "receiving")
    assert whole.handover.completed_at is not None
    assert [(s.side, s.role, s.headcount) for s in whole.signatures] == [
        ("sending", "escort", 7),
        ("carrying", "carrier", 7),
        ("receiving", "employer", 7),
    ]
    assert (whole.boarded, whole.delivered, whole.handover.expected) == (7, 7, 8)


def test_nobody_who_carries_signs_that_they_were_received(
    world: World, publication: Publication, handover_id: str
) -> None:
    for actor in (world.carrier(), world.escort(world.run(publication, "R1"))):
        with pytest.raises(DeniedError):
            give(world, actor, handover_id, "receiving")
    with pytest.raises(DeniedError):
        give(world, world.employer("G"), handover_id, "carrying")


def test_others_do_not_see_it(world: World, publication: Publication, handover_id: str) -> None:
    for actor in (world.employer("E"), world.other_carrier(), world.escort(world.run(publication, "R2"))):
        with pytest.raises(NotFoundError):
            give(world, actor, handover_id, "receiving")


def test_other_heads_than_recorded_need_a_note(world: World, handover_id: str) -> None:
    with pytest.raises(InvalidError) as caught:
        give(world, world.employer("G"), handover_id, "receiving", 6)
    (fault,) = caught.value.faults
    assert (fault.value, fault.expected) == (6, "the 7 who are recorded as delivered")
    there = give(world, world.employer("G"), handover_id, "receiving", 6, "One went to the hospital at the gate.")
    assert [s.headcount for s in there.signatures] == [6]


def test_signed_again_nothing_happens_and_otherwise_is_refused(world: World, handover_id: str) -> None:
    give(world, world.carrier(), handover_id, "carrying")
    assert len(give(world, world.carrier(), handover_id, "carrying").signatures) == 1
    with pytest.raises(ConflictError):
        give(world, world.carrier(), handover_id, "carrying", 6, "Recounted")


def test_a_signature_by_mistake_is_taken_back_and_given_again(world: World, handover_id: str) -> None:
    give(world, world.planner, handover_id, "sending")
    give(world, world.carrier(), handover_id, "carrying")
    give(world, world.employer("G"), handover_id, "receiving")
    with world.database.write(world.carrier()) as unit:
        there = take_back(unit, handover_id, "carrying", None)
        assert (len(there.signatures), there.handover.completed_at) == (2, None)
    assert give(world, world.carrier(), handover_id, "carrying").handover.completed_at is not None


def test_a_signed_handover_goes_on_with_the_run_that_replaces_its_own(world: World, publication: Publication) -> None:
    run = world.run(publication, "R3")
    with world.database.write(world.planner) as unit:
        row = unit.session.scalar(select(Handover).where(Handover.published_run_id == run.id))
        assert row is not None
        sign(unit, row.id, side="sending", signer="Li", headcount=0, note="early", signed_at=clock("08:00"))
    newer = world.publish(world.store(second_plan()))
    with world.database.read(world.planner) as unit:
        there = unit.session.get_one(Handover, row.id)
        assert (there.publication_id, there.run_id) == (newer.id, "X3")
        assert [s.signer for s in sheet(unit, there).signatures] == ["Li"]
