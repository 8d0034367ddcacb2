"""``check``, ``convert``, ``generate`` and what all commands promise about bad input."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ended

from api import __version__
from api.cli import app, main
from api.judging import judge
from scenarios import digest, load, read_plan


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


def damaged(known, tmp_path: Path, table: str, old: str, new: str) -> Path:
    """A copy of the known scenario with one text replaced in one table."""
    folder = tmp_path / "damaged"
    if not folder.exists():
        shutil.copytree(known.scenario_folder, folder)
    text = (folder / table).read_text(encoding="utf-8")
    assert old in text
    (folder / table).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_version() -> None:
    assert fangang("--version").output.split() == ["fangang", __version__]


def test_a_good_scenario(known) -> None:
    ended = fangang("check", known.scenario_folder)
    assert ended.exit_code == 0
    assert "18 workers" in ended.stdout
    stated = json.loads(fangang("check", known.scenario_folder, "--json").stdout)
    assert (stated["workers"], stated["rows"]["sites"], stated["sha256"]) == (18, 6, digest(known.problem))


def test_a_good_plan(known) -> None:
    ended = fangang("check", known.scenario_folder, known.plan_folder)
    assert ended.exit_code == 0, ended.output
    assert "no rule is broken" in ended.stdout
    assert json.loads(fangang("check", known.scenario_folder, known.plan_folder, "--json").stdout)["valid"] is True


def test_a_plan_that_breaks_a_rule(known, tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(known.plan_folder, plan)
    text = (plan / "riders.csv").read_text()
    (plan / "riders.csv").write_text(text.replace("N1,10", "N1,9"))
    ended = fangang("check", known.scenario_folder, plan)
    assert ended.exit_code == 1
    assert "N1" in ended.stdout
    stated = json.loads(fangang("check", known.scenario_folder, plan, "--json").stdout)
    assert stated["valid"] is False
    assert "1" in {violation["rule"] for violation in stated["violations"]}


def test_a_plan_with_a_cell_that_cannot_be_read(known, tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(known.plan_folder, plan)
    text = (plan / "unserved.csv").read_text()
    (plan / "unserved.csv").write_text(text.replace("N3,3", "N3,three"))
    ended = fangang("check", known.scenario_folder, plan)
    assert ended.exit_code == 1
    assert "three" in ended.stdout


def test_a_plan_for_another_scenario_is_warned_of(known, tmp_path: Path) -> None:
    folder = damaged(known, tmp_path, "employers.csv", "<one>", "<two>")
    ended = fangang("check", folder, known.plan_folder)
    assert ended.exit_code == 0
    assert "another scenario" in ended.stderr
    assert "scenario.json" in ended.stderr


def test_a_plan_that_names_another_scenario_is_refused(known, tmp_path: Path) -> None:
    folder = damaged(known, tmp_path, "scenario.toml", "known", "changed")
    ended = fangang("check", folder, known.plan_folder)
    assert ended.exit_code == 1
    assert "scenario.name" in ended.output
    assert "Maybe" in ended.output


def test_a_row_that_cannot_be_read_is_not_told_again_as_a_broken_rule(known, tmp_path: Path) -> None:
    plan = shutil.copytree(known.plan_folder, tmp_path / "plan")
    riders = plan / "riders.csv"
    lines = riders.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("alight_seq")] = "x"
    riders.write_text("\n".join([lines[0], ",".join(cells), *lines[2:], ""]), encoding="utf-8")
    judgement = judge(known.problem, read_plan(plan))
    assert [fault.place for fault in judgement.faults] == ["riders.csv"]
    assert judgement.report.rules <= {"1"}


@pytest.mark.parametrize("plan", ["nowhere", "file.csv"])
def test_no_plan_there_is_bad_input(known, in_tmp: Path, plan: str) -> None:
    Path("file.csv").write_text("x")
    ended = fangang("check", known.scenario_folder, plan)
    assert ended.exit_code == 2
    assert plan in ended.stderr


def test_every_broken_row_is_named_in_one_go(known, tmp_path: Path) -> None:
    folder = damaged(known, tmp_path, "demands.csv", "N1,E,P,W,10", "N1,E,P,W,ten")
    damaged(known, tmp_path, "demands.csv", "N2,E,P", "N2,E,nowhere")
    damaged(known, tmp_path, "vehicle_types.csv", "BIG", "HUGE")
    ended = fangang("check", folder)
    assert ended.exit_code == 2
    assert ended.stdout == ""
    for part in ("ten", "nowhere", "BIG", "demands.csv", "fleet.csv", "row 2", "row 3"):
        assert part in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", [["check"], ["plan", "--out", "o"], ["convert", "to.json"]], ids=lambda c: c[0])
def test_no_scenario_there_is_bad_input_with_advice(in_tmp: Path, command: list[str]) -> None:
    ended = fangang(command[0], "jinan-k4017", *command[1:])
    assert ended.exit_code == 2
    assert "Maybe jinan-k4016" in ended.stderr


@pytest.mark.parametrize(("target", "lang"), [("s.xlsx", "zh"), ("s.xlsx", "en"), ("s.json", "en"), ("s", "en")])
def test_convert_there_and_back_loses_nothing(known, in_tmp: Path, target: str, lang: str) -> None:
    ended = fangang("convert", known.scenario_folder, target, "--lang", lang)
    assert ended.exit_code == 0, ended.output
    assert digest(load(target).problem) == digest(known.problem)
    assert fangang("convert", target, "back").exit_code == 0
    assert digest(load("back").problem) == digest(known.problem)


def test_convert_to_an_unknown_ending_is_bad_input(known, in_tmp: Path) -> None:
    ended = fangang("convert", known.scenario_folder, "s.xls")
    assert ended.exit_code == 2
    assert list(in_tmp.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "size"),
    [("campaign", ["--workers", "60"]), ("trunk", ["--workers", "60"]), ("commute", ["--workers", "40"]), ("tiny", [])],
)
def test_generate_gives_the_same_for_the_same_seed(in_tmp: Path, kind: str, size: list[str]) -> None:
    for name in ("a", "b"):
        ended = fangang("generate", kind, "--out", name, "--seed", 3, *size)
        assert ended.exit_code == 0, ended.output
    assert digest(load("a").problem) == digest(load("b").problem)


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["campaign", "--workers", "0"],
        ["campaign", "--workers", "9" * 20],
        ["tiny", "--demands", "9" * 20],
        ["tiny", "--seed", "9" * 20],
        ["tiny", "--workers", "5"],
        ["campaign", "--demands", "5"],
        ["campaign", "--province", "Atlantis"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_generated_is_bad_input(in_tmp: Path, words: list[str]) -> None:
    ended = fangang("generate", *words, "--out", "g")
    assert ended.exit_code == 2
    assert list(in_tmp.iterdir()) == []


def test_a_fault_of_our_own_ends_with_a_status_of_its_own(known, monkeypatch, capsys) -> None:
    def broken(_: str) -> None:
        raise RuntimeError("our own fault")

    monkeypatch.setattr("api.commands.check.open_scenario", broken)
    monkeypatch.setattr("sys.argv", ["fangang", "check", str(known.scenario_folder)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 70
    said = capsys.readouterr().err
    assert "our own fault" in said
    assert "please report" in said


def test_cases_are_listed_with_their_pages() -> None:
    listed = json.loads(fangang("cases", "--json").stdout)
    assert {"jinan-k4016", "daqing-anda"} <= {case["name"] for case in listed}
    for case in listed:
        assert case["name"] in fangang("cases").stdout
        page = fangang("cases", case["name"])
        assert page.exit_code == 0
        assert case["title"] in page.stdout


def test_an_unknown_case_is_bad_input() -> None:
    ended = fangang("cases", "jinan")
    assert ended.exit_code == 2
    assert "jinan-k4016" in ended.stderr


def test_a_shipped_case_is_a_scenario_by_its_name(in_tmp: Path) -> None:
    assert fangang("convert", "daqing-anda", "d.json").exit_code == 0
    assert fangang("check", "d.json").exit_code == 0


def test_what_is_odd_is_said_beside_what_is_wrong(known, in_tmp: Path) -> None:
    ended = fangang("check", damaged(known, in_tmp, "demands.csv", "headcount", "heads"))
    assert ended.exit_code == 2
    assert "Warning: demands.csv, row 1, heads: unknown column" in ended.stderr
    assert "1 fault in the input" in ended.stderr


@pytest.mark.parametrize("command", ["check", "convert"])
def test_dates_the_wrong_way_round_are_a_warning(known, in_tmp: Path, command: str) -> None:
    scenario = shutil.copytree(known.scenario_folder, in_tmp / "odd")
    (scenario / "caps.csv").write_text("mode,share,from,to\ncoach,0.5,2020-03-12,2020-03-10\n")
    ended = fangang(command, scenario, *(["to.json"] if command == "convert" else []))
    assert ended.exit_code == 0
    assert "Warning: caps.csv, row 2, to: 2020-03-10 is before from, 2020-03-12" in ended.stderr


@pytest.mark.parametrize("target", ["s", "s.json", "s.xlsx"])
def test_a_scenario_is_replaced_only_by_force(known, in_tmp: Path, target: str) -> None:
    assert fangang("generate", "tiny", "--out", target).exit_code == 0
    tiny = digest(load(target).problem)
    for words in (["generate", "tiny", "--seed", 2, "--out", target], ["convert", known.scenario_folder, target]):
        ended = fangang(*words)
        assert ended.exit_code == 2
        assert "Maybe --force" in ended.stderr
        assert digest(load(target).problem) == tiny
    assert fangang("convert", known.scenario_folder, target, "--force").exit_code == 0
    assert digest(load(target).problem) == digest(known.problem)


def test_force_does_not_replace_what_is_no_scenario(known, in_tmp: Path) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("precious")
    ended = fangang("convert", known.scenario_folder, "mine", "--force")
    assert ended.exit_code == 2
    assert [p.name for p in Path("mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("command", ["timeline", "map", "schedule"])
@pytest.mark.parametrize("out", [".", "", "noending", "file/below.html"])
def test_a_target_that_is_no_page_is_a_message(known, in_tmp: Path, command: str, out: str) -> None:
    Path("file").write_text("mine")
    ended = fangang(command, known.scenario_folder, known.plan_folder, "--out", out)
    assert ended.exit_code == 2
    assert "Maybe" in ended.stderr
    assert [p.name for p in in_tmp.iterdir()] == ["file"]


def test_a_case_in_capitals_is_understood() -> None:
    assert "Maybe jinan-k4016" in fangang("check", "JINAN-K4016").stderr
    assert "Maybe jinan-k4016" in fangang("check", "Jinan_K4016").stderr
