"""The log tells what happened, in JSON, and nothing that anybody typed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from api.http.logs import formatter

NAME, PHONE, DOCUMENT = "王芳", "13800138000", "37020219900101002X"


@contextmanager
def _told() -> Iterator[list[dict[str, Any]]]:
    """The events of the block, filled in at its end."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_json=True))
    root = logging.getLogger()
    before = root.level, logging.getLogger("fangang").level
    root.addHandler(handler)
    logging.getLogger("fangang").setLevel(logging.INFO)
    events: list[dict[str, Any]] = []
    try:
        yield events
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        logging.getLogger("fangang").setLevel(before[1])
    text = stream.getvalue()
    assert not [planted for planted in (NAME, PHONE, DOCUMENT) if planted in text], text
    events += [json.loads(line) for line in text.splitlines()]


def _fail() -> None:
    try:
        int(f"{NAME} {PHONE}")
    except ValueError as error:
        raise RuntimeError(f"the document {DOCUMENT}") from error


def test_only_known_fields_are_told_in_clear() -> None:
    with _told() as events:
        structlog.stdlib.get_logger("fangang.test").info("filed", job="1", name=NAME, phone=PHONE)
    [event] = events
    assert (event["event"], event["job"], event["level"], event["name"]) == ("filed", "1", "info", "•••")
    assert event["timestamp"].endswith("Z")


def test_an_error_is_told_by_type_and_place_without_its_message() -> None:
    with _told() as events:
        try:
            _fail()
        except RuntimeError as error:
            structlog.stdlib.get_logger("fangang.test").error("fault", fault="f1", exc_info=error)
    [event] = events
    assert event["error"] == ["RuntimeError", "ValueError"]
    assert any("_fail" in place for place in event["where"][0])


def test_libraries_are_told_by_their_template() -> None:
    with _told() as events:
        logging.getLogger("library").warning("row of %s has %s", NAME, PHONE)
        logging.getLogger("library").warning(f"no phone {PHONE} and no document {DOCUMENT}")
        try:
            _fail()
        except RuntimeError:
            logging.getLogger("library").exception("broken")
    assert [event["event"] for event in events] == [
        "row of %s has %s",
        "no phone ••• and no document •••",
        "broken",
    ]
    assert events[2]["error"] == ["RuntimeError", "ValueError"]
