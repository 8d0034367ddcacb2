"""One form, once: every fault at once, nothing asked twice, until the freeze."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.service.accounts.tables import Employer
from api.service.campaigns.tables import Campaign
from api.service.people.naming import add_worker
from api.service.people.tables import WorkerKey
from api.service.policy import find
from api.service.requests.contact import Contact, shown_contact
from api.service.requests.filing import change_request, decide, file_request, submit
from api.service.requests.form import Form, From, Where
from api.service.requests.moving import advance, events
from api.service.requests.tables import Request
from api.service.store import ConflictError, DeniedError, InvalidError, NotFoundError, StaleError, Stamped
from api.service.store.audit import as_logged
from api.service.store.tables import AuditEntry
from tests.api.service.asking import FORM, Asking
from tests.api.service.workers_for_tests import resident_id


def columns(error: pytest.ExceptionInfo[InvalidError]) -> list[str | None]:
    return [fault.column for fault in error.value.faults]


def test_a_site_is_found_by_its_name(asking: Asking) -> None:
    request_id = asking.file()
    with asking.database.read(asking.ours) as unit:
        row = find(unit, Request, request_id, what="request")
        assert (row.site_city, row.site_province, row.site_source) == ("济南市", "山东省", "gazetteer")
        assert row.site_lat == pytest.approx(36.66, abs=0.1)
        [origin] = row.origins
        assert (origin.place_name, origin.city, origin.headcount) == ("兴文县", "宜宾市", 30)
        assert (origin.ready, origin.due, origin.due_from) == ("2020-03-08 08:00", "2020-03-12 20:00", None)


@pytest.mark.parametrize(("told", "known"), [("+86 138 0000 9999", "13800009999"), ("0531-55550123", "")])
def test_who_answers_is_not_asked_again_after_signing_up(asking: Asking, told: str, known: str) -> None:
    with asking.database.write(asking.planner) as unit:
        employer = unit.get(Employer, asking.ours.employer_id or "", what="employer")
        employer.contact, employer.phone = "王芳", told
    first = asking.file(contact=None, phone=None)
    second = asking.file(phone="13800001111", contact=None)
    with asking.database.read(asking.ours) as unit:
        said = [shown_contact(unit, asking.vault, unit.get(Request, row, what="request")) for row in (first, second)]
    assert said == [Contact(name="王芳", phone=known), Contact(name="王芳", phone="13800001111")]


def test_a_site_is_given_by_coordinates_of_any_map(asking: Asking) -> None:
    request_id = asking.file(site=Where(name="三号工地", lat=36.66, lon=117.02, coordinates="gcj02"))
    with asking.database.read(asking.ours) as unit:
        row = find(unit, Request, request_id, what="request")
        assert row.site_source == "given"
        assert 0.001 < abs((row.site_lon or 0) - 117.02) < 0.01


def test_every_fault_is_told_at_once_with_its_field(asking: Asking) -> None:
    form = Form(
        site=Where(name="鼓楼区"),
        phone="123",
        ready="2020-03-08",
        due="2021-03-08 08:00",
        origins=[
            From(place=Where(name="兴文线"), headcount=0, min_group=5),
            From(place=Where(lat=91.0), headcount=3, min_group=4, ready="2020-03-09 10:00", due="2020-03-09 09:00"),
        ],
    )
    with pytest.raises(InvalidError) as raised:
        asking.file(form=form)
    assert columns(raised) == [
        "site.name", "phone", "ready", "due",
        "origins.0.place.name", "origins.0.headcount",
        "origins.1.place.lat", "origins.1.place.lon", "origins.1.place.name", "origins.1.min_group", "origins.1.due",
    ]  # fmt: skip
    told = {fault.column: fault for fault in raised.value.faults}
    assert told["site.name"].advice == "Maybe name its city and province."
    assert "兴文县" in told["origins.0.place.name"].advice
    assert told["ready"].advice == "Maybe the clock time is missing: 2020-03-08 07:30."
    assert told["phone"].value is None


def test_a_draft_may_lack_anything_but_is_not_sent_in_so(asking: Asking) -> None:
    request_id = asking.file(form=Form(origins=[From()]))
    with asking.database.write(asking.ours) as unit, pytest.raises(InvalidError) as raised:
        submit(unit, asking.vault, request_id, None)
    assert columns(raised) == [
        "site.name", "contact", "phone",
        "origins.0.place.name", "origins.0.headcount", "origins.0.ready", "origins.0.due",
    ]  # fmt: skip
    assert asking.state(request_id) == "draft"


def test_the_log_tells_a_new_request_whole(asking: Asking) -> None:
    request_id = asking.file(remarks="")
    with asking.database.read(asking.planner) as unit:
        request = unit.get(Request, request_id, what="request")
        rows: list[Stamped] = [request, *request.origins]
        for row in rows:
            made = unit.session.scalars(
                select(AuditEntry).where(AuditEntry.row_id == row.id, AuditEntry.action == "create")
            ).one()
            assert made.after == as_logged(row)


def test_names_may_come_while_a_plan_is_being_published(asking: Asking) -> None:
    if asking.database.is_sqlite:
        pytest.skip("writers come one after the other")
    request_id = asking.checked()

    def name() -> None:
        given = {"name": "王小明", "id_number": resident_id(1), "phone": "13800005678"}
        with asking.database.write(asking.ours) as unit:
            add_worker(unit, asking.vault, request_id, given)

    with ThreadPoolExecutor(1) as pool, asking.database.write(asking.planner) as unit:
        find(unit, Campaign, asking.campaign_id, what="campaign", lock=True)
        pool.submit(name).result(timeout=10)
        advance(unit, asking.origins(request_id), "planned")


def test_nothing_is_asked_twice(asking: Asking) -> None:
    asking.file()
    again = asking.file(form=Form(contact="王芳"))
    theirs = asking.file(asking.theirs, form=Form())
    with asking.database.read(asking.planner) as unit:
        row = unit.get(Request, again, what="request")
        assert (row.site_name, row.site_source) == ("历下区", "gazetteer")
        assert shown_contact(unit, asking.vault, row).name == "王芳"
        assert shown_contact(unit, asking.vault, row).phone == "13800005678"
        assert unit.get(Request, theirs, what="request").site_name == ""


def test_a_contact_is_sealed_and_masked_for_who_only_reads(asking: Asking) -> None:
    request_id = asking.file()
    with asking.database.read(asking.reader) as unit:
        row = unit.get(Request, request_id, what="request")
        assert row.contact is not None
        assert "李".encode() not in row.contact
        shown = shown_contact(unit, asking.vault, row)
        assert (shown.name, shown.phone) == ("李**", "138****5678")
        assert unit.session.get_one(WorkerKey, request_id).kind == "contact"


def test_each_employer_sees_its_own(asking: Asking) -> None:
    request_id = asking.file()
    for action in (
        lambda unit: find(unit, Request, request_id, what="request"),
        lambda unit: submit(unit, asking.vault, request_id, None),
        lambda unit: change_request(unit, asking.vault, request_id, Form(remarks="x"), None),
    ):
        with asking.database.write(asking.theirs) as unit, pytest.raises(NotFoundError):
            action(unit)


def test_an_employer_files_for_itself_alone_and_where_it_takes_part(asking: Asking) -> None:
    employer_id = asking.ours.employer_id
    with asking.database.write(asking.theirs) as unit, pytest.raises(NotFoundError):
        file_request(unit, asking.vault, asking.campaign_id, FORM, employer_id=employer_id)
    with asking.database.write(asking.planner) as unit:
        with pytest.raises(InvalidError, match="1 field"):
            file_request(unit, asking.vault, asking.campaign_id, FORM)
        assert file_request(unit, asking.vault, asking.campaign_id, FORM, employer_id=employer_id)
    with asking.database.write(asking.reader) as unit, pytest.raises(DeniedError):
        file_request(unit, asking.vault, asking.campaign_id, FORM, employer_id=employer_id)


def test_a_change_keeps_what_it_does_not_name(asking: Asking) -> None:
    request_id = asking.file(remarks="gate 3")
    [origin_id] = asking.origins(request_id)
    with asking.database.write(asking.ours) as unit:
        form = Form(origins=[From(id=origin_id, place=Where(name="珙县"), headcount=5), From(headcount=2)])
        row = change_request(unit, asking.vault, request_id, form, 1)
        unit.session.flush()
        assert row.version == 2
        assert (row.remarks, row.site_name) == ("gate 3", "历下区")
        assert [(o.number, o.place_name, o.headcount) for o in row.origins] == [(1, "珙县", 5), (2, "", 2)]
        assert row.origins[0].id == origin_id
    with asking.database.write(asking.ours) as unit, pytest.raises(StaleError):
        change_request(unit, asking.vault, request_id, Form(remarks="x"), 1)


def test_an_origin_of_another_request_is_none_of_this(asking: Asking) -> None:
    [foreign] = asking.origins(asking.file(asking.theirs))
    request_id = asking.file()
    with asking.database.write(asking.ours) as unit, pytest.raises(InvalidError) as raised:
        change_request(unit, asking.vault, request_id, Form(origins=[From(id=foreign, headcount=1)]), None)
    assert columns(raised) == ["origins.0.id"]


def test_the_whole_way_is_on_record_with_who_and_when(asking: Asking) -> None:
    request_id = asking.file()
    with asking.database.write(asking.ours) as unit:
        submit(unit, asking.vault, request_id, 1)
    with asking.database.write(asking.planner) as unit:
        with pytest.raises(InvalidError, match="needs a note"):
            decide(unit, request_id, "returned", None)
        decide(unit, request_id, "returned", None, note="证明缺失")
    with asking.database.write(asking.ours) as unit:
        submit(unit, asking.vault, request_id, None)
    with asking.database.write(asking.planner) as unit:
        assert decide(unit, request_id, "checked", None, priority=2.5).priority == 2.5
        told = [(e.before, e.after, e.role, e.note) for e in events(unit, unit.get(Request, request_id, what=""))]
    assert told == [
        (None, "draft", "employer", ""),
        ("draft", "submitted", "employer", ""),
        ("submitted", "returned", "planner", "证明缺失"),
        ("returned", "submitted", "employer", ""),
        ("submitted", "checked", "planner", ""),
    ]


def test_an_employer_checks_nothing(asking: Asking) -> None:
    request_id = asking.file()
    with asking.database.write(asking.ours) as unit:
        submit(unit, asking.vault, request_id, None)
        with pytest.raises(DeniedError):
            decide(unit, request_id, "checked", None)
        with pytest.raises(ConflictError, match="cannot become planned"):
            decide(unit, request_id, "planned", None)


def test_a_changed_request_is_checked_again(asking: Asking) -> None:
    request_id = asking.checked()
    with asking.database.write(asking.planner) as unit:
        assert change_request(unit, asking.vault, request_id, Form(remarks="a"), None).state == "checked"
    with asking.database.write(asking.ours) as unit:
        assert change_request(unit, asking.vault, request_id, Form(remarks="b"), None).state == "submitted"
        with pytest.raises(InvalidError, match="1 field is missing"):
            change_request(unit, asking.vault, request_id, Form(site=Where()), None)


def test_after_the_freeze_the_bureau_alone_changes_and_the_employer_withdraws(asking: Asking) -> None:
    request_id = asking.checked()
    with asking.database.write(asking.planner) as unit:
        asking.campaign(unit).freeze_at = unit.now - timedelta(seconds=1)
    with asking.database.write(asking.ours) as unit:
        with pytest.raises(ConflictError, match="is frozen and takes no changes"):
            change_request(unit, asking.vault, request_id, Form(remarks="b"), None)
        with pytest.raises(ConflictError, match="is frozen"):
            file_request(unit, asking.vault, asking.campaign_id, FORM)
        assert decide(unit, request_id, "withdrawn", None).state == "withdrawn"
    other = asking.planner
    with (
        asking.database.write(other) as unit,
        pytest.raises(ConflictError, match="is withdrawn and is changed no more"),
    ):
        change_request(unit, asking.vault, request_id, Form(remarks="c"), None)


def test_the_record_takes_a_request_along(asking: Asking) -> None:
    form = replace(
        FORM, origins=[From(place=Where(name="兴文县"), headcount=3), From(place=Where(name="珙县"), headcount=2)]
    )
    request_id = asking.checked(form)
    one, two = asking.origins(request_id)

    def say(state: str, *ids: str, correct: bool = False) -> str:
        with asking.database.write(asking.planner) as unit:
            advance(unit, ids, state, correct=correct)  # type: ignore[arg-type]
        return asking.state(request_id)

    assert say("planned", one) == "planned"
    assert say("planned", one, two, "0" * 26) == "planned"
    assert say("checked", two) == "planned"
    assert say("planned", two) == "planned"
    assert say("travelling", one) == "travelling"
    assert say("arrived", one) == "travelling"
    assert say("planned", one) == "travelling", "a new plan calls nobody back"
    assert say("arrived", two) == "arrived"
    assert say("travelling", two, correct=True) == "travelling"
    assert say("arrived", two) == "arrived"
    assert say("arrived", two) == "arrived"
    with asking.database.write(asking.planner) as unit:
        assert decide(unit, request_id, "closed", None).state == "closed"
        afters = [event.after for event in events(unit, unit.get(Request, request_id, what=""))]
    assert afters[3:] == ["planned", "travelling", "arrived", "travelling", "arrived", "closed"]


def test_what_the_record_says_waits_while_a_request_is_under_change(asking: Asking) -> None:
    request_id = asking.checked()
    with asking.database.write(asking.ours) as unit:
        change_request(unit, asking.vault, request_id, Form(remarks="b"), None)
    with asking.database.write(asking.planner) as unit:
        assert advance(unit, asking.origins(request_id), "planned") == []
    with asking.database.write(asking.planner) as unit:
        assert decide(unit, request_id, "checked", None).state == "planned"


def test_arrived_without_a_word_of_boarding_is_told_with_every_step(asking: Asking) -> None:
    request_id = asking.checked()
    with asking.database.write(asking.planner) as unit:
        [moved] = advance(unit, asking.origins(request_id), "arrived")
        assert [event.after for event in events(unit, moved)][-3:] == ["planned", "travelling", "arrived"]
