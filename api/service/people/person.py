"""What is kept of a named worker, read from the texts that somebody gave: every fault at once, values masked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from api.service.people.documents import (
    DOCUMENTS,
    LONGEST_NUMBER,
    BadDocumentError,
    document_number,
    phone_number,
)
from api.service.people.health import HEALTH_PROOFS
from api.service.people.masks import mask_name, mask_number, mask_phone
from optimizer.problem.fields import Spec
from scenarios.advice import advise, closest

FIELDS = (
    "name", "id_type", "id_number", "phone", "home_county", "pickup",
    "health_kind", "health_issuer", "health_issued", "health_valid_until",
)  # fmt: skip
"""What a sealed person holds; blank ones are left out."""

LONGEST_TEXT = 100
_EXACT_DIGITS = 10**15
_MOST_DAYS = 3650
_DATE = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))", re.ASCII)
_DAY = Spec(kind="day")
_DOCUMENT_WORDS = {w.lower(): code for code, kind in DOCUMENTS.items() for w in (code, kind.zh, *kind.also)}
_HEALTH_WORDS = {w.lower(): code for code, kind in HEALTH_PROOFS.items() for w in (code, kind.zh, *kind.also)}
_SHOWN_MASKED = {"name": mask_name, "id_number": mask_number, "phone": mask_phone}


class PersonFault(NamedTuple):
    """What is wrong with one field; ``value`` as an answer may show it."""

    column: str
    value: str
    expected: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A named worker whose every field is good. ``fields`` are those of ``FIELDS`` that are not blank."""

    fields: Mapping[str, str]


def read_person(cells: Mapping[str, Any], today: date) -> Person | list[PersonFault]:
    """A person of cells by column, or all that is wrong with them."""
    return _Reading(cells, today).outcome()


class _Reading:
    def __init__(self, cells: Mapping[str, Any], today: date) -> None:
        self._cells, self._today = cells, today
        self._faults: list[PersonFault] = []
        self._fields: dict[str, str] = {}

    def outcome(self) -> Person | list[PersonFault]:
        self._name()
        self._document()
        self._phone()
        for column in ("home_county", "pickup"):
            self._keep(column, self._text(column))
        self._health()
        return self._faults or Person(self._fields)

    def _text(self, column: str) -> str:
        cell = self._cells.get(column)
        if cell is None or cell == "":
            return ""
        text = cell if isinstance(cell, str) else _shown(cell)
        text = (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()
        if len(text) > LONGEST_TEXT:
            self._amiss(column, text[:LONGEST_TEXT], f"at most {LONGEST_TEXT} letters")
            return ""
        if not text.isprintable():
            self._amiss(
                column, "", "letters that can be printed", "Maybe a line break or an invisible letter is in it."
            )
            return ""
        return text

    def _keep(self, column: str, text: str) -> None:
        if text:
            self._fields[column] = text

    def _amiss(self, column: str, value: str, expected: str, advice: str = "") -> None:
        mask = _SHOWN_MASKED.get(column)
        self._faults.append(PersonFault(column, mask(value) if mask else value, expected, advice))

    def _name(self) -> None:
        name = " ".join(self._text("name").split())
        if any(fault.column == "name" for fault in self._faults):
            return
        if not name or not any(map(str.isalpha, name)) or any(map(str.isdigit, name)):
            advice = "Maybe the columns have changed places." if name else ""
            self._amiss("name", name, "a name", advice)
        self._keep("name", name)

    def _document(self) -> None:
        kind = self._choice("id_type", _DOCUMENT_WORDS, "resident_id")
        cell = self._cells.get("id_number")
        if isinstance(cell, float | int) and not isinstance(cell, bool) and cell >= _EXACT_DIGITS:
            advice = "Maybe format the column as text and type the number anew: its last digits are lost."
            self._amiss("id_number", "", "a text, a number in a spreadsheet has 15 digits at most", advice)
            return
        before = len(self._faults)
        text = self._text("id_number")
        if not text and len(self._faults) == before:
            self._amiss("id_number", "", "a document's number, every worker needs one")
        if not text or kind is None:
            return
        if len(text) > LONGEST_NUMBER:
            self._amiss("id_number", text, f"at most {LONGEST_NUMBER} letters")
            return
        try:
            self._fields["id_number"] = document_number(kind, text, self._today)
        except BadDocumentError as error:
            self._amiss("id_number", text, str(error), _misread(kind, text))

    def _phone(self) -> None:
        text = self._text("phone")
        if not text:
            return
        try:
            self._fields["phone"] = phone_number(text)
        except ValueError as error:
            self._amiss("phone", text, str(error))

    def _health(self) -> None:
        kind = self._choice("health_kind", _HEALTH_WORDS, "")
        issuer = self._text("health_issuer")
        self._keep("health_issuer", issuer)
        issued, until = self._day("health_issued"), self._day("health_valid_until")
        days = self._valid_days()
        if kind == "" and (issuer or issued or until or days):
            self._amiss("health_kind", "", f"one of {', '.join(HEALTH_PROOFS)}, where an issuer or a date is given")
        if kind and issued is None and not any(fault.column == "health_issued" for fault in self._faults):
            self._amiss("health_issued", "", "the date of the proof")
        if issued is not None and issued > self._today:
            self._amiss("health_issued", issued.isoformat(), "a date not after today")
        elif until is None and days is not None and issued is not None:
            until = issued + timedelta(days=days - 1)
        if until is not None and issued is not None and until < issued:
            self._amiss("health_valid_until", until.isoformat(), "a date not before the date of issue")
        self._keep("health_issued", "" if issued is None else issued.isoformat())
        self._keep("health_valid_until", "" if until is None else until.isoformat())

    def _choice(self, column: str, words: Mapping[str, str], default: str) -> str | None:
        """The code; ``default`` where it is blank, None where it is none of ``words``."""
        text = self._text(column)
        code = words.get(text.lower()) if text else default
        if code is None:
            known = list(dict.fromkeys(words.values()))
            word = closest(text.lower(), known)
            self._amiss(column, text, f"one of {', '.join(known)}", f"Maybe {word} was meant." if word else "")
        elif code:
            self._fields[column] = code
        return code

    def _day(self, column: str) -> date | None:
        cell = self._cells.get(column)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = self._text(column)
        if not text:
            return None
        found = _date(text)
        if found is None:
            self._amiss(column, text, _DAY.expects(), advise(_DAY, text))
        return found

    def _valid_days(self) -> int | None:
        text = self._text("health_valid_days")
        if not text:
            return None
        if text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_DAYS:
            return int(text)
        self._amiss("health_valid_days", text, f"a whole number from 1 to {_MOST_DAYS}")
        return None


@lru_cache(maxsize=4096)
def _date(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, month_2, day_2 = match.groups()
    try:
        return date(int(year), int(month or month_2), int(day or day_2))
    except ValueError:
        return None


def _shown(cell: Any) -> str:
    """A spreadsheet's number as it was typed."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _misread(kind: str, text: str) -> str:
    number = "".join(text.split())
    if kind == "resident_id" and len(number) == 15 and number.isdigit():
        return "Maybe it is a number of before 1999: the 18 digits are on the present card."
    if kind == "resident_id" and not number[:17].isdigit():
        return "Maybe it is another kind of document: name it in the column id_type."
    return "Maybe a digit is mistyped."
