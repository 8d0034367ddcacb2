"""A scenario is checked over HTTP as on the command line: the same faults, row by row, whatever format it comes in."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scenarios import ScenarioError, digest, load, loads_json, save
from scenarios.library import cases
from tests.api.http.conftest import Service

CHECK = "/api/v1/scenarios/check"


@pytest.mark.parametrize("name", [case.name for case in cases()])
def test_a_case_is_usable_in_both_formats_and_is_the_same(service: Service, name: str) -> None:
    document = service.client.get(f"/api/v1/cases/{name}/scenario")
    workbook = service.client.get(f"/api/v1/cases/{name}/workbook", params={"lang": "zh"})
    found = [
        service.post_json(CHECK, document.json()).json(),
        service.post_workbook(CHECK, workbook.content).json(),
    ]
    problem = load(next(case.path for case in cases() if case.name == name)).problem
    for report in found:
        assert report["sha256"] == digest(problem)
        assert report["workers"] == problem.workers()
        assert report["rows"]["demands"] == len(problem.demands)
        assert report["warnings"] == []


def test_every_fault_is_told_with_the_rows_of_the_command_line(service: Service, scenario: dict[str, Any]) -> None:
    scenario["demands"][0]["headcount"] = "many"
    scenario["demands"][1]["due"] = "2020/03/13"
    scenario["sites"][2]["lat"] = 91
    del scenario["employers"][0]["name"]
    scenario["services"][0]["max_units"] = 0
    with pytest.raises(ScenarioError) as told:
        loads_json(scenario)
    answer = service.post_json(CHECK, scenario)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    keys = ("place", "row", "column", "value", "expected", "advice")
    assert [tuple(row[key] for key in keys) for row in problem["faults"]] == [
        tuple(getattr(fault, key) for key in keys) for fault in told.value.faults
    ]
    assert problem["fault_count"] == len(told.value.faults) >= 5
    assert any("2020-03-13" in row["advice"] for row in problem["faults"])


def test_a_workbook_names_sheet_and_line(service: Service, tmp_path: Path, scenario: dict[str, Any]) -> None:
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    save(loads_json(scenario), good)
    number, text = b'<c r="E3"><v>22</v></c>', b'<c r="E3" t="inlineStr"><is><t>many</t></is></c>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(number, text))
    faults = service.post_workbook(CHECK, bad.read_bytes()).json()["faults"]
    assert [(fault["place"], fault["row"], fault["value"]) for fault in faults] == [("demands", 3, "many")]


def test_what_is_odd_but_harmless_is_a_warning(service: Service, scenario: dict[str, Any]) -> None:
    scenario["sites"][0]["colour"] = "red"
    scenario["holidays"] = []
    report = service.post_json(CHECK, scenario).json()
    assert report["valid"] is True
    assert report["warning_count"] == 2
    assert {(warning["place"], warning["column"]) for warning in report["warnings"]} == {
        ("sites", "colour"),
        ("holidays", None),
    }


def test_very_many_faults_are_counted_and_the_first_ones_told(service: Service, scenario: dict[str, Any]) -> None:
    scenario["demands"] *= 500
    problem = service.post_json(CHECK, scenario).json()
    assert problem["fault_count"] > len(problem["faults"]) == 1000


@pytest.mark.parametrize("content_type", ["", "text/csv", "application/xml", "multipart/form-data; boundary=x"])
def test_another_kind_of_content_is_415(service: Service, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    answer = service.client.post(CHECK, content=b"a,b", headers=headers)
    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


def test_text_that_is_no_unicode_is_told_and_breaks_nothing(service: Service, scenario: dict[str, Any]) -> None:
    scenario["sites"][0]["name"] = "\ud800"
    scenario["sites"][0]["odd \udfff column"] = "x"
    scenario["\ud800"] = []
    body = json.dumps(scenario)  # escapes: what arrives are lone surrogates
    answer = service.client.post(CHECK, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["column"] == "name"
    scenario["sites"][0]["name"] = "x"
    assert service.post_json(CHECK, scenario).json()["warning_count"] == 2
