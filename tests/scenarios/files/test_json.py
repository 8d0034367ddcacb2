"""The JSON document: nested settings, a list of objects per table, and every fault of it named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scenarios import ScenarioError, load, loads_json, to_document


@pytest.fixture
def document(small: Path) -> dict[str, Any]:
    return to_document(load(small))


def faults(document: Any) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(ScenarioError) as error:
        loads_json(document)
    assert str(error.value)
    return [(f.place, f.row, f.column) for f in error.value.faults]


def test_document_has_the_contracts_shape(document: dict[str, Any]) -> None:
    assert document["scenario"]["horizon"] == ["2020-03-10", "2020-03-12"]
    assert document["scenario"]["objective"]["unserved"] == 3000
    assert document["fleet"][1] == {"depot_id": "D1", "type_id": "C49"}
    assert document["demands"][1]["splittable"] is False
    assert json.loads(json.dumps(document)) == document


def test_text_for_number_and_number_for_text(document: dict[str, Any]) -> None:
    before = loads_json(document)
    document["demands"][0]["headcount"] = "12"
    document["links"][0]["km"] = "7.25"
    assert loads_json(document) == before


def test_null_is_a_blank_cell(document: dict[str, Any]) -> None:
    before = loads_json(document)
    document["fleet"][1] |= {"count": None, "from": ""}
    document["scenario"]["journey"] = {"max_min": None}
    assert loads_json(document) == before


@pytest.mark.parametrize("value", [True, [1], {"a": 1}, 1.5, "x", 0, 10**400, float("nan"), float("inf"), "1_2"])
def test_wrong_value(document: dict[str, Any], value: object) -> None:
    document["demands"][1]["headcount"] = value
    assert faults(document) == [("demands", 3, "headcount")]


@pytest.mark.parametrize("value", [[], {}, [[]], "\ud800"])
def test_wrong_text(document: dict[str, Any], value: object) -> None:
    document["employers"][0]["contact"] = value
    assert faults(document) == [("employers", 2, "contact")]


def test_wrong_shapes(document: dict[str, Any]) -> None:
    assert faults(document | {"caps": {"mode": "coach"}}) == [("caps", None, None)]
    assert faults(document | {"caps": [["coach", 0.5]]}) == [("caps", 2, None)]
    assert faults(document | {"scenario": []}) == [("scenario", None, None)]
    assert faults({k: v for k, v in document.items() if k != "scenario"}) == [("scenario", None, None)]
    assert faults({k: v for k, v in document.items() if k != "sites"})[0] == ("sites", None, None)
    assert faults("[]") == [("document", None, None)]


def test_texts_that_are_no_json(document: dict[str, Any]) -> None:
    assert faults("{") == [("document", 1, None)]
    assert faults('{\n"a": 1,\n"a": 2}') == [("document", None, "a")]
    assert faults("[" * 100_000 + "]" * 100_000) == [("document", None, None)]
    assert faults(b"\xff\xfe{}") == [("document", 1, None)]
    assert faults('{"scenario": {"x": ' + "9" * 5000 + "}}") == [("document", None, None)]


def test_deep_values_in_unknown_places(document: dict[str, Any]) -> None:
    deep: Any = "end"
    for _ in range(50_000):
        deep = [deep]
    document["demands"][0]["note"] = deep
    assert faults(document) == [("document", None, None)]


def test_unknown_column_and_table_are_warned_of(document: dict[str, Any]) -> None:
    document["demands"][0]["note"] = {"a": [1, "二"]}
    document["demand"] = []
    scenario = loads_json(document)
    assert {(w.place, w.column) for w in scenario.warnings} == {("demand", None), ("demands", "note")}
    (kept,) = (row for row in scenario.extras.columns["demands"] if row)
    assert json.loads(kept["note"]) == {"a": [1, "二"]}
