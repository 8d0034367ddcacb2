"""Rosters: every format that is met, good rows kept, broken ones told, nothing asked twice."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from api.service.people.sealing import new_key
from api.service.people.tables import Worker, WorkerKey
from api.service.people.workers import fields_of
from api.service.requests.filing import change_request, decide
from api.service.requests.form import Form, From, Where
from api.service.requests.roster.columns import COLUMNS, column_of
from api.service.requests.roster.file import lines
from api.service.requests.roster.reading import GoodRow, RosterReading, RosterReport
from api.service.requests.roster.template import csv_template, workbook_template
from api.service.requests.roster.upload import take_roster
from api.service.store import ConflictError, InvalidError, NotFoundError
from api.service.store.tables import AuditEntry
from scenarios.words import LANGUAGES, Lang
from tests.api.service.asking import Asking
from tests.api.service.workers_for_tests import HEADING, resident_id, roster_csv, roster_row

ENGLISH = ("Name", "Document number", "Phone")


def workbook(rows: Sequence[Sequence[Any]], heading: Sequence[str] = HEADING, first: int = 0) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((heading, *rows)):
            sheet.write_row(first + at, 0, row)
    return buffer.getvalue()


def take(asking: Asking, request_id: str, data: bytes, **others: Any) -> RosterReport:
    return take_roster(asking.database, asking.ours, asking.vault, request_id, data, **others)


def named(asking: Asking, request_id: str) -> list[tuple[str, int | None]]:
    with asking.database.read(asking.planner) as unit:
        rows = unit.session.scalars(select(Worker).where(Worker.request_id == request_id, Worker.deleted_at.is_(None)))
        workers = sorted(rows, key=lambda row: row.id)
        known = fields_of(unit, asking.vault, workers)
        return [(known[row.id]["id_number"], row.place) for row in workers]


def read(data: bytes) -> tuple[list[GoodRow], RosterReport]:
    """What is in a file, without a database."""
    reading = RosterReading(today=date(2020, 3, 1), hash_key=new_key(), most_faults=10)
    return list(reading.good_rows(lines(data))), reading.report


ROWS = [roster_row(number) for number in range(3)]


@pytest.mark.parametrize(
    "data",
    [
        roster_csv(ROWS),
        b"\xef\xbb\xbf" + roster_csv(ROWS),
        roster_csv(ROWS).decode().encode("gb18030"),
        roster_csv(ROWS).decode().replace(",", "\t").encode("utf-16"),
        roster_csv(ROWS).replace(b",", b";").replace(b"\n", b"\r\n"),
        b"\n\n" + roster_csv([ROWS[0], [], ["", " "], *ROWS[1:]]),
        workbook(ROWS),
        workbook(ROWS, first=3),
    ],
    ids=["utf-8", "mark", "gb18030", "utf-16", "semicolons", "empty lines", "workbook", "further down"],
)
def test_every_form_that_is_met(data: bytes) -> None:
    rows, report = read(data)
    assert (report.rows, report.broken, report.unknown_columns) == (3, 0, [])
    assert [json.loads(row.plain)["id_number"] for row in rows] == [resident_id(number) for number in range(3)]
    assert [json.loads(row.plain)["home_county"] for row in rows] == ["兴文县"] * 3


@pytest.mark.parametrize("data", [roster_csv(ROWS), workbook(ROWS)], ids=["csv", "workbook"])
def test_a_roster_becomes_workers_on_places(asking: Asking, data: bytes) -> None:
    request_id = asking.file()
    report = take(asking, request_id, data)
    assert (report.rows, report.added, report.broken) == (3, 3, 0)
    assert (report.named, report.headcount, report.without_place) == (3, 30, 0)
    assert named(asking, request_id) == [(resident_id(number), number + 1) for number in range(3)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_is_a_roster_in_either_language(lang: Lang) -> None:
    for empty in (csv_template(lang), workbook_template(lang)):
        rows, report = read(empty)
        assert (rows, report.rows, report.unknown_columns) == ([], 0, [])
    row = ",".join(["王一", "", resident_id(1), *[""] * (len(COLUMNS) - 3)])
    rows, report = read(csv_template(lang) + f"{row}\n".encode())
    assert (len(rows), report.broken) == (1, 0)


def test_every_heading_means_its_own_column() -> None:
    words = [word for column in COLUMNS for word in (column.name, column.en, column.zh, *column.also)]
    assert all(column_of(word) for word in words)
    assert column_of(" 身份证号码（必填）* ") == "id_number"
    assert column_of("Document  Number") == "id_number"
    assert column_of("备注") is None
    for column in COLUMNS:
        assert {column_of(word) for word in (column.name, column.en, column.zh, *column.also)} == {column.name}


def test_broken_rows_are_told_by_row_and_column_and_the_others_kept(asking: Asking) -> None:
    request_id = asking.file()
    broken = roster_row(1)
    broken[2], broken[3] = broken[2][:-1] + "?", "123"
    report = take(asking, request_id, roster_csv([ROWS[0], broken, ROWS[2], ROWS[0]]))
    assert [(f.row, f.column) for f in report.faults] == [(3, "id_number"), (3, "phone"), (5, "id_number")]
    assert report.faults[2].expected == "a document that is here once, row 2 has it too"
    assert (report.rows, report.broken, report.added, report.fault_count) == (4, 2, 2, 3)
    assert not any(broken[2] in str(fault) for fault in report.faults)


def test_corrected_rows_are_sent_again_alone(asking: Asking) -> None:
    request_id = asking.file()
    broken = [*ROWS[1][:3], "123", *ROWS[1][4:]]
    assert take(asking, request_id, roster_csv([ROWS[0], broken])).added == 1
    report = take(asking, request_id, roster_csv([ROWS[1]]))
    assert (report.added, report.named) == (1, 2)


def test_the_same_document_corrects_the_same_worker(asking: Asking) -> None:
    request_id = asking.file()
    take(asking, request_id, roster_csv(ROWS))
    other = [*ROWS[1][:3], "13800000000", *ROWS[1][4:]]
    report = take(asking, request_id, roster_csv([ROWS[0], other, roster_row(7)]))
    assert (report.added, report.changed, report.unchanged, report.named) == (1, 1, 1, 4)
    with asking.database.read(asking.planner) as unit:
        [row] = [row for row in unit.session.scalars(select(Worker)) if row.version == 2]
        assert fields_of(unit, asking.vault, [row])[row.id]["phone"] == "13800000000"
        changes = unit.session.scalars(select(AuditEntry).where(AuditEntry.row_id == row.id)).all()
    assert [entry.action for entry in changes] == ["create", "change"]
    assert changes[1].before["sealed"] == changes[0].after["sealed"] != changes[1].after["sealed"]  # type: ignore[index]


def test_names_go_to_the_origin_that_they_name(asking: Asking) -> None:
    origins = [From(place=Where(name="兴文县"), headcount=1), From(place=Where(name="珙县"), headcount=5)]
    request_id = asking.file(origins=origins)
    first, second = asking.origins(request_id)
    rows = [
        ["王一", resident_id(1), "兴文", ""],
        ["王二", resident_id(2), "兴文县", "珙县"],
        ["王三", resident_id(3), "兴文县", ""],
        ["王四", resident_id(4), "长宁县", ""],
        ["王五", resident_id(5), "珙县", "长宁县"],
    ]
    report = take(asking, request_id, roster_csv(rows, ("姓名", "身份证号", "户籍县区", "上车地点")))
    assert (report.added, report.without_place) == (5, 3)
    with asking.database.read(asking.ours) as unit:
        placed = {row.origin_id: row.place for row in unit.session.scalars(select(Worker)) if row.origin_id}
    assert placed == {first: 1, second: 1}


def test_more_names_than_places_are_kept_without_one(asking: Asking) -> None:
    request_id = asking.file(origins=[From(place=Where(name="兴文县"), headcount=2)])
    report = take(asking, request_id, roster_csv(ROWS))
    assert (report.added, report.without_place, report.headcount, report.named) == (3, 1, 2, 3)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "a heading and rows, this is empty"),
        (b"PK\x03\x04 no workbook", r"an \.xlsx workbook"),
        (b"\xff\xff\xff\xff\x80", "CSV in UTF-8 or GB18030"),
        (b"a\x00b,c\n", "CSV in UTF-8 or GB18030"),
        (roster_csv([], ("姓名", "电话")), r"a heading with the column Document number \(证件号码\)"),
        (roster_csv([], ("姓名", "Name", "证件号")), "each column once, Name is there twice"),
        (roster_csv([]) + b'"' + b"x" * 200_000, "a row of a CSV file"),
    ],
)
def test_what_is_no_roster_is_refused_as_a_whole(data: bytes, expected: str) -> None:
    with pytest.raises(InvalidError) as raised:
        read(data)
    assert [fault.place for fault in raised.value.faults] == ["roster"]
    raised.match("nothing was done")
    assert re.search(expected, str(raised.value.faults[0]))


def test_a_sheet_that_spans_everything_is_refused() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        sheet.write(1_048_575, 16_383, "far")
    with pytest.raises(InvalidError) as raised:
        read(buffer.getvalue())
    assert "spans" in str(raised.value.faults[0])


def test_unknown_columns_are_told_and_do_no_harm() -> None:
    rows, report = read(roster_csv([[*ROWS[0], "x"]], (*HEADING, "备注")))
    assert (len(rows), report.unknown_columns) == (1, ["备注"])


def test_an_answer_has_a_bound_and_the_count_has_none() -> None:
    _, report = read(roster_csv([["王一", "1", ""]] * 30, ENGLISH))
    assert (len(report.faults), report.fault_count, report.broken) == (10, 30, 30)


def test_two_employers_naming_one_person_learn_nothing_of_each_other(asking: Asking) -> None:
    take(asking, asking.file(), roster_csv(ROWS))
    theirs = asking.file(asking.theirs, form=Form())
    report = take_roster(asking.database, asking.theirs, asking.vault, theirs, roster_csv(ROWS))
    assert (report.added, report.fault_count) == (3, 0)
    with pytest.raises(NotFoundError):
        take(asking, theirs, roster_csv(ROWS))


def test_no_key_and_no_hash_is_in_the_log(asking: Asking) -> None:
    take(asking, asking.file(), roster_csv(ROWS))
    with asking.database.read(asking.planner) as unit:
        tables = set(unit.session.scalars(select(AuditEntry.table_name)))
        keys = unit.session.scalars(select(WorkerKey)).all()
        told = str([(e.before, e.after) for e in unit.session.scalars(select(AuditEntry))])
    assert "worker_keys" not in tables
    assert len(keys) == 5  # three workers, the contact, the campaign
    assert not any(key.wrapped.hex() in told or str(key.wrapped) in told for key in keys)


def test_a_withdrawn_request_takes_no_names(asking: Asking) -> None:
    request_id = asking.file()
    with asking.database.write(asking.ours) as unit:
        decide(unit, request_id, "withdrawn", None)
    with pytest.raises(ConflictError, match="is withdrawn"):
        take(asking, request_id, roster_csv(ROWS))


def test_a_headcount_never_falls_below_a_place_that_is_taken(asking: Asking) -> None:
    request_id = asking.file()
    take(asking, request_id, roster_csv(ROWS))
    [origin_id] = asking.origins(request_id)
    smaller = [From(id=origin_id, place=Where(name="兴文县"), headcount=2)]
    with asking.database.write(asking.ours) as unit, pytest.raises(InvalidError) as raised:
        change_request(unit, asking.vault, request_id, Form(origins=smaller), None)
    assert [fault.column for fault in raised.value.faults] == ["origins.0.headcount"]
    with asking.database.write(asking.ours) as unit:
        change_request(unit, asking.vault, request_id, Form(origins=[]), None)
    assert [place for _, place in named(asking, request_id)] == [None, None, None]
