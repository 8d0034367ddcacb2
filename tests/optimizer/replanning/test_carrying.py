"""What of a plan still holds in a changed scenario: it is valid, who is dropped is told, pins hold or are faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.check import check
from optimizer.plan import Plan, Unserved
from optimizer.problem import Cap, Limit, Problem
from optimizer.replanning import Carried, PinError, carry_over
from optimizer.start import Pins
from scenarios.generator import generate
from tests.optimizer.case import Case, at
from tests.optimizer.engine.test_importing import planned, search
from tests.optimizer.replanned import assert_good, changed, explained


def heads(plan: Plan) -> int:
    return sum(rider.headcount for rider in plan.riders if rider.leg == 1)


def why(carried: Carried) -> list[tuple[str, int, str]]:
    return [(row.itinerary_id, row.headcount, row.why) for row in carried.dropped]


def fewer_demands(problem: Problem) -> Problem:
    return changed(problem, demands=problem.demands[1:])


def smaller_demands(problem: Problem) -> Problem:
    return changed(problem, demands=tuple(replace(d, headcount=max(1, d.headcount - 3)) for d in problem.demands))


def due_sooner(problem: Problem) -> Problem:
    sooner = (replace(d, due=max(d.ready + 1, (d.due_from or 0) + 1, d.due - 300)) for d in problem.demands)
    return changed(problem, demands=tuple(sooner))


def fewer_coaches(problem: Problem) -> Problem:
    return changed(
        problem, fleet=tuple(replace(f, count=None if f.count is None else f.count // 2) for f in problem.fleet)
    )


def no_first_service(problem: Problem) -> Problem:
    if not problem.services:
        return problem
    gone = problem.services[0].service_id
    return changed(
        problem,
        services=problem.services[1:],
        service_stops=tuple(s for s in problem.service_stops if s.service_id != gone),
    )


def later_services(problem: Problem) -> Problem:
    def later(minute: int | None) -> int | None:
        return None if minute is None else minute + 40

    stops = (replace(s, arrival=later(s.arrival), departure=later(s.departure)) for s in problem.service_stops)
    return changed(problem, service_stops=tuple(stops))


def fewer_seats(problem: Problem) -> Problem:
    return changed(
        problem, caps=(*problem.caps, *(Cap(mode=mode, share=0.5) for mode in ("coach", "train", "carriage")))
    )


def tight_limits(problem: Problem) -> Problem:
    first = problem.demands[0]
    limits = (
        Limit(limit_id="X1", scope=problem.employers[0].employer_id, kind="depart_per_day", value=7),
        Limit(limit_id="X2", scope=first.workplace_id, kind="arrive_per_day", value=3),
        Limit(limit_id="X3", scope=first.workplace_id, kind="beds", value=2),
    )
    return changed(problem, limits=(*problem.limits, *limits))


def slower_roads(problem: Problem) -> Problem:
    return changed(problem, settings=replace(problem.settings, road_speed_kmh=0.85 * problem.settings.road_speed_kmh))


CHANGES: tuple[Callable[[Problem], Problem], ...] = (
    fewer_demands,
    smaller_demands,
    due_sooner,
    fewer_coaches,
    no_first_service,
    later_services,
    fewer_seats,
    tight_limits,
    slower_roads,
)


def assert_carried(problem: Problem, plan: Plan, carried: Carried) -> None:
    """The start is valid by the checker, and everybody of the plan is in it or told."""
    start = carried.start
    left = {demand.demand_id: demand.headcount for demand in problem.demands}
    for rider in start.plan.riders:
        left[rider.demand_id] -= rider.headcount if rider.leg == 1 else 0
    unserved = tuple(
        Unserved(demand_id=name, headcount=count, reason="not_found_in_time", proven=False, detail="")
        for name, count in left.items()
        if count
    )
    report = check(problem, replace(start.plan, unserved=unserved))
    assert report.violations == ()
    assert report.totals.objective == pytest.approx(start.objective)
    assert heads(start.plan) + sum(row.headcount for row in carried.dropped) == heads(plan)
    assert all(row.why for row in carried.dropped)


@pytest.mark.parametrize(("kind", "workers"), [("campaign", 300), ("trunk", 300), ("commute", 120)])
@pytest.mark.parametrize("change", CHANGES)
def test_a_plan_for_a_scenario_that_changed_since_goes_on_valid(
    kind: str, workers: int, change: Callable[[Problem], Problem]
) -> None:
    problem, exported = planned(kind, workers)
    plan, new = explained(problem, exported), change(problem)
    carried = carry_over(new, plan)
    assert_carried(new, plan, carried)
    assert_good(new, search(new, iterations=3, start=carried.start), carried.start)


@settings(max_examples=40)
@given(seed=st.integers(0, 100_000), changes=st.sets(st.sampled_from(CHANGES), min_size=1, max_size=3))
def test_tiny_plans_go_on_valid_after_several_changes(seed: int, changes: set[Callable[[Problem], Problem]]) -> None:
    problem, exported = planned("tiny", None, seed)
    plan, new = explained(problem, exported), problem
    for change in sorted(changes, key=lambda change: change.__name__):
        if len(new.demands) > 1 or change is not fewer_demands:
            new = change(new)
    carried = carry_over(new, plan)
    assert_carried(new, plan, carried)
    pins = Pins(runs=frozenset(run.run_id for run in plan.runs[:1]))
    try:
        pinned = carry_over(new, plan, pins)
    except PinError:
        return
    assert_good(new, search(new, iterations=3, start=pinned.start), pinned.start)


def test_a_plan_that_still_holds_is_carried_over_whole(pooled: Case) -> None:
    carried = carry_over(pooled.problem, pooled.plan)
    assert carried.dropped == ()
    assert set(carried.start.plan.stops) == set(pooled.plan.stops)
    assert set(carried.start.plan.outings) == set(pooled.plan.outings)


def test_who_is_wanted_no_more_leaves_the_coach_and_it_calls_there_no_more(pooled: Case) -> None:
    new = pooled.not_given("demands", "B")
    carried = carry_over(new.problem, pooled.plan)
    assert why(carried) == [("j", 5, "the scenario has no demand B.")]
    assert [(s.seq, s.site_id, s.board) for s in carried.start.plan.stops] == [(1, "P", 10), (2, "W", 0)]
    assert carried.start.plan.stops[1].arrival == at("10 10:00")


def test_of_a_smaller_demand_the_rest_still_travels(pooled: Case) -> None:
    carried = carry_over(pooled.given("demands", "A", headcount=7).problem, pooled.plan)
    assert why(carried) == [("i", 3, "demand A has 7 workers now.")]
    assert heads(carried.start.plan) == 12


def test_an_unsplittable_demand_that_grew_travels_whole_or_not(pooled: Case) -> None:
    carried = carry_over(pooled.given("demands", "A", headcount=12, splittable=False).problem, pooled.plan)
    ((name, count, _),) = why(carried)
    assert (name, count) == ("i", 10)


def test_a_due_time_that_moved_drops_only_who_misses_it(pooled: Case) -> None:
    carried = carry_over(pooled.given("demands", "B", due=at("10 10:05")).problem, pooled.plan)
    assert why(carried) == [("j", 5, "itinerary j of B: arrives 2020-03-10 10:10, due 2020-03-10 10:05.")]


def test_a_coach_that_is_gone_takes_its_riders_with_it(pooled: Case) -> None:
    carried = carry_over(pooled.given("fleet", "D", count=0).problem, pooled.plan)
    assert {name for name, _, _ in why(carried)} == {"i", "j"}
    assert carried.start.plan.runs == ()


def test_a_train_with_other_times_keeps_those_who_still_catch_it(by_train: Case) -> None:
    later = by_train.given("service_stops", ("K1", 3), arrival=at("10 14:05"))
    carried = carry_over(later.problem, by_train.plan)
    assert carried.dropped == ()
    assert max(stop.arrival or 0 for stop in carried.start.plan.stops if stop.run_id == "train") == at("10 14:05")
    too_late = by_train.given("service_stops", ("K1", 3), arrival=at("10 14:20"))
    assert len(carry_over(too_late.problem, by_train.plan).dropped) == 1


def test_smaller_units_are_made_up_for_by_more_of_them(by_train: Case) -> None:
    carried = carry_over(by_train.given("services", "K1", unit_seats=4).problem, by_train.plan)
    assert carried.dropped == ()
    assert {run.units for run in carried.start.plan.runs if run.mode == "train"} == {3}


@pytest.mark.parametrize(
    ("pins", "fault"),
    [
        (Pins(runs=frozenset({"x"})), "run x cannot be pinned: the plan has no such run."),
        (Pins(journeys=frozenset({"x"})), "itinerary x cannot be pinned: the plan has no such itinerary."),
    ],
)
def test_pins_that_name_nothing_are_faults(pins: Pins, fault: str, pooled: Case) -> None:
    with pytest.raises(PinError) as caught:
        carry_over(pooled.problem, pooled.plan, pins)
    assert caught.value.faults == (fault,)


def changes_of(case: Case) -> Iterator[tuple[Case, str]]:
    yield case.not_given("demands", "B"), "the scenario has no demand B."
    yield case.given("demands", "A", headcount=9), "demand A has 9 workers now."
    yield case.given("demands", "B", due=at("10 10:05")), "arrives 2020-03-10 10:10"
    yield case.given("fleet", "D", count=0), "depot D has too few coaches bus"
    yield case.given("vehicle_types", "bus", seats=14), "14 usable seats"
    yield case.given("sites", "Q", dwell_min=25.0), "stands 10 minutes"


def test_a_pinned_run_that_cannot_hold_is_a_fault_that_names_it(pooled: Case) -> None:
    for new, told in changes_of(pooled):
        for pins, name in (
            (Pins(runs=frozenset({"r"})), "pinned run r cannot stay as it is: "),
            (Pins(journeys=frozenset({"i"})), "pinned itinerary i cannot stay as it is: "),
        ):
            with pytest.raises(PinError) as caught:
                carry_over(new.problem, pooled.plan, pins)
            assert any(fault.startswith(name) and told in fault for fault in caught.value.faults), caught.value


def test_a_pinned_train_may_not_run_at_other_times(by_train: Case) -> None:
    later = by_train.given("service_stops", ("K1", 3), arrival=at("10 14:05")).problem
    with pytest.raises(PinError, match="pinned run train cannot stay as it is: train K1 has other times now"):
        carry_over(later, by_train.plan, Pins(runs=frozenset({"train"})))


def test_of_a_broken_plan_what_can_be_used_is_used(pooled: Case) -> None:
    no_stops = pooled.no_row("stops", ("r", 2))
    assert heads(carry_over(pooled.problem, no_stops.plan).start.plan) == 0
    unknown = replace(pooled.plan.riders[1], run_id="nowhere")
    broken = replace(pooled.plan, riders=(pooled.plan.riders[0], unknown))
    carried = carry_over(pooled.problem, broken)
    assert why(carried) == [("j", 5, "run nowhere is missing.")]
    assert heads(carried.start.plan) == 10


@cache
def large() -> Problem:
    return generate("trunk", workers=300, seed=5)


def test_an_empty_plan_is_a_start_too() -> None:
    carried = carry_over(large(), Plan())
    assert carried.dropped == ()
    found = search(large(), iterations=3, start=carried.start)
    assert_good(large(), found, carried.start)
    assert sum(found.left.values()) < large().workers() / 2
