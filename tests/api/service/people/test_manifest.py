"""Who sits where on a published run, who may read it, and who sat near whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from api.service.actor import Actor
from api.service.campaigns.tables import Campaign
from api.service.people.contacts import place_of, who_sat_near
from api.service.people.manifest import Manifest, manifest, published_run, temperature_columns
from api.service.people.roll_call import AFTER, BEFORE
from api.service.people.sealing import new_key
from api.service.people.seats import row_of
from api.service.people.tables import Seating, Worker
from api.service.people.vault import Vault
from api.service.publishing.tables import Publication
from api.service.requests.roster.upload import take_roster
from api.service.requests.tables import RequestOrigin
from api.service.store import Database, DeniedError, InvalidError, NotFoundError
from api.service.store.tables import AuditEntry
from tests.api.service.published import World, clock, first_plan, second_plan, world
from tests.api.service.workers_for_tests import resident_id, roster_csv

HEADS = ("姓名", "证件号码", "手机号码", "健康证明", "出具日期", "有效期至")


@dataclass(frozen=True, kw_only=True)
class Travelled:
    """The first plan is published; G's eight on the shared coach R1 have three names."""

    world: World
    vault: Vault
    publication: Publication

    @property
    def database(self) -> Database:
        return self.world.database

    def read(self, actor: Actor, run_id: str = "R1", *, now: datetime | None = None) -> Manifest:
        with self.database.write(actor) as unit:
            at = unit if now is None else replace(unit, now=now)
            return manifest(at, self.vault, published_run(unit, self.publication.id, run_id))

    def let_carriers_read(self) -> None:
        with self.database.write(self.world.planner) as unit:
            unit.session.get_one(Campaign, self.world.campaign_id).carriers_read_names = True

    def noted(self) -> list[tuple[str, str]]:
        with self.database.read(self.world.planner) as unit:
            log = select(AuditEntry).where(AuditEntry.action == "read").order_by(AuditEntry.number)
            return [(entry.role, entry.table_name) for entry in unit.session.scalars(log)]


@pytest.fixture
def travelled(database: Database) -> Travelled:
    there, vault = world(database), Vault((new_key(),))
    publication = there.publish(there.store(first_plan()))
    with database.read(there.planner) as unit:
        request_id = unit.get(RequestOrigin, there.demands["N4"], what="origin").request_id
    rows = [
        ["王一", resident_id(1), "13800000001", "健康证明", "2020-03-01", "2020-03-31"],
        ["王二", resident_id(2), "13800000002", "健康证明", "2020-02-01", "2020-03-09"],
        ["王三", resident_id(3), "", "", "", ""],
    ]
    report = take_roster(database, there.planner, vault, request_id, roster_csv(rows, HEADS))
    assert report.added == 3, report.faults
    return Travelled(world=there, vault=vault, publication=publication)


def test_a_planner_reads_every_seat_and_every_name(travelled: Travelled) -> None:
    sheet = travelled.read(travelled.world.planner)
    assert len(sheet.passengers) == len({p.seat for p in sheet.passengers}) == 18
    named = {p.fields["name"]: p for p in sheet.passengers if p.fields}
    assert set(named) == {"王一", "王二", "王三"}
    assert (named["王一"].fields["id_number"], named["王一"].fields["phone"]) == (resident_id(1), "13800000001")
    assert [named[name].health for name in ("王一", "王二", "王三")] == ["valid", "expired", "none"]
    assert sorted(p.place for p in named.values()) == [1, 2, 3]
    assert travelled.noted() == [("planner", "manifests")]


def test_colleagues_share_neighbouring_seats(travelled: Travelled) -> None:
    sheet = travelled.read(travelled.world.planner)
    by_employer = [p.employer for p in sheet.passengers]
    assert sum(1 for one, other in pairwise(by_employer) if one != other) == 1


def test_an_employer_reads_its_own_workers_on_a_shared_coach(travelled: Travelled) -> None:
    ours = travelled.read(travelled.world.employer("G"))
    assert {p.employer for p in ours.passengers} == {"Furnaces"}
    assert len(ours.passengers) == 8
    assert {p.fields.get("name") for p in ours.passengers} == {"王一", "王二", "王三", None}
    theirs = travelled.read(travelled.world.employer("E"))
    assert len(theirs.passengers) == 10
    assert not any(p.fields for p in theirs.passengers)


def test_an_employer_without_workers_aboard_knows_nothing_of_the_run(travelled: Travelled) -> None:
    with pytest.raises(NotFoundError):
        travelled.read(travelled.world.employer("G"), "R2")
    assert travelled.noted() == []


def test_a_reader_sees_names_masked(travelled: Travelled) -> None:
    sheet = travelled.read(Actor(role="reader"))
    assert {p.fields["name"] for p in sheet.passengers if p.fields} == {"王**"}


def test_an_escort_reads_the_run_in_hand_alone(travelled: Travelled) -> None:
    escort = travelled.world.escort(travelled.world.run(travelled.publication, "R1"))
    assert len(travelled.read(escort).passengers) == 18
    with pytest.raises(NotFoundError):
        travelled.read(escort, "R2")


def test_a_carrier_reads_no_names_unless_the_campaign_says_so(travelled: Travelled) -> None:
    with pytest.raises(DeniedError, match="shows no names to carriers"):
        travelled.read(travelled.world.carrier(), now=clock("08:00"))
    with pytest.raises(NotFoundError):
        travelled.read(travelled.world.other_carrier(), now=clock("08:00"))
    with pytest.raises(DeniedError):
        travelled.read(Actor(role="nobody"))
    assert travelled.noted() == []


