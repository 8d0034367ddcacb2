"""The detail of those left behind is said in Chinese wherever a page or a printed sheet is Chinese."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

import optimizer.reasons.sentences as source
from maps.drawing import drawing
from optimizer.plan import Unserved
from scenarios.reason_details import detail_in
from scenarios.schedule import schedule
from scenarios.schedule.sheets import sheets
from scenarios.schedule.words import schedule_words
from tests.known import Known

_WAY = "from 集合点 (P) to 厂门 (W)"
_WINDOW = "between 2020-03-10 07:00 and 2020-03-11 08:00"
_ZH_WAY = "从 集合点 (P) 到 厂门 (W)"
_ZH_WINDOW = "（2020-03-10 07:00 至 2020-03-11 08:00）"


def _worded() -> list[str]:
    """The planner's sentences as its source has them, an X where something is filled in."""
    assert source.__file__ is not None
    tree = ast.parse(Path(source.__file__).read_text(encoding="utf-8"))
    texts = [
        "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    ]
    said = {text.rstrip(".") + "." for text in texts if re.match(r"[A-Z][a-z]|X opens", text)}
    return sorted(text for text in said if text != "X.")


def test_the_planner_has_sentences() -> None:
    assert len(_worded()) > 12


@pytest.mark.parametrize("english", _worded())
def test_every_sentence_has_its_chinese(english: str) -> None:
    assert not re.search(r"[A-WYZa-z]", detail_in(english, "zh"))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            f"A journey {_WAY} {_WINDOW} may exist, but none that pays was found in the time given.",
            f"{_ZH_WAY}{_ZH_WINDOW}也许有可行的行程，但在给定的计算时间内没有找到合算的。",
        ),
        (
            "Others use up limit L1 (20 arrivals a day at 山东省/济南市) on 2020-03-10 to 2020-03-12 and 2020-03-14 "
            f"and limit L2 (3 quarantine beds a night at R) on 2020-03-10; no other days are possible {_WAY}.",
            "限额 L1（山东省/济南市 每日到达 20 人）2020-03-10 至 2020-03-12、2020-03-14、"
            f"限额 L2（R 每晚隔离床位 3 张）2020-03-10，名额已被其他人用完；{_ZH_WAY}没有其他可行的日期。",
        ),
        (
            f"Caps and reserved seats leave no vehicle with 40 seats together usable {_WAY} {_WINDOW}: coach bus (24 "
            "of 49 seats, 2 reserved, cap 0.5 for coach on national trips with risk medium or higher aboard from "
            "2020-02-11 to 2020-02-27) and train K1 (30 of 2 × 118 seats, cap 0.5 for train).",
            f"{_ZH_WAY}{_ZH_WINDOW}：因上座率上限和预留座位，没有车辆还有 40 个座位可用：客车 bus（49 座可用 24 座，"
            "预留 2 座，客车上座率上限 0.5，跨省，车上有中风险及以上地区人员，2020-02-11 至 2020-02-27）、"
            "专列 K1（2 × 118 座可用 30 座，专列上座率上限 0.5）。",
        ),
        (
            f"The other runs use up the coaches and units that could go {_WAY} {_WINDOW}: 2 bus at D1, any number of "
            "mini at D2 and 3 more and all 3 units of train K1.",
            f"可以{_ZH_WAY}{_ZH_WINDOW}的客车和单元已被其他趟次用完：D1 的 2 辆 bus、"
            "D2 的 mini（不限数量），另有 3 项、全部 3 个单元的专列 K1。",
        ),
    ],
)
def test_what_binds_is_named_in_chinese(english: str, chinese: str) -> None:
    assert detail_in(english, "zh") == chinese
    assert detail_in(english, "en") == english


@pytest.mark.parametrize("words", ["", "Somebody else's words, from here to there.", "别人的话。", "Others fill"])
def test_other_words_stay(words: str) -> None:
    assert detail_in(words, "zh") == words


def test_map_and_schedule_speak_it(known: Known) -> None:
    detail = f"No chain of coach legs and services leads {_WAY}, whatever the time."
    demand_id = known.problem.demands[0].demand_id
    left = Unserved(demand_id=demand_id, headcount=1, reason="no_connection", proven=True, detail=detail)
    plan = replace(known.plan, unserved=(left,))
    said = f"不论何时，都没有可以相接的客车和班次{_ZH_WAY}。"
    assert [row[-1] for row in drawing(known.problem, plan, "zh")["unserved"]] == [said]
    assert [row[-1] for row in drawing(known.problem, plan, "en")["unserved"]] == [detail]
    last = list(sheets(schedule(known.problem, plan), schedule_words("zh")))[-1]
    assert said in str(last)
