"""Plans side by side: what differs, who gains, and which differences mean something."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from optimizer.clock import minute_of
from scenarios.comparison import DIMENSIONS, BrokenPlanError, Comparison, Delta, Entry, Line, compare
from scenarios.comparison.sentences import sentences
from tests.planned import planned
from tests.scenarios.comparison import variants as v

ENTRIES = v.all_entries()
PAIRS = list(product(ENTRIES, repeat=2))


def line(found: Comparison, key: str, mode: str | None = None) -> Line:
    return next(line for line in found.lines if (line.key, line.mode) == (key, mode))


def opposite(delta: Delta | None) -> Delta | None:
    return None if delta is None else replace(delta, value=-delta.value)


def close(delta: Delta | None) -> object:
    return None if delta is None else (pytest.approx(delta.value, abs=1e-9), delta.verdict)


def plain(delta: Delta | None) -> object:
    return None if delta is None else (delta.value, delta.verdict)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.name)
def test_a_plan_does_not_differ_from_itself(entry: Entry) -> None:
    found = compare([entry, entry])
    assert found.identical(1)
    assert {delta for line in found.lines for delta in line.deltas} == {Delta(value=0.0, verdict="same")}
    assert not any(group.differs for groups in found.groups.values() for group in groups)
    assert found.changes == ((),)
    assert found.names == (entry.name, f"{entry.name} (2)")
    assert sentences(found, "en")[0] == f"{entry.name} (2) and {entry.name}: no difference."


@pytest.mark.parametrize(("one", "two"), PAIRS, ids=lambda e: e.name)
def test_the_other_way_round_is_the_opposite(one: Entry, two: Entry) -> None:
    there, back = compare([one, two]), compare([two, one])
    assert [plain(opposite(x.deltas[0])) for x in there.lines] == [close(x.deltas[0]) for x in back.lines]
    for dimension in DIMENSIONS:
        groups = {group.key: group for group in back.groups[dimension]}
        assert {group.key for group in there.groups[dimension]} == set(groups)
        for group in there.groups[dimension]:
            other = groups[group.key]
            for name in ("served", "money", "shifts"):
                (mine,), (theirs,) = getattr(group, name), getattr(other, name)
                assert plain(opposite(mine)) == close(theirs)
    assert [(c.demand_id, c.what, c.workers, c.before, c.after) for c in there.changes[0]] == [
        (c.demand_id, c.what, c.workers, c.after, c.before) for c in back.changes[0]
    ]


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("by_planner", [False, True])
def test_parts_add_up_to_the_plan(dimension: str, by_planner: bool) -> None:
    found = compare([v.entry("planned", *planned())] * 2 if by_planner else ENTRIES)
    for n, figures in enumerate(found.figures):
        cells = [group.cells[n] for group in found.groups[dimension]]
        assert sum(cell.served for cell in cells) == figures.served
        assert sum(cell.money for cell in cells) == pytest.approx(figures.money)
        assert sum(cell.hours for cell in cells) == pytest.approx(figures.hours)
        if dimension != "day":
            assert sum(cell.asked or 0 for cell in cells) == figures.asked


def test_a_plan_by_the_planner_does_not_differ_from_itself() -> None:
    entry = v.entry("planned", *planned(), gap=0.3)
    assert compare([entry, replace(entry, name="again")]).identical(1)


def test_money_by_mode_adds_up_to_the_plan() -> None:
    found = compare(ENTRIES)
    by_mode = [x for x in found.lines if x.key == "money" and x.mode is not None]
    for n, figures in enumerate(found.figures):
        assert sum(x.values[n] for x in by_mode) == pytest.approx(figures.money)


def test_within_one_scenario_a_difference_is_a_fact_whatever_the_gaps() -> None:
    found = compare([ENTRIES[0], ENTRIES[1]])
    objective = line(found, "objective").deltas[0]
    assert objective.verdict == "differs"
    assert objective.value == pytest.approx(5 * 20000 - 2 * 650 - 1300 - 15 * 5 * (5 + 10 / 60))
    assert line(found, "served").deltas[0] == Delta(value=-5, verdict="differs")
    assert line(found, "runs", "train").deltas[0] == Delta(value=-1, verdict="differs")
    assert found.optima == (None,)
    assert found.best_bound == max(e.statement.bound for e in ENTRIES[:2])
    assert "exactly" in sentences(found, "en")[0]


def test_a_bound_above_a_valid_plan_of_the_same_scenario_is_refuted() -> None:
    boastful = v.entry("boastful", v.problem(), v.without_train(), gap=0.01)
    found = compare([ENTRIES[0], boastful])
    assert found.refuted == (1,)
    assert found.best_bound == ENTRIES[0].statement.bound
    assert "The lower bound that boastful states is wrong" in " ".join(sentences(found, "en"))
    assert compare([v.entry("strict", v.capped(0.25), v.without_coach()), boastful]).refuted == ()
    assert compare([v.entry("looser", v.capped(0.9), v.whole()), boastful]).refuted == (1,)


def test_a_plan_that_is_valid_under_the_other_cap_too_counts_there() -> None:
    """Under half of the seats everyone can go: who leaves ten behind there has only not found how."""
    poor = v.entry("poor", v.capped(0.9), v.without_coach(), gap=0.8)
    found = compare([poor, ENTRIES[3]])
    crossing = found.crossings[0]
    assert crossing is not None
    assert crossing.other_in_first == pytest.approx(ENTRIES[3].statement.objective)
    assert crossing.first_in_other == pytest.approx(poor.statement.objective)
    said = sentences(found, "en")
    assert "half is a valid plan in the scenario of poor too, and 198,200 CNY cheaper there than poor." in said
    optimum = found.optima[0]
    assert optimum is not None
    assert optimum.least == pytest.approx(0.0)
    assert line(found, "objective").deltas[0].verdict == "indistinct"


def test_a_plan_that_breaks_the_other_cap_does_not_count_there() -> None:
    found = compare([ENTRIES[4], ENTRIES[3]])
    crossing = found.crossings[0]
    assert crossing is not None
    assert crossing.other_in_first is None
    assert line(found, "objective").deltas[0].verdict == "differs"


def test_what_a_cap_costs_is_proven_where_the_intervals_are_apart() -> None:
    half, fifth = ENTRIES[3], ENTRIES[4]
    found = compare([half, fifth])
    assert line(found, "objective").deltas[0].verdict == "differs"
    optimum = found.optima[0]
    assert optimum is not None
    cost = fifth.statement.objective - half.statement.objective
    assert (optimum.least, optimum.most) == (pytest.approx(cost), pytest.approx(cost))
    assert line(found, "served").deltas[0] == Delta(value=-10, verdict="differs")
    assert sentences(found, "en")[0].startswith(
        "Proven: all told, the scenario of fifth is 198,200 CNY dearer than that of half"
    )
    assert "-10" not in sentences(found, "en")[1]


def test_a_difference_smaller_than_the_gaps_allow_is_not_distinguishable() -> None:
    half, loose = ENTRIES[3], ENTRIES[5]
    found = compare([half, loose])
    for key in ("served", "unserved", "money_per_worker", "worker_hours", "runs"):
        assert line(found, key).deltas[0].verdict == "indistinct"
    assert line(found, "objective").deltas[0].verdict == "indistinct"
    optimum = found.optima[0]
    assert optimum is not None
    assert optimum.least < 0 < optimum.most
    assert sentences(found, "en")[0].startswith("Not distinguishable")
    (origin,) = (group for group in found.groups["origin"] if group.key == "THERE")
    assert (origin.served[0].value, origin.served[0].verdict) == (-10, "indistinct")


@pytest.mark.parametrize(("gap", "verdict"), [(0.001, "differs"), (0.8, "indistinct")])
def test_workers_are_told_apart_beyond_what_both_gaps_could_pay_for(gap: float, verdict: str) -> None:
    fifth = v.entry("fifth", v.capped(0.25), v.without_coach(), gap=gap)
    slack = fifth.statement.objective - fifth.statement.bound
    assert (slack < 10 * 20000) == (verdict == "differs")
    found = compare([ENTRIES[3], fifth])
    assert line(found, "served").deltas[0].verdict == verdict


def test_objectives_of_other_prices_are_not_compared() -> None:
    dear = replace(v.problem(), settings=replace(v.problem().settings, objective_unserved=30000.0))
    found = compare([ENTRIES[0], v.entry("dear", dear, v.whole())])
    assert line(found, "objective").deltas[0].verdict == "incomparable"
    assert found.optima == (None,)
    assert line(found, "money").deltas[0].verdict == "same"
    assert "price things differently" in sentences(found, "en")[0]


def test_who_gains_and_who_loses_by_a_cap() -> None:
    found = compare([ENTRIES[3], ENTRIES[4]])
    (origin,) = (group for group in found.groups["origin"] if group.differs)
    assert origin.name == "四川省 达州市 <b>渠县</b>"
    assert [cell.served for cell in origin.cells] == [15, 5]
    (change,) = found.changes[0]
    assert (change.demand_id, change.what, change.workers) == ("N1", ("served",), 10)
    assert (change.before.served, change.after.served) == (10, 0)


def test_a_later_coach_is_a_change_of_time_alone() -> None:
    found = compare([ENTRIES[0], ENTRIES[2]])
    (change,) = found.changes[0]
    assert (change.what, change.workers, change.shift_min) == (("time",), 10, v.LATER)
    (way,) = change.after.ways
    assert way.departure == minute_of("2020-03-10 08:30")
    (employer,) = found.groups["employer"]
    (shift,) = employer.shifts
    assert shift is not None
    assert shift.value == pytest.approx(10 * v.LATER / 15)
    assert [x.key for x in found.lines if x.deltas[0].verdict != "same"] == []


def test_how_scenarios_differ_is_told_row_by_row() -> None:
    (difference,) = compare([ENTRIES[0], ENTRIES[3]]).scenarios
    (table,) = difference.tables
    assert (table.table, table.only_first, table.only_other) == ("caps", (), ("mode=coach, share=0.5",))
    assert difference.settings == ()


def test_a_name_alone_makes_no_other_scenario() -> None:
    renamed = replace(v.problem(), settings=replace(v.problem().settings, name="other"))
    found = compare([ENTRIES[0], v.entry("other", renamed, v.whole(), gap=0.05)])
    assert found.same_scenario
    assert found.identical(1)


def test_demands_that_only_one_scenario_has() -> None:
    fewer = replace(v.problem(), demands=tuple(d for d in v.problem().demands if d.demand_id != "N3"))
    plan = replace(v.whole(), unserved=())
    found = compare([ENTRIES[0], v.entry("fewer", fewer, plan)])
    assert [(c.demand_id, c.what, c.workers) for c in found.changes[0]] == [("N3", ("removed",), 3)]
    assert line(found, "asked").deltas[0] == Delta(value=-3, verdict="differs")


def test_a_service_that_carries_nobody_still_costs() -> None:
    found = compare([ENTRIES[0], ENTRIES[1]])
    train = line(found, "money", "train")
    assert train.values == (pytest.approx(1300.0), 0.0)


def test_a_plan_that_breaks_a_rule_is_not_compared() -> None:
    broken = replace(ENTRIES[0], name="broken", problem=v.capped(0.25))
    with pytest.raises(BrokenPlanError, match="broken") as caught:
        compare([ENTRIES[0], broken])
    assert "5" in caught.value.report.rules


def test_one_plan_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="two or more"):
        compare(ENTRIES[:1])
