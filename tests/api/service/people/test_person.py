"""A person read from texts and cells: every fault at once, nothing personal in what is said."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.service.people.health import health_on
from api.service.people.person import FIELDS, Person, PersonFault, read_person
from tests.api.service.workers_for_tests import resident_id

TODAY = date(2020, 3, 1)
GOOD = {"name": "王一", "id_number": resident_id(1)}


def person(**cells: Any) -> dict[str, str]:
    found = read_person(GOOD | cells, TODAY)
    assert isinstance(found, Person), found
    return dict(found.fields)


def faults(**cells: Any) -> list[PersonFault]:
    found = read_person(GOOD | cells, TODAY)
    assert isinstance(found, list)
    return found


def test_little_is_needed() -> None:
    assert person() == {"name": "王一", "id_type": "resident_id", "id_number": resident_id(1)}


def test_what_people_type_is_kept_in_one_form() -> None:
    read = person(
        name=" 王　一 ", id_type="身份证", phone="１３８００００５６７８", home_county=" 兴文县 ",
        health_kind="健康证", health_issued="2020年2月3日", health_valid_days="14",
    )  # fmt: skip
    assert read["name"] == "王 一"
    assert read["phone"] == "13800005678"
    assert read["home_county"] == "兴文县"
    assert (read["health_kind"], read["health_issued"], read["health_valid_until"]) == (
        "certificate", "2020-02-03", "2020-02-16",
    )  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["2020-02-03", "2020/2/3", "2020.2.3", "20200203", datetime(2020, 2, 3, 8), date(2020, 2, 3)]
)
def test_dates_come_in_many_forms(cell: Any) -> None:
    assert person(health_kind="pass", health_issued=cell)["health_issued"] == "2020-02-03"


def test_a_spreadsheet_s_numbers() -> None:
    assert person(phone=13800005678.0)["phone"] == "13800005678"
    [fault] = faults(id_number=5.1152819900101e17)
    assert fault.column == "id_number"
    assert "15 digits" in fault.expected
    assert "as text" in fault.advice


def test_every_fault_is_told_at_once() -> None:
    found = faults(name="123", id_number="1", phone="1", health_issuer="x", health_issued="2021-01-01", id_type="?")
    assert [fault.column for fault in found] == ["name", "id_type", "phone", "health_kind", "health_issued"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\u200bb"}, "name"),
        ({"name": "王" * 101}, "name"),
        ({"id_number": ""}, "id_number"),
        ({"id_number": "1" * 30}, "id_number"),
        ({"id_number": "E1234", "id_type": "passport "}, None),
        ({"id_type": "residnet_id"}, "id_type"),
        ({"health_kind": "code"}, "health_issued"),
        ({"health_kind": "code", "health_issued": "2020-02-30"}, "health_issued"),
        ({"health_kind": "code", "health_issued": "20200220", "health_valid_until": "20200219"}, "health_valid_until"),
        ({"health_kind": "code", "health_issued": "2020-02-20", "health_valid_days": "0"}, "health_valid_days"),
        ({"health_kind": "code", "health_issued": "9999-12-31", "health_valid_days": "9"}, "health_issued"),
        ({"home_county": "\ud800"}, "home_county"),
    ],
)  # fmt: skip
def test_each_rule(cells: dict[str, str], column: str | None) -> None:
    found = read_person(GOOD | cells, TODAY)
    assert (None if isinstance(found, Person) else found[0].column) == column


def test_what_is_told_shows_no_number_name_or_phone() -> None:
    bad = resident_id(1)[:-1] + "?"
    [one, two] = faults(id_number=bad, phone="1380000567")
    assert bad not in one.value
    assert one.value.count("*") == 11
    assert two.value == "*******567"


@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, "health_valid_days"]),
        st.text(max_size=30) | st.floats() | st.integers() | st.none() | st.booleans(),
    )
)
def test_nothing_that_a_cell_can_hold_breaks_it(cells: dict[str, Any]) -> None:
    outcome = read_person(cells, TODAY)
    assert isinstance(outcome, Person) or outcome
    if isinstance(outcome, Person):
        assert set(outcome.fields) <= set(FIELDS)


def test_a_proof_holds_from_its_first_to_its_last_day() -> None:
    fields = {"health_kind": "pass", "health_issued": "2020-03-01", "health_valid_until": "2020-03-05"}
    on = {day: health_on(fields, date(2020, 3, day)) for day in (1, 5, 6)}
    assert on == {1: "valid", 5: "valid", 6: "expired"}
    assert health_on(fields, date(2020, 2, 29)) == "not_yet"
    assert health_on({"health_kind": "pass", "health_issued": "2020-03-01"}, date(2030, 1, 1)) == "valid"
    assert health_on({}, TODAY) == "none"
