"""Identity documents and telephone numbers: what is a valid one, and what to say where one is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_LETTERS = "10X98765432"
_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)))
)
_PERMIT_REGIONS = frozenset({"81", "82", "83"})
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_OLDEST_YEAR = 1900
_MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_ABROAD = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_BETWEEN = re.compile(r"[\s\-()（）]+")
LONGEST_NUMBER = 24


class BadDocumentError(ValueError):
    """A number that is none of its kind; the message completes "expected …". It never has the number in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A kind of identity document: its Chinese name, other words for it, and its check of an upper-case number."""

    zh: str
    also: tuple[str, ...]
    check: Callable[[str, date], None]


def document_number(kind: str, text: str, today: date) -> str:
    """The number as it is kept: upper case, no blanks. Raises BadDocumentError; KeyError for an unknown kind."""
    number = "".join(text.split()).upper()
    DOCUMENTS[kind].check(number, today)
    return number


def check_letter(first_17: str) -> str:
    """The last letter of a resident identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _CHECK_LETTERS[sum(map(int.__mul__, map(int, first_17), _WEIGHTS)) % 11]


def phone_number(text: str) -> str:
    """A mainland mobile number as 11 digits, any other as + and digits. Raises ValueError saying what was expected."""
    number = _BETWEEN.sub("", text)
    for prefix in ("+86", "0086"):
        if number.startswith(prefix) and _MOBILE.fullmatch(number[len(prefix) :]):
            return number[len(prefix) :]
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if _MOBILE.fullmatch(number) or (_ABROAD.fullmatch(number) and not number.startswith("+86")):
        return number
    raise ValueError("a mobile number of 11 digits, or + with country code and number")


def _resident(regions: frozenset[str]) -> Callable[[str, date], None]:
    def check(number: str, today: date) -> None:
        if not _RESIDENT.fullmatch(number):
            raise BadDocumentError("18 digits, the last one may be an X")
        if number[:2] not in regions:
            raise BadDocumentError("a number whose first two digits are a province's")
        _check_birth(number[6:14], today)
        if check_letter(number[:17]) != number[17]:
            raise BadDocumentError("a number whose last digit fits the others")

    return check


def _check_birth(digits: str, today: date) -> None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise BadDocumentError("a number whose 7th to 14th digit are a date of birth") from None
    if born.year < _OLDEST_YEAR or born > today:
        raise BadDocumentError("a number with a date of birth from 1900 to today")


def _pattern(pattern: str, words: str) -> Callable[[str, date], None]:
    compiled = re.compile(pattern, re.ASCII)

    def check(number: str, _: date) -> None:
        if not compiled.fullmatch(number):
            raise BadDocumentError(words)

    return check


DOCUMENTS: Mapping[str, Document] = MappingProxyType(
    {
        "resident_id": Document(zh="居民身份证", also=("身份证", "二代身份证", "id card"), check=_resident(_PROVINCES)),
        "residence_permit": Document(zh="港澳台居民居住证", also=("居住证",), check=_resident(_PERMIT_REGIONS)),
        "passport": Document(zh="护照", also=(), check=_pattern("[A-Z0-9]{5,15}", "5 to 15 letters and digits")),
        "hk_macao_permit": Document(
            zh="港澳居民来往内地通行证",
            also=("回乡证", "港澳通行证"),
            check=_pattern("[HM][0-9]{8}([0-9]{2})?", "H or M and 8 or 10 digits"),
        ),
        "taiwan_permit": Document(
            zh="台湾居民来往大陆通行证", also=("台胞证",), check=_pattern("[0-9]{8}([0-9]{2})?", "8 or 10 digits")
        ),
        "foreign_residence": Document(
            zh="外国人永久居留身份证",
            also=("永久居留证",),
            check=_pattern("[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]", "3 letters and 12 digits, or 18 digits from 9 on"),
        ),
    }
)
"""By code."""
