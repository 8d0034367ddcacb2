"""What would bring those left behind is kept in a file of its own, and said in Chinese wherever a page is Chinese."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

import optimizer.counterfactual as source
from maps.drawing import drawing
from optimizer.clock import day_of
from optimizer.plan import CHANGES, Change, Plan
from scenarios.change_details import change_in
from scenarios.dictionary import plan_columns
from scenarios.plan_reader import read_plan
from scenarios.plan_writer import write_plan
from scenarios.schedule import schedule
from scenarios.schedule.json_form import as_json
from scenarios.schedule.sheets import sheets
from scenarios.schedule.words import schedule_words
from tests.known import Known

_DEAR = ", with their hours more than the 780 CNY of leaving them"


def _worded() -> list[str]:
    """What the planner's changes are called in its source, an X where something is filled in."""
    texts = []
    for path in sorted(Path(source.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "words":
                values = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
                texts += [_text(value) for value in values]
    return sorted(set(texts) - {"X"})


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "X"


def test_the_planner_has_sentences() -> None:
    assert len(_worded()) > 8


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "Arrive by 2020-03-13 05:20 instead of 2020-03-12 18:00: +2,140 CNY.",
            "最晚到达时间由 2020-03-12 18:00 放宽到 2020-03-13 05:20：费用增加 2,140 CNY。",
        ),
        (
            "Be ready at 2020-03-09 08:00 instead of 2020-03-10 08:00: +0 CNY.",
            "可出发时间由 2020-03-10 08:00 提前到 2020-03-09 08:00：费用增加 0 CNY。",
        ),
        (
            "Travel in groups of 12 or more instead of 25: +980 CNY.",
            "每组最少人数由 25 人降到 12 人：费用增加 980 CNY。",
        ),
        (
            "One more coach C49 with 49 seats at 达州车场 (D1) on 2020-03-11: +2,140 CNY.",
            "达州车场 (D1)于 2020-03-11 增加 1 辆 49 座客车 C49：费用增加 2,140 CNY。",
        ),
        (
            "3 more coaches C49 with 49 seats at Bus on Hill (D1) from 2020-03-11 to 2020-03-12: +2,140 CNY.",
            "Bus on Hill (D1)于 2020-03-11 至 2020-03-12 增加 3 辆 49 座客车 C49：费用增加 2,140 CNY。",
        ),
        ("One more unit of train K1: +9 CNY.", "专列 K1 增加 1 个单元：费用增加 9 CNY。"),
        ("2 more units of carriage C1: +9 CNY.", "专厢 C1 增加 2 个单元：费用增加 9 CNY。"),
        (
            "Raise limit L2 (departures a day from P1) by 14 on 2020-03-10: +3,265 CNY.",
            "限额 L2（P1 每日出发人数）于 2020-03-10 提高 14：费用增加 3,265 CNY。",
        ),
        (
            "Raise limit L2 (quarantine beds a night at R1) by 4 from 2020-03-10 to 2020-03-12: +3,265 CNY.",
            "限额 L2（R1 每晚隔离床位）于 2020-03-10 至 2020-03-12 提高 4：费用增加 3,265 CNY。",
        ),
        (
            "Let 松滋市 (R1) open on 2020-03-12 instead of 2020-03-25: +10,896 CNY.",
            "松滋市 (R1)由 2020-03-25 提前到 2020-03-12 放行：费用增加 10,896 CNY。",
        ),
        (
            "Keep 厂门 (W) open 00:00-02:11 instead of 00:00-01:59: +640 CNY.",
            "厂门 (W)的开放时间由 00:00-01:59 改为 00:00-02:11：费用增加 640 CNY。",
        ),
        (
            "Lift the cap 0.5 for coach on national trips with risk medium or higher aboard from 2020-02-15: +1 CNY.",
            "取消客车（跨省）（车上有中风险及以上地区人员）（2020-02-15 起）上座率上限 0.5：费用增加 1 CNY。",
        ),
        ("4 drivers in a coach instead of 3: +540 CNY.", "每辆客车由 3 名驾驶员增加到 4 名：费用增加 540 CNY。"),
        ("Plan longer, nothing else has to change: +490 CNY.", "无需其他调整，延长计算时间即可：费用增加 490 CNY。"),
        (
            f"Worth it where leaving a worker costs 79 CNY: +490 CNY{_DEAR}.",
            "当不送一人的代价达到 79 CNY 时才合算：费用增加 490 CNY，连同途中时间高于不送他们的代价 780 CNY。",
        ),
    ],
)
def test_a_change_is_said_in_either_language(english: str, chinese: str) -> None:
    assert change_in(english, "zh") == chinese
    assert change_in(english, "en") == english


