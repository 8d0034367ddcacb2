"""Whatever the product can say when something is wrong has its entry with cause and remedy; no entry is orphaned."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import get_args

import pytest

from api.http.problems import TITLES
from optimizer.check import RULES
from optimizer.plan import REASONS
from optimizer.result import StopReason
from tests.docs.messages import messages

DOCS = Path(__file__).parents[2] / "docs"
sys.path.append(str(DOCS / "_ext"))

from error_index import Entry, entries  # noqa: E402  (the path is set above)

ERRORS = entries((DOCS / "errors.md").read_text(encoding="utf-8"))
REASON_PAGE = (DOCS / "reasons.md").read_text(encoding="utf-8")
WHY = entries(REASON_PAGE)


def test_every_message_has_an_entry() -> None:
    explained = {message for entry in ERRORS for message in entry.messages}
    said = messages()
    lacking = sorted(f"{place}: {text}" for text, place in said.items() if text not in explained)
    assert lacking == [], "Maybe add each to the entry of docs/errors.md that it belongs to, or to a new one."


def test_no_entry_explains_what_is_never_said() -> None:
    said = messages()
    orphans = [f"{entry.number}: {text}" for entry in ERRORS for text in entry.messages if text not in said]
    assert orphans == [], "Maybe the message was changed or is gone: correct or remove it in docs/errors.md."


def test_no_message_is_explained_twice() -> None:
    explained = [message for entry in ERRORS for message in entry.messages]
    assert sorted(explained) == sorted(set(explained))


@pytest.mark.parametrize("entry", [*ERRORS, *WHY], ids=lambda entry: str(entry.number))
def test_entry_says_cause_and_remedy(entry: Entry) -> None:
    assert "**Cause.** " in entry.text
    assert "**Remedy.** " in entry.text
    assert entry.messages or entry in WHY or entry.title.startswith("Status ")


@pytest.mark.parametrize("page", [ERRORS, WHY], ids=["errors", "reasons"])
def test_numbers_rise(page: tuple[Entry, ...]) -> None:
    numbers = [(entry.number[0], int(entry.number[1:])) for entry in page]
    assert numbers == sorted(set(numbers))


def test_every_reason_has_its_entry() -> None:
    titled = {code for entry in WHY for code in re.findall(r"`(\w+)`", entry.title)}
    assert titled == set(REASONS)


def test_every_reason_to_stop_is_explained() -> None:
    last = REASON_PAGE.rpartition("## ")[2]
    assert {word for word in get_args(StopReason) if f"`{word}`" not in last} == set()


def test_every_rule_of_the_checker_has_an_entry() -> None:
    titles = " ".join(entry.title for entry in ERRORS)
    assert [rule for rule in RULES if rule.isdigit() and f"Rule {rule}:" not in titles] == []


def test_every_status_of_an_error_over_http_has_an_entry() -> None:
    titles = " ".join(entry.title for entry in ERRORS)
    assert [status for status in TITLES if f"Status {status}:" not in titles] == []


def test_messages_are_found_where_they_are_told() -> None:
    """The reader of the source itself: one message of each kind, so that it cannot fall silent."""
    said = messages()
    assert said["fewer than the … seats"] == "optimizer/problem/validation.py"
    assert said["demand …: … in itineraries and … unserved, its headcount is …"] == "optimizer/check/demands.py"
    assert said["this file, every scenario needs it"] == "scenarios/from_folder.py"
    assert said["…: a folder with other things is there."] == "scenarios/atomic.py"