def test_where_it_says_so_a_carrier_reads_names_and_seats_and_nothing_else(travelled: Travelled) -> None:
    travelled.let_carriers_read()
    sheet = travelled.read(travelled.world.carrier(), now=clock("08:00"))
    whole = travelled.read(travelled.world.planner)
    assert [(p.seat, p.fields.get("name")) for p in sheet.passengers] == [
        (p.seat, p.fields.get("name")) for p in whole.passengers
    ]
    assert {key for p in sheet.passengers for key in p.fields} == {"name"}
    assert {(p.worker_id, p.health) for p in sheet.passengers} == {(None, None)}
    assert travelled.noted() == [("carrier", "manifests"), ("planner", "manifests")]


def test_a_carrier_reads_them_from_a_day_before_until_a_day_after_the_run(travelled: Travelled) -> None:
    """R1 leaves at 08:00 and arrives at 09:40."""
    travelled.let_carriers_read()
    run, carrier = travelled.world.run(travelled.publication, "R1"), travelled.world.carrier()
    first, last, little = run.departs_at - BEFORE, run.arrives_at + AFTER, timedelta(minutes=1)
    for now in (first, last):
        assert len(travelled.read(carrier, now=now).passengers) == 18
    for now in (first - little, last + little):
        with pytest.raises(DeniedError, match="from 2020-03-09 08:00 to 2020-03-11 09:40"):
            travelled.read(carrier, now=now)


def test_a_carrier_reads_its_own_runs_of_the_plan_that_holds_alone(travelled: Travelled) -> None:
    travelled.let_carriers_read()
    with pytest.raises(NotFoundError):
        travelled.read(travelled.world.other_carrier(), now=clock("08:00"))
    with pytest.raises(NotFoundError):
        travelled.read(travelled.world.carrier(), "R4", now=clock("08:00"))
    travelled.world.publish(travelled.world.store(second_plan()))
    with pytest.raises(NotFoundError):
        travelled.read(travelled.world.carrier(), now=clock("08:00"))


def test_publishing_again_seats_the_same(travelled: Travelled) -> None:
    def seats() -> list[tuple[str, str, list[int], list[str]]]:
        with travelled.database.read(travelled.world.planner) as unit:
            rows = unit.session.scalars(select(Seating)).all()
            return sorted((row.run_id, row.origin_id, row.places, row.seats) for row in rows)

    before = seats()
    travelled.world.publish(travelled.publication.plan_id)
    assert seats() == before


def test_temperatures_are_taken_where_anyone_boards_on_the_way_and_at_the_end() -> None:
    def stop(site: str, arrival: str, departure: str | None, board: int) -> dict[str, object]:
        return {"site": site, "arrival": arrival, "departure": departure, "board": board}

    stops = [
        stop("A", "2020-03-10 07:30", "2020-03-10 08:00", 20),
        stop("B", "2020-03-10 09:00", "2020-03-10 09:10", 0),
        stop("C", "2020-03-10 12:00", "2020-03-10 12:10", 4),
        stop("D", "2020-03-10 15:00", None, 0),
    ]
    assert [(c.at[11:], c.kind, c.site) for c in temperature_columns(stops)] == [
        ("08:00", "boarding", "A"), ("11:00", "on_the_way", None), ("12:10", "boarding", "C"),
        ("14:00", "on_the_way", None), ("15:00", "arrival", "D"),
    ]  # fmt: skip


def test_in_a_closed_coach_everyone_is_a_contact(travelled: Travelled) -> None:
    with travelled.database.write(travelled.world.planner) as unit:
        worker = unit.session.scalars(select(Worker).where(Worker.place == 1)).one()
        origin_id, place = place_of(unit, worker.id)
        [near] = who_sat_near(unit, travelled.vault, origin_id, place)
        assert (near.run.run_id, near.rule, len(near.contacts)) == ("R1", "whole_coach", 17)
        assert {contact.fields["name"] for contact in near.contacts if contact.fields} == {"王**"}
        assert worker.id not in {contact.worker_id for contact in near.contacts}
        [aired] = who_sat_near(unit, travelled.vault, origin_id, 8, ventilated=True)
        assert (aired.rule, row_of(aired.seat)) == ("rows", 5)
        assert {row_of(contact.seat) for contact in aired.contacts} == {2, 3, 4, 5}
    assert travelled.noted() == [("planner", "contacts")] * 2


def test_contacts_are_told_to_the_bureau_alone_and_for_places_that_are(travelled: Travelled) -> None:
    origin_id = travelled.world.demands["N4"]
    for actor in (travelled.world.employer("G"), Actor(role="reader"), travelled.world.carrier()):
        with travelled.database.write(actor) as unit, pytest.raises(DeniedError):
            who_sat_near(unit, travelled.vault, origin_id, 1)
    with travelled.database.write(travelled.world.planner) as unit:
        for place in (0, 9):
            with pytest.raises(InvalidError):
                who_sat_near(unit, travelled.vault, origin_id, place)
        assert who_sat_near(unit, travelled.vault, travelled.world.demands["N3"], 1) == []


def test_a_worker_without_a_place_sat_nowhere(travelled: Travelled) -> None:
    with travelled.database.write(travelled.world.planner) as unit:
        worker = unit.session.scalars(select(Worker).where(Worker.place == 1)).one()
        worker.origin_id = worker.place = None
        unit.session.flush()
        with pytest.raises(InvalidError, match="no seat"):
            place_of(unit, worker.id)
