"""``fangang plan --from``: what is told of the earlier plan, what is pinned, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ended

from api.cli import app
from optimizer.result import Options
from optimizer.start import Pins
from scenarios import read_plan
from tests.api.test_plan_command import FakePlanner


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def planner(known, monkeypatch: pytest.MonkeyPatch) -> FakePlanner:
    fake = FakePlanner(known.plan)
    monkeypatch.setattr("api.planning.solve", fake)
    return fake


@pytest.fixture
def smaller(known, in_tmp: Path) -> Path:
    """The scenario with one worker fewer in its first demand."""
    folder = in_tmp / "smaller"
    shutil.copytree(known.scenario_folder, folder)
    header, first, *rest = (folder / "demands.csv").read_text(encoding="utf-8").splitlines()
    column = header.split(",").index("headcount")
    cells = first.split(",")
    cells[column] = str(int(cells[column]) - 1)
    (folder / "demands.csv").write_text("\n".join([header, ",".join(cells), *rest, ""]), encoding="utf-8")
    return folder


def asked(planner: FakePlanner) -> Options:
    (options,) = planner.asked
    return options


def test_the_search_gets_the_plan_and_its_pins(known, planner, in_tmp: Path) -> None:
    run, rider = known.plan.runs[0].run_id, known.plan.riders[-1].itinerary_id
    ended = fangang(
        "plan", known.scenario_folder, "--out", "out", "--from", known.plan_folder, "--pin", run, "--pin-journey", rider
    )
    assert ended.exit_code == 0, ended.output
    start = asked(planner).start
    assert start is not None
    assert start.pins == Pins(runs=frozenset({run}), journeys=frozenset({rider}))
    assert set(start.plan.runs) == set(known.plan.runs)
    assert "15 of 18 workers travel as there" in ended.stderr
    assert "hold no more" not in ended.stderr
    told = read_plan("out").extra_json["start"]
    assert (told["pinned_runs"], told["pinned_itineraries"], told["dropped"]) == ([run], [rider], [])


def test_everything_may_be_pinned(known, planner, in_tmp: Path) -> None:
    ended = fangang("plan", known.scenario_folder, "--out", "out", "--from", known.plan_folder, "--pin-all")
    assert ended.exit_code == 0, ended.output
    start = asked(planner).start
    assert start is not None
    assert start.pins.runs == {rider.run_id for rider in known.plan.riders}


def test_a_pin_that_cannot_hold_is_bad_input_and_named(known, planner, smaller: Path) -> None:
    ended = fangang("plan", smaller, "--out", "out", "--from", known.plan_folder, "--pin-all")
    assert ended.exit_code == 2, ended.output
    assert "pins cannot hold, nothing was done" in ended.stderr
    assert "cannot stay as it is: demand" in ended.stderr
    ended = fangang("plan", known.scenario_folder, "--out", "out", "--from", known.plan_folder, "--pin", "nothing")
    assert ended.exit_code == 2
    assert "run nothing cannot be pinned: the plan has no such run." in ended.stderr
    assert planner.asked == []
    assert not Path("out").exists()


def test_pins_without_a_plan_are_bad_input(known, planner, in_tmp: Path) -> None:
    for words in (("--pin", "R1"), ("--pin-journey", "I1"), ("--pin-all",)):
        ended = fangang("plan", known.scenario_folder, "--out", "out", *words)
        assert ended.exit_code == 2
        assert "Maybe --from" in ended.stderr


def test_no_plan_to_go_on_from_is_bad_input(known, planner, in_tmp: Path) -> None:
    ended = fangang("plan", known.scenario_folder, "--out", "out", "--from", "nowhere")
    assert ended.exit_code == 2
    assert "nowhere: there is no plan to go on from." in ended.stderr


def test_what_holds_no_more_is_told_and_the_new_plan_is_made_of_the_rest(known, smaller: Path) -> None:
    ended = fangang("plan", smaller, "--out", "out", "--from", known.plan_folder, "--iterations", 3, "--json")
    assert ended.exit_code == 0, ended.output
    assert "hold no more, with 1 workers" in ended.stderr
    stated = json.loads(ended.stdout)
    assert stated["valid"]
    told = read_plan("out").extra_json["start"]
    (gone,) = told["dropped"]
    assert gone["headcount"] == 1
    assert stated["objective"] <= told["objective"] * (1 + 1e-9)
