"""The page of requests: its examples run as they stand, and what it shows of their answers is what comes."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from api.service.requests.roster.columns import COLUMNS
from api.service.requests.states import STATES
from tests.docs.commands import DOCS
from tests.docs.served import Served, run_examples

PAGE = (DOCS / "requests.md").read_text(encoding="utf-8")


class Answers:
    """The files that the examples have written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, name: str) -> Any:
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answers(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    folder = tmp_path_factory.mktemp("requests")
    done = run_examples(PAGE, served, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return Answers(folder)


def shown_faults(after: str) -> list[dict[str, Any]]:
    """The rows of the page's first JSON block behind a text."""
    block = re.search(r"```json\n(.*?)```", PAGE.partition(after)[2], re.DOTALL)
    assert block is not None
    return [json.loads(row) for row in re.findall(r"\{.*?\}", block[1], re.DOTALL)]


def agrees(shown: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    assert [{key: row[key] for key in there} for row, there in zip(told, shown, strict=True)] == shown


def test_an_employer_signs_up_by_the_link_and_files(answers: Answers) -> None:
    assert (answers.folder / "code.png").read_bytes().startswith(b"\x89PNG")
    assert answers["which"]["campaign_id"] == answers["campaign"]["id"]
    assert answers["session"]["employer_id"] == answers["signed-up"]["employer_id"]
    assert answers["begin"]["contact"] == "李伟"
    assert answers["request"]["contact"] == "李伟"
    assert answers["withdrawn"]["state"] == "withdrawn"


def test_faults_of_the_form_are_those_that_the_page_shows(answers: Answers) -> None:
    assert answers["faults"]["status"] == 422
    agrees(shown_faults("`faults.json`"), answers["faults"]["faults"])


def test_states_go_as_the_page_says(answers: Answers) -> None:
    steps = [(step["after"], step["role"], step["note"]) for step in answers["steps"]["items"]]
    assert steps == [
        ("draft", "employer", ""), ("submitted", "employer", ""), ("returned", "planner", "哪个门？"),
        ("submitted", "employer", ""), ("checked", "planner", ""),
    ]  # fmt: skip
    assert answers["checked"]["priority"] == 2
    assert answers["too-late"]["status"] == 409


def test_faults_of_the_roster_are_those_that_the_page_shows(answers: Answers) -> None:
    report = answers["report"]
    counts = re.search(r"`report\.json` says `(.*?)`", PAGE)
    assert counts is not None
    said = json.loads(f"{{{counts[1]}}}")
    assert {key: report[key] for key in said} == said
    agrees(shown_faults("`report.json` says"), report["faults"])
    assert answers["second-report"]["added"] == 1
    assert answers["second-report"]["fault_count"] == 0


def test_places_are_taken_as_the_page_says(answers: Answers) -> None:
    [origin] = answers["places"]["origins"]
    assert [taken["place"] for taken in origin["taken"]] == [1, 2, 3, 4]
    assert answers["moved"]["place"] == 5
    assert answers["filled"] == {"placed": 0}


def test_names_are_clear_in_the_manifest_alone(answers: Answers) -> None:
    assert "event: end" in (answers.folder / "events.txt").read_text(encoding="utf-8")
    people = {passenger["person"]["name"] for passenger in answers["manifest"]["passengers"]}
    assert people == {"张三丰", "李四光", "王五一", "赵六顺", ""}
    assert len(answers["manifest"]["passengers"]) == 5
    with (answers.folder / "roster.csv").open(encoding="utf-8", newline="") as rows:
        secrets = {value for row in csv.DictReader(rows) for value in (row["姓名"], row["证件号码"]) if value}
    open_to_see = {"manifest.json", "roster.csv", "mended.csv"}
    for path in answers.folder.iterdir():
        if path.name not in open_to_see and path.suffix in {".json", ".txt"}:
            text = path.read_text(encoding="utf-8")
            assert not [secret for secret in secrets if secret in text], path.name


def test_who_sat_near_is_answered(answers: Answers) -> None:
    [near] = answers["contacts"]["items"]
    assert (near["rule"], len(near["contacts"])) == ("whole_coach", 4)
    [aired] = answers["contacts-of-place"]["items"]
    assert aired["rule"] == "rows"
    assert answers["journeys"]["items"][0]["served"] == 5


def test_every_state_and_column_is_on_the_page(site: Path) -> None:
    text = re.sub(r"<[^>]+>", "", (site / "requests.html").read_text(encoding="utf-8"))
    assert [state for state in STATES if state not in text] == []
    assert [column.name for column in COLUMNS if column.name not in text or column.zh not in text] == []
