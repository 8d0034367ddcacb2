"""Named workers one by one, and the places that they take."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.service.people import naming, places
from api.service.people.tables import WorkerKey
from api.service.people.workers import fields_of
from api.service.requests.form import Form
from api.service.requests.roster.upload import take_roster
from api.service.store import ConflictError, DeniedError, InvalidError, NotFoundError, StaleError
from api.service.store.tables import AuditEntry
from tests.api.service.asking import Asking
from tests.api.service.workers_for_tests import resident_id, roster_csv, roster_row

GIVEN = {"name": "张三丰", "id_number": resident_id(1), "phone": "13800005678", "home_county": "兴文县"}


def add(asking: Asking, request_id: str, **others: str) -> str:
    with asking.database.write(asking.ours) as unit:
        return naming.add_worker(unit, asking.vault, request_id, GIVEN | others).row.id


def test_a_worker_is_shown_masked_to_everybody(asking: Asking) -> None:
    request_id = asking.file()
    worker_id = add(asking, request_id)
    for actor in (asking.ours, asking.planner, asking.reader):
        with asking.database.read(actor) as unit:
            shown = naming.shown_worker(unit, asking.vault, worker_id)
            assert (shown.fields["name"], shown.fields["phone"]) == ("张**", "138****5678")
            assert shown.fields["id_number"] == f"511***********{resident_id(1)[-4:]}"
            assert shown.row.place == 1
            listed = naming.workers_of(unit, asking.vault, request_id, cursor=None, limit=10)
            assert [worker.fields for worker in listed.items] == [shown.fields]
    with asking.database.read(asking.theirs) as unit, pytest.raises(NotFoundError):
        naming.shown_worker(unit, asking.vault, worker_id)


def test_every_fault_of_a_worker_is_told_at_once(asking: Asking) -> None:
    request_id = asking.file()
    with asking.database.write(asking.ours) as unit, pytest.raises(InvalidError, match="3 fields") as raised:
        naming.add_worker(unit, asking.vault, request_id, {"name": "7", "phone": "1"})
    assert [fault.column for fault in raised.value.faults] == ["name", "id_number", "phone"]


def test_a_document_is_on_a_request_once(asking: Asking) -> None:
    request_id = asking.file()
    worker_id = add(asking, request_id)
    with asking.database.write(asking.ours) as unit, pytest.raises(ConflictError, match=f"worker {worker_id}"):
        naming.add_worker(unit, asking.vault, request_id, GIVEN)
    other = add(asking, request_id, id_number=resident_id(2))
    with asking.database.write(asking.ours) as unit, pytest.raises(ConflictError, match="on the request already"):
        naming.change_worker(unit, asking.vault, other, {"id_number": resident_id(1)}, None)


def test_a_change_keeps_what_it_does_not_name(asking: Asking) -> None:
    worker_id = add(asking, asking.file())
    with asking.database.write(asking.ours) as unit:
        row = naming.change_worker(unit, asking.vault, worker_id, {"phone": "", "name": "张三"}, 1).row
        assert row.version == 2
        clear = fields_of(unit, asking.vault, [row])[worker_id]
    assert clear == {
        "name": "张三", "id_type": "resident_id", "id_number": resident_id(1), "home_county": "兴文县",
    }  # fmt: skip
    with asking.database.write(asking.ours) as unit, pytest.raises(StaleError):
        naming.change_worker(unit, asking.vault, worker_id, {"name": "李四"}, 1)


def test_a_worker_who_is_taken_off_is_gone_for_good(asking: Asking) -> None:
    request_id = asking.file()
    worker_id = add(asking, request_id)
    with asking.database.write(asking.ours) as unit:
        naming.remove_worker(unit, worker_id, 1)
    with asking.database.read(asking.planner) as unit:
        assert unit.session.get(WorkerKey, worker_id) is None
        with pytest.raises(NotFoundError):
            naming.shown_worker(unit, asking.vault, worker_id)
    assert add(asking, request_id) != worker_id


def test_a_reader_names_nobody(asking: Asking) -> None:
    request_id = asking.file()
    with asking.database.write(asking.reader) as unit, pytest.raises(DeniedError):
        naming.add_worker(unit, asking.vault, request_id, GIVEN)


def test_places_are_assigned_moved_and_released(asking: Asking) -> None:
    request_id = asking.file()
    [origin_id] = asking.origins(request_id)
    one, two = add(asking, request_id), add(asking, request_id, id_number=resident_id(2))
    with asking.database.write(asking.ours) as unit:
        assert places.assign(unit, one, origin_id, 7, 1).place == 7
        with pytest.raises(ConflictError, match="Place 7 of 兴文县 is taken"):
            places.assign(unit, two, origin_id, 7, None)
        for number in (0, 31):
            with pytest.raises(InvalidError):
                places.assign(unit, two, origin_id, number, None)
        with pytest.raises(NotFoundError):
            places.assign(unit, two, "0" * 26, 1, None)
    with asking.database.write(asking.ours) as unit:
        places.release(unit, two, None)
        unit.session.flush()
        assert places.assign(unit, two, origin_id, None, None).place == 1
    with asking.database.read(asking.ours) as unit:
        [own] = places.places_of(unit, request_id)
        assert dict(own.taken) == {7: one, 1: two}


def test_filling_takes_the_lowest_free_places_and_changes_nothing_twice(asking: Asking) -> None:
    request_id = asking.file(form=Form())
    take_roster(asking.database, asking.ours, asking.vault, request_id, roster_csv(map(roster_row, range(3))))
    with asking.database.write(asking.planner) as unit:
        assert places.fill(unit, asking.vault, request_id) == 0
    again = asking.file()
    take_roster(asking.database, asking.ours, asking.vault, again, roster_csv(map(roster_row, range(3))))
    with asking.database.write(asking.ours) as unit:
        released = places.waiting(unit, again)
        assert released == []
        own = places.places_of(unit, again)[0]
        places.release(unit, own.taken[2], None)
    with asking.database.write(asking.ours) as unit:
        assert places.fill(unit, asking.vault, again) == 1
        assert places.fill(unit, asking.vault, again) == 0
        assert sorted(places.places_of(unit, again)[0].taken) == [1, 2, 3]


def test_who_is_named_twice_is_told_to_the_bureau_alone(asking: Asking) -> None:
    ours, theirs = asking.file(), asking.file(asking.theirs)
    one = add(asking, ours)
    with asking.database.write(asking.theirs) as unit:
        two = naming.add_worker(unit, asking.vault, theirs, GIVEN).row.id
        naming.add_worker(unit, asking.vault, theirs, GIVEN | {"id_number": resident_id(5)})
    with asking.database.read(asking.planner) as unit:
        assert naming.claimed_twice(unit, asking.campaign_id) == [[one, two]]
    with asking.database.read(asking.ours) as unit, pytest.raises(DeniedError):
        naming.claimed_twice(unit, asking.campaign_id)


def test_the_log_has_ciphertext_and_no_name(asking: Asking) -> None:
    add(asking, asking.file())
    with asking.database.read(asking.planner) as unit:
        told = str([(entry.before, entry.after) for entry in unit.session.scalars(select(AuditEntry))])
    assert "张三丰" not in told
    assert resident_id(1) not in told
    assert "sealed" in told
