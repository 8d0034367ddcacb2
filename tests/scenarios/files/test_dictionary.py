"""The field dictionary covers every field of every record, both ways, and a reader can tell its headings apart."""

from __future__ import annotations

import csv
from dataclasses import fields
from importlib.resources import files

import pytest

from optimizer.plan import Statement
from optimizer.problem import TABLES, Settings
from scenarios.dictionary import (
    PLAN_JSON,
    PLAN_TABLES,
    SETTINGS,
    column_name,
    columns,
    headings,
    plan_columns,
    sheet_names,
    table_text,
)

RECORDS = {SETTINGS: Settings, **TABLES}
EVERY = {**{name: columns(name) for name in RECORDS}, **{n: plan_columns(n) for n in (PLAN_JSON, *PLAN_TABLES)}}

CONTRACT = {
    "regions": "region_id name city province risk open_from",
    "sites": "site_id name kind lat lon region_id opens closes dwell_min checkin_min exit_min",
    "employers": "employer_id name priority industry contact phone",
    "demands": "demand_id employer_id pickup_id workplace_id headcount ready due_from due priority splittable "
    "min_group quarantine_nights",
    "vehicle_types": "type_id name seats reserved cost_day cost_km cost_driver_day cost_km_empty",
    "fleet": "depot_id type_id count from to",
    "services": "service_id name mode unit_seats reserved max_units min_units cost_fixed cost_unit cost_seat",
    "service_stops": "service_id seq site_id arrival departure",
    "links": "from_id to_id km minutes",
    "caps": "mode share trip risk from to",
    "limits": "limit_id scope kind date value",
    "runs": "run_id mode service_id vehicle_id units drivers km driving_min",
    "stops": "run_id seq site_id arrival departure board alight",
    "vehicles": "vehicle_id outing type_id depot_id leaves returns days km_loaded km_empty drivers money",
    "riders": "itinerary_id leg run_id board_seq alight_seq demand_id headcount",
    "unserved": "demand_id headcount reason proven detail",
}


def test_dictionary_and_records_have_the_same_fields() -> None:
    with files("scenarios").joinpath("fields.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    written = [(row["table"], row["column"]) for row in rows if row["column"]]
    declared = {(table, name) for table, known in EVERY.items() for name in known}
    assert len(written) == len(set(written))
    assert set(written) == declared
    assert {row["table"] for row in rows if not row["column"]} == set(EVERY)


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_columns_are_the_contracts(table: str) -> None:
    assert " ".join(EVERY[table]) == CONTRACT[table]


@pytest.mark.parametrize("table", sorted(RECORDS))
def test_every_record_field_has_its_column(table: str) -> None:
    held = {field for column in columns(table).values() for field in column.fields}
    assert held == {f.name for f in fields(RECORDS[table])}
    for column in columns(table).values():
        assert {column_name(table, field) for field in column.fields} == {column.name}


def test_every_statement_field_has_its_key() -> None:
    assert {f.name for f in fields(Statement)} <= set(plan_columns(PLAN_JSON))


@pytest.mark.parametrize("table", sorted(EVERY))
def test_texts_are_there_and_headings_differ(table: str) -> None:
    assert table_text(table).zh
    assert table_text(table).description
    known = EVERY[table].values()
    assert all(c.zh and c.description for c in known)
    both = [c.name for c in known] + [c.zh for c in known]
    assert len(both) == len(set(both))


def test_headings_and_sheets_lead_back() -> None:
    assert headings("fleet")["起始日期"] == "from"
    assert headings(SETTINGS)["计划期"] == "horizon"
    assert sheet_names()["出行需求"] == sheet_names()["demands"] == "demands"
    assert len(sheet_names()) == 2 * (len(TABLES) + 1)


def test_types_ranges_and_defaults_are_the_records() -> None:
    share, priority = columns("caps")["share"], columns("employers")["priority"]
    assert (share.required, share.spec.expects()) == (True, "a number from 0 to 1")
    assert (priority.required, priority.default) == (False, 1.0)
    assert columns(SETTINGS)["horizon"].required
    assert columns(SETTINGS)["driving.night"].default is None
    assert plan_columns("stops")["arrival"].spec.kind == "moment"
    assert plan_columns("unserved")["reason"].spec.kind == "choice"