@pytest.mark.parametrize("words", _worded())
@pytest.mark.parametrize("when", ["on 2020-03-11", "from 2020-03-11 to 2020-03-12"])
def test_every_sentence_has_its_chinese(words: str, when: str) -> None:
    filled = words.replace("X X with", "One more coach X with").replace("X of X X", "2 more units of train X")
    if filled.startswith(("One more coach", "Raise")):
        filled = f"{filled.removesuffix('X')}{when}"
    assert not re.search(r"[A-WYZa-z]", change_in(f"{filled}: +1.", "zh"))


def test_other_words_stay_as_they_are() -> None:
    assert change_in("Ask the mayor: +5 CNY.", "zh") == "Ask the mayor: +5 CNY."
    assert change_in("No money at all.", "zh") == "No money at all."


def test_every_kind_is_a_choice_of_the_file() -> None:
    assert plan_columns("changes")["kind"].spec.choices == CHANGES


CHANGE = Change(
    demand_id="N1",
    headcount=2,
    kind="coach",
    subject="C49@D1",
    date=day_of("2020-03-11"),
    amount=1.0,
    money=2140.0,
    gain=37000.5,
    sentence="One more coach C49 with 49 seats at 达州车场 (D1) on 2020-03-11: +2,140 CNY.",
)


@pytest.fixture
def plan(known: Known) -> Plan:
    """The known plan, with a change for the first of those it leaves."""
    first = known.plan.unserved[0]
    return replace(known.plan, changes=(replace(CHANGE, demand_id=first.demand_id),))


def test_a_file_of_its_own_goes_out_and_comes_back(known: Known, plan: Plan, tmp_path: Path) -> None:
    write_plan(tmp_path / "plan", known.problem, plan, known.statement)
    read = read_plan(tmp_path / "plan")
    assert read.faults == ()
    assert read.plan.changes == plan.changes


@pytest.mark.parametrize("text", [None, "", "something,else\n1,2\n", "demand_id,headcount\nN1,many\n"])
def test_a_plan_needs_no_such_file_and_may_have_another(
    known: Known, plan: Plan, tmp_path: Path, text: str | None
) -> None:
    write_plan(tmp_path / "plan", known.problem, plan, known.statement)
    path = tmp_path / "plan" / "changes.csv"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    read = read_plan(tmp_path / "plan")
    assert (read.faults, read.complete, read.plan.changes) == ((), True, ())


def test_the_schedule_has_it_beside_the_reason(known: Known, plan: Plan) -> None:
    found = schedule(known.problem, plan)
    cases = {row["demand_id"]: row["change"] for row in as_json(found)["unserved"]}
    mine = cases.pop(plan.changes[0].demand_id)
    assert (mine["kind"], mine["date"], mine["gain"]) == ("coach", "2020-03-11", 37000.5)
    assert set(cases.values()) <= {None}
    (printed,) = (sheet for sheet in sheets(found, schedule_words("zh")) if sheet.name == "未能安排")
    assert [column.head for column in printed.columns][-1] == "可行的调整"
    assert change_in(CHANGE.sentence, "zh") in {row[-1] for row in printed.rows}


def test_the_map_tells_it_after_the_reason(known: Known, plan: Plan) -> None:
    told = [row[4] for row in drawing(known.problem, plan, lang="en")["unserved"]]
    assert sum(text.endswith(CHANGE.sentence) for text in told) == 1
