"""A plan as a schedule: everyone is in it, its sums are the plan's, and its parts are parts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from optimizer.clock import minute_of
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios.schedule import Schedule, UnknownIdError, as_json, schedule
from tests.known import Known
from tests.planned import planned


@pytest.fixture(scope="module", params=["known", "planned"])
def case(request: pytest.FixtureRequest) -> tuple[Problem, Plan, Schedule]:
    if request.param == "known":
        known: Known = request.getfixturevalue("known")
        problem, plan = known.problem, known.plan
    else:
        problem, plan = planned()
    return problem, plan, schedule(problem, plan)


Case = tuple[Problem, Plan, Schedule]


def test_every_rider_boards_and_alights_where_the_plan_says(case: Case) -> None:
    _, plan, whole = case
    riders = {(r.itinerary_id, r.leg, r.run_id, r.board_seq, r.alight_seq, r.headcount) for r in plan.riders}
    shown = {
        (p.itinerary_id, p.leg, run.run_id, p.board_seq, p.alight_seq, p.headcount)
        for run in whole.runs
        for p in run.parties
    }
    assert shown == riders
    stated = {(s.run_id, s.seq): (s.site_id, s.arrival, s.departure, s.board, s.alight) for s in plan.stops}
    stops = {
        (run.run_id, s.seq): (s.site_id, s.arrival, s.departure, s.board, s.alight)
        for run in whole.runs
        for s in run.stops
    }
    assert stops == stated


def test_workers_add_up_to_those_who_asked(case: Case) -> None:
    problem, _, whole = case
    assert whole.served + whole.left_behind == problem.workers()
    by_demand = Counter[str]()
    for group in (*whole.journeys, *whole.unserved):
        by_demand[group.demand_id] += group.headcount
    assert by_demand == {demand.demand_id: demand.headcount for demand in problem.demands}


def test_vehicles_are_empty_at_the_end_and_never_overfull(case: Case) -> None:
    for run in case[2].runs:
        assert run.stops[-1].aboard == 0
        assert all(0 <= stop.aboard <= run.seats for stop in run.stops)
        assert run.most_aboard == max(stop.aboard for stop in run.stops)


def test_driving_and_halts_fill_the_time_between_stops(case: Case) -> None:
    for run in case[2].runs:
        if run.vehicle_id is None:
            assert not any(stop.halts for stop in run.stops)
            continue
        rolling = 0
        for here, there in pairwise(run.stops):
            at = here.leaves
            for halt in here.halts:
                assert at <= halt.start < halt.end <= there.arrival
                rolling += halt.start - at
                at = halt.end
            rolling += there.arrival - at
        assert rolling == run.driving_min


def test_an_outing_is_its_empty_drives_and_runs_without_a_gap_in_place(case: Case) -> None:
    problem, _, whole = case
    runs = {run.run_id: run for run in whole.runs}
    for outing in whole.outings:
        drives = outing.empty_drives
        assert sum(drive.km for drive in drives) == pytest.approx(outing.km_empty, abs=0.01)
        assert sum(runs[run_id].km or 0 for run_id in outing.run_ids) == pytest.approx(outing.km_loaded, abs=0.01)
        parts = [(drive.departs, drive.arrives, drive.from_id, drive.to_id) for drive in drives]
        for run in (runs[run_id] for run_id in outing.run_ids):
            parts.append((run.stops[0].arrival, run.arrives, run.stops[0].site_id, run.stops[-1].site_id))
        parts.sort()
        assert (parts[0][0], parts[-1][1]) == (outing.leaves, outing.returns)
        assert _same_place(problem, parts[0][2], outing.depot_id)
        assert _same_place(problem, parts[-1][3], outing.depot_id)
        for before, after in pairwise(parts):
            assert before[1] <= after[0]
            assert _same_place(problem, before[3], after[2])


def _same_place(problem: Problem, one: str, other: str) -> bool:
    """Whether two sites have the same coordinates: nothing is driven between them."""
    return one == other or all(
        getattr(problem.site[one], axis) == getattr(problem.site[other], axis) for axis in ("lat", "lon")
    )


def test_journeys_run_from_pickup_to_workplace_over_their_transfers(case: Case) -> None:
    problem, _, whole = case
    for journey in whole.journeys:
        demand = problem.demand[journey.demand_id]
        assert (journey.legs[0].from_id, journey.legs[-1].to_id) == (demand.pickup_id, demand.workplace_id)
        assert len(journey.transfers) == len(journey.legs) - 1
        for transfer in journey.transfers:
            assert transfer.departs > transfer.arrives
    assert Counter(t.itinerary_id for t in whole.transfers) == Counter(
        {j.itinerary_id: len(j.legs) - 1 for j in whole.journeys if len(j.legs) > 1}
    )


def test_employers_parts_make_the_whole(case: Case) -> None:
    problem, _, whole = case
    parts = [whole.by_employer(employer.employer_id) for employer in problem.employers]
    assert sum(part.served for part in parts) == whole.served
    assert sum(part.left_behind for part in parts) == whole.left_behind
    riders = Counter[str]()
    for part in parts:
        riders.update({run.run_id: run.riders for run in part.runs})
    assert riders == Counter({run.run_id: run.riders for run in whole.runs})
    for part, employer in zip(parts, problem.employers, strict=True):
        assert {p.employer_id for run in part.runs for p in run.parties} <= {employer.employer_id}
        assert all(run.stops[-1].aboard == 0 for run in part.runs)


def test_a_run_by_itself_has_its_riders_journeys_and_its_coach(known: Known) -> None:
    part = schedule(known.problem, known.plan).by_run("R2")
    assert [run.run_id for run in part.runs] == ["R2"]
    assert [journey.itinerary_id for journey in part.journeys] == ["I2"]
    assert [(outing.vehicle_id, outing.run_ids) for outing in part.outings] == [("V2", ("R2",))]
    assert part.unserved == ()


def test_a_site_shows_who_passes_it_and_a_depot_its_coaches(known: Known) -> None:
    whole = schedule(known.problem, known.plan)
    station = whole.by_site("S1")
    assert [run.run_id for run in station.runs] == ["R2", "R4"]
    assert [(t.site_id, t.arrives, t.departs) for t in station.transfers if t.site_id == "S1"] == [
        ("S1", minute_of("2020-03-10 08:10"), minute_of("2020-03-10 09:00"))
    ]
    assert [outing.vehicle_id for outing in whole.by_site("F").outings] == ["V3"]
    assert whole.by_site("P").left_behind == 3


@pytest.mark.parametrize(("part", "what"), [("by_run", "run"), ("by_site", "site"), ("by_employer", "employer")])
def test_an_unknown_id_is_named(known: Known, part: str, what: str) -> None:
    said = rf"{what} 'nobody': expected the id of an? {what} of this schedule\.\n  Maybe "
    with pytest.raises(UnknownIdError, match=said):
        getattr(schedule(known.problem, known.plan), part)("nobody")


def test_a_known_run_in_json(known: Known) -> None:
    document = json.loads(json.dumps(as_json(schedule(known.problem, known.plan))))
    run = next(run for run in document["runs"] if run["run_id"] == "R2")
    assert run["stops"][0] == {
        "seq": 1,
        "site_id": "P",
        "site": "Site P",
        "arrival": "2020-03-10 07:50",
        "departure": "2020-03-10 08:00",
        "board": 5,
        "alight": 0,
        "aboard": 5,
        "boarding": [
            {
                "itinerary_id": "I2",
                "demand_id": "N2",
                "employer_id": "E",
                "employer": "Works | <one>",
                "headcount": 5,
                "leg": 1,
                "board_seq": 1,
                "alight_seq": 2,
            }
        ],
        "alighting": [],
        "halts": [],
    }
    assert [t["wait_min"] for t in document["transfers"]] == [50, 60]
    assert [case["reason"] for case in document["unserved"]] == ["no_vehicle"]


def test_services_of_one_name_are_told_apart(known: Known) -> None:
    services = (*known.problem.services, replace(known.problem.services[0], service_id="T2"))
    whole = schedule(replace(known.problem, services=services), known.plan)
    assert [run.name for run in whole.runs if run.service_id] == ["K1 (T)"]


def test_a_plan_that_was_never_checked_is_refused(known: Known) -> None:
    stops = tuple(
        replace(stop, arrival=(stop.arrival or 0) + 5) if (stop.run_id, stop.seq) == ("R1", 2) else stop
        for stop in known.plan.stops
    )
    with pytest.raises(
        ValueError, match=r"run R1 stop 2: arrives 2020-03-10 09:45, by the driving rules it is 2020-03"
    ):
        schedule(known.problem, replace(known.plan, stops=stops))
