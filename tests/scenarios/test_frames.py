"""Tables as frames: the contract's columns, one row a record, times as timestamps."""

from __future__ import annotations

import pandas as pd

from scenarios import load
from scenarios.dictionary import PLAN_TABLES, columns
from scenarios.frames import plan_frames, scenario_frames
from scenarios.library import case
from tests.planned import planned


def test_a_scenario_s_frames_have_its_columns_rows_and_times() -> None:
    problem = load(case("jinan-k4016").path).problem
    frames = scenario_frames(problem)
    demands = frames["demands"]
    assert list(demands.columns) == list(columns("demands"))
    assert int(demands["headcount"].sum()) == 476
    assert demands["due"].notna().all()
    assert demands["due"].max() <= pd.Timestamp("2020-03-31")
    assert list(frames["sites"]["site_id"]) == [site.site_id for site in problem.sites]


def test_a_plan_s_frames_add_up_to_the_plan() -> None:
    problem, plan = planned()
    frames = plan_frames(plan)
    assert set(frames) == set(PLAN_TABLES)
    riders, stops = frames["riders"], frames["stops"]
    first = riders[riders["leg"] == 1]
    assert int(first["headcount"].sum() + frames["unserved"]["headcount"].sum()) == problem.workers()
    assert (stops["departure"].dropna() >= stops["arrival"].loc[stops["departure"].dropna().index]).all()
