"""What is a valid document or telephone number, and what an answer may show of one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.service.people.documents import (
    DOCUMENTS,
    BadDocumentError,
    check_letter,
    document_number,
    phone_number,
)
from api.service.people.masks import mask_name, mask_number, mask_phone, masked

TODAY = date(2020, 3, 1)
GOOD = "11010519491231002X"  # the example of GB 11643-1999


def test_the_standard_s_own_example_is_good() -> None:
    assert check_letter(GOOD[:17]) == "X"
    assert document_number("resident_id", GOOD.lower(), TODAY) == GOOD
    assert document_number("resident_id", " 110105 19491231 002x ", TODAY) == GOOD


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, more: int) -> None:
    digit = (int(GOOD[place]) + more) % 10
    with pytest.raises(BadDocumentError):
        document_number("resident_id", f"{GOOD[:place]}{digit}{GOOD[place + 1 :]}", TODAY)


@given(st.integers(0, 15))
def test_two_neighbours_changed_about_are_found(place: int) -> None:
    swapped = GOOD[:place] + GOOD[place + 1] + GOOD[place] + GOOD[place + 2 :]
    if swapped != GOOD:
        with pytest.raises(BadDocumentError):
            document_number("resident_id", swapped, TODAY)


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        ("resident_id", "110105194912310", "18 digits"),
        ("resident_id", "16010519491231002X", "province"),
        ("resident_id", "11010519491331002X", "date of birth"),
        ("resident_id", "11010518991231002X", "from 1900 to today"),
        ("resident_id", "11010520200302002X", "from 1900 to today"),
        ("resident_id", "110105194912310021", "last digit"),
        ("passport", "E1", "5 to 15"),
        ("hk_macao_permit", "X12345678", "H or M"),
        ("taiwan_permit", "1234567", "8 or 10"),
        ("residence_permit", GOOD, "province"),
    ],
)
def test_what_is_wrong_is_said_without_the_number(kind: str, number: str, expected: str) -> None:
    with pytest.raises(BadDocumentError, match=expected) as raised:
        document_number(kind, number, TODAY)
    assert number not in str(raised.value)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "E12345678"),
        ("hk_macao_permit", "H1234567890"),
        ("taiwan_permit", "12345678"),
        ("foreign_residence", "ABC123456789012"),
        ("residence_permit", "81000019800101001" + check_letter("81000019800101001")),
    ],
)
def test_other_documents(kind: str, number: str) -> None:
    assert document_number(kind, number, TODAY) == number
    assert kind in DOCUMENTS


@pytest.mark.parametrize("text", ["13800005678", "+86 138 0000 5678", "0086-138-0000-5678", " 138-0000-5678 "])
def test_one_telephone_is_kept_in_one_form(text: str) -> None:
    assert phone_number(text) == "13800005678"


@pytest.mark.parametrize("text", ["", "12800005678", "1380000567", "+8613800", "0531-86000000", "phone"])
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a mobile number"):
        phone_number(text)


def test_abroad() -> None:
    assert phone_number("+852 9123 4567") == phone_number("00852 91234567") == "+85291234567"


def test_masks() -> None:
    assert mask_name("张三丰") == mask_name("张三") == "张**"
    assert mask_number("110105194912311234") == "110***********1234"
    assert mask_number("E12345678") == "E******78"
    assert mask_number("12345") == "*****"
    assert mask_phone("13800005678") == "138****5678"
    assert mask_phone("+85291234567") == "*********567"
    assert masked({"name": "张三", "home_county": "兴文县", "phone": ""}) == {
        "name": "张**", "home_county": "兴文县", "phone": "",
    }  # fmt: skip


@given(st.text(max_size=30))
def test_a_mask_never_shows_more_than_seven_letters(text: str) -> None:
    for mask in (mask_name, mask_number, mask_phone):
        shown = mask(text)
        assert len(text) - sum(1 for letter in shown if letter == "*") <= 7 or len(shown) <= 7
