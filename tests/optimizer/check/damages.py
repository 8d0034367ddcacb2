"""Ways to damage a small plan or to tighten its scenario, one rule at a time: (base, damage)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from optimizer.clock import clock_of, day_of
from optimizer.plan import Unserved
from optimizer.problem import Cap, Limit
from tests.optimizer.case import Case, at

Damage = Callable[[Case], Case]

NIGHT = (clock_of("22:00"), clock_of("06:00"))


def _limit(kind: str, scope: str, value: float) -> Damage:
    return lambda case: case.also_given("limits", Limit(limit_id="L", scope=scope, kind=kind, value=value))


def _left(headcount: int, **values: object) -> Unserved:
    row = Unserved(demand_id="A", headcount=headcount, reason="no_seats", proven=False, detail="no seat was left")
    return replace(row, **values)  # type: ignore[arg-type]


def _idle(case: Case) -> Case:
    return case.rows("outings", replace(case.plan.outings[0], vehicle_id="idle"))


def _second_coach(case: Case) -> Case:
    case = case.row("runs", "s", vehicle_id="w")
    return case.rows("outings", replace(case.plan.outings[0], vehicle_id="w")).settled()


def _service_twice(case: Case) -> Case:
    stops = [replace(row, run_id="again", board=0, alight=0) for row in case.plan.stops if row.run_id == "train"]
    return case.rows("runs", replace(case.plan.runs[1], run_id="again")).rows("stops", *stops)


def _risky_q(case: Case) -> Case:
    region = replace(case.problem.region["RP"], region_id="RQ", risk="high")
    return case.also_given("regions", region).given("sites", "Q", region_id="RQ").settings(mixing_risk=False)


DAMAGES: dict[str, tuple[str, Damage]] = {
    "files: unknown mode": ("direct", lambda c: c.row("runs", "r", mode="bus")),
    "files: coach without a vehicle": ("direct", lambda c: c.row("runs", "r", vehicle_id=None)),
    "files: unknown vehicle": ("direct", lambda c: c.row("runs", "r", vehicle_id="w")),
    "files: run twice": ("direct", lambda c: c.twice("runs", "r")),
    "files: outing twice": ("direct", lambda c: c.twice("outings", "v")),
    "files: unknown site": ("direct", lambda c: c.row("stops", ("r", 1), site_id="X")),
    "files: stop of an unknown run": ("direct", lambda c: c.twice("stops", ("r", 1), run_id="X")),
    "files: unknown type": ("direct", lambda c: c.row("outings", "v", type_id="X")),
    "files: unknown depot": ("direct", lambda c: c.row("outings", "v", depot_id="X")),
    "files: rider of an unknown run": ("direct", lambda c: c.row("riders", "i", run_id="X")),
    "files: rider of an unknown demand": ("direct", lambda c: c.row("riders", "i", demand_id="X")),
    "files: rider without a headcount": ("direct", lambda c: c.row("riders", "i", headcount=0)),
    "files: unknown service": ("by_train", lambda c: c.row("runs", "train", service_id="X")),
    "files: service without units": ("by_train", lambda c: c.row("runs", "train", units=None)),
    "files: unserved of an unknown demand": ("direct", lambda c: c.rows("unserved", _left(1, demand_id="X"))),
    "files: unknown reason": ("direct", lambda c: c.rows("unserved", _left(1, reason="because"))),
    "files: no leg": ("direct", lambda c: c.row("riders", "i", leg=None)),
    "files: no return": ("direct", lambda c: c.row("outings", "v", returns=None)),
    "itinerary: legs with a hole": ("by_train", lambda c: c.row("riders", ("i", 3), leg=5)),
    "itinerary: leg twice": ("by_train", lambda c: c.twice("riders", ("i", 2))),
    "itinerary: other headcount": ("by_train", lambda c: c.row("riders", ("i", 3), headcount=9)),
    "itinerary: backwards": ("direct", lambda c: c.row("riders", "i", board_seq=2, alight_seq=1)),
    "itinerary: beyond the last stop": ("direct", lambda c: c.row("riders", "i", alight_seq=3)),
    "itinerary: other pickup": ("direct", lambda c: c.given("demands", "A", pickup_id="D")),
    "itinerary: other workplace": ("direct", lambda c: c.given("demands", "A", workplace_id="D")),
    "itinerary: no change at such a site": ("by_train", lambda c: c.settings(transfer_at=("depot",))),
    "itinerary: into the same coach": (
        "relay",
        lambda c: c.row("runs", "on", vehicle_id="v1").no_row("outings", "w").settled(),
    ),
    "run: seq with a hole": ("direct", lambda c: c.row("stops", ("r", 2), seq=3)),
    "run: seq twice": ("pooled", lambda c: c.row("stops", ("r", 2), seq=1)),
    "run: one stop": ("direct", lambda c: c.no_row("stops", ("r", 2))),
    "run: no stop": ("direct", lambda c: c.no_row("stops", "r")),
    "run: no arrival": ("direct", lambda c: c.row("stops", ("r", 2), arrival=None)),
    "run: no departure": ("direct", lambda c: c.row("stops", ("r", 1), departure=None)),
    "run: off its timetable": ("by_train", lambda c: c.row("stops", ("train", 2), arrival=at("10 11:50"))),
    "run: no time of its timetable": ("by_train", lambda c: c.row("stops", ("train", 1), departure=None)),
    "run: other stops than its timetable": ("by_train", lambda c: c.row("stops", ("train", 2), site_id="T")),
    "run: other mode than its service": ("by_train", lambda c: c.row("runs", "train", mode="flight")),
    "run: states more boarding": ("direct", lambda c: c.row("stops", ("r", 1), board=11)),
    "run: states fewer alighting": ("direct", lambda c: c.row("stops", ("r", 2), alight=9)),
    "run: nobody at a stop": (
        "pooled",
        lambda c: c.no_row("riders", "j").not_given("demands", "B").row("stops", ("r", 2), board=0),
    ),
    "1: too few": ("direct", lambda c: c.given("demands", "A", headcount=11)),
    "1: too many": ("direct", lambda c: c.rows("unserved", _left(1))),
    "1: no rider": ("direct", lambda c: c.no_row("riders", "i")),
    "1: split": ("two_runs", lambda c: c.given("demands", "A", splittable=False)),
    "1: small group": ("two_runs", lambda c: c.given("demands", "A", min_group=6)),
    "2: before ready": ("direct", lambda c: c.given("demands", "A", ready=at("10 08:01"))),
    "2: before the region opens": ("direct", lambda c: c.given("regions", "RP", open_from=day_of("2020-03-11"))),
    "2: after due": ("direct", lambda c: c.given("demands", "A", due=at("10 09:59"))),
    "2: before due_from": ("direct", lambda c: c.given("demands", "A", due_from=at("10 10:01"))),
    "2: pickup closed": ("direct", lambda c: c.given("sites", "P", opens=clock_of("08:01"), closes=clock_of("20:00"))),
    "2: workplace closed": (
        "direct",
        lambda c: c.given("sites", "W", opens=clock_of("20:00"), closes=clock_of("10:00")),
    ),
    "2: outside the horizon": ("direct", lambda c: c.settings(first_day=day_of("2020-03-11"))),
    "2: too many legs": ("by_train", lambda c: c.settings(journey_max_legs=2)),
    "2: too long": ("by_train", lambda c: c.settings(journey_max_min=449)),
    "3: short dwell": ("pooled", lambda c: c.given("sites", "Q", dwell_min=11)),
    "3: short dwell at the end": ("direct", lambda c: c.row("stops", ("r", 2), departure=at("10 10:09"))),
    "3: leaves before it is there": ("pooled", lambda c: c.row("stops", ("r", 2), arrival=at("10 09:30"))),
    "3: too early": ("direct", lambda c: c.row("stops", ("r", 2), arrival=at("10 09:59")).settled()),
    "3: too late": ("direct", lambda c: c.row("stops", ("r", 2), arrival=at("10 10:01")).settled()),
    "3: break left out": ("direct", lambda c: c.settings(driving_continuous_min=119)),
    "3: break left out after a short stop": ("pooled", lambda c: c.settings(driving_continuous_min=119)),
    "3: curfew": ("direct", lambda c: c.settings(driving_curfew=(clock_of("09:30"), clock_of("09:31")))),
    "3: night": (
        "direct",
        lambda c: c.settings(driving_night=(clock_of("08:30"), clock_of("08:00")), driving_night_continuous_min=40),
    ),
    "3: long stand": ("pooled", lambda c: c.settings(coach_max_stand_min=9)),
    "4: check-in": ("by_train", lambda c: c.given("sites", "S", checkin_min=91)),
    "4: exit": ("by_train", lambda c: c.given("sites", "T", exit_min=31)),
    "4: long wait": ("by_train", lambda c: c.settings(transfer_max_wait_min=89)),
    "4: coach to coach": ("relay", lambda c: c.later("on", -61).settled()),
    "5: coach seats": ("pooled", lambda c: c.given("vehicle_types", "bus", seats=14)),
    "5: reserved seats": ("pooled", lambda c: c.given("vehicle_types", "bus", reserved=6)),
    "5: cap": ("pooled", lambda c: c.also_given("caps", Cap(mode="coach", share=0.7, trip="national"))),
    "5: cap on a train": ("by_train", lambda c: c.also_given("caps", Cap(mode="train", share=0.5, risk="low"))),
    "5: units": ("by_train", lambda c: c.row("runs", "train", units=1)),
    "5: mixed risks": ("pooled", _risky_q),
    "5: employers": ("pooled", lambda c: c.settings(mixing_employers=1)),
    "5: pickups": ("pooled", lambda c: c.settings(coach_max_pickups=1)),
    "5: drop-offs": ("pooled", lambda c: c.settings(coach_max_dropoffs=0)),
    "5: ride time": ("pooled", lambda c: c.settings(coach_max_ride_min=129)),
    "5: drivers": ("direct", lambda c: c.settings(driving_driver_min=50, driving_max_drivers=2).settled()),
    "5: drivers of an outing": (
        "direct",
        lambda c: c.settings(driving_driver_min=150, driving_max_drivers=1).settled(),
    ),
    "6: leaves": ("direct", lambda c: c.row("outings", "v", leaves=at("10 07:19"))),
    "6: returns": ("direct", lambda c: c.row("outings", "v", returns=at("10 12:41"))),
    "6: break of an empty drive": ("direct", lambda c: c.settings(driving_continuous_min=140)),
    "6: turnaround": ("two_runs", lambda c: c.settings(coach_turnaround_min=31)),
    "6: no run": ("direct", _idle),
    "6: beyond the widened horizon": (
        "direct",
        lambda c: c.given("links", ("D", "P"), minutes=1911).settings(driving_continuous_min=9999).settled(),
    ),
    "6: more coaches than there are": ("two_runs", _second_coach),
    "6: no such coach at the depot": ("direct", lambda c: c.given("fleet", "D", depot_id="W")),
    "6: not there on that date": ("direct", lambda c: c.given("fleet", "D", from_day=day_of("2020-03-11"))),
    "6: home end": ("direct", lambda c: c.settings(coach_home_end=True).given("sites", "D", region_id=None)),
    "7: too many units": ("by_train", lambda c: c.given("services", "K1", max_units=1)),
    "7: too few units": ("by_train", lambda c: c.given("services", "K1", min_units=3)),
    "7: service twice": ("by_train", _service_twice),
    "8: departures": ("direct", _limit("depart_per_day", "RP", 9)),
    "8: arrivals": ("direct", _limit("arrive_per_day", "Shandong/Jinan", 9)),
    "8: beds": ("direct", lambda c: _limit("beds", "W", 9)(c.given("demands", "A", quarantine_nights=1))),
    "totals: km": ("direct", lambda c: c.row("runs", "r", km=101.0)),
    "totals: driving minutes": ("direct", lambda c: c.row("runs", "r", driving_min=None)),
    "totals: days": ("direct", lambda c: c.row("outings", "v", days=2)),
    "totals: money": ("direct", lambda c: c.row("outings", "v", money=491.0)),
}

STATED: dict[str, dict[str, object]] = {
    "files: no name of the relaxation": {"bound_source": ""},
    "totals: objective": {"objective": 791.0, "gap": 1.0},
    "totals: money": {"money": 491.0},
    "totals: hours": {"worker_hours": 20.5},
    "totals: served": {"served": 9},
    "totals: unserved": {"unserved": 1},
    "totals: counts": {"counts": {"coach": 2}},
    "bound: above the objective": {"bound": 800.0, "gap": -10 / 790, "status": "optimal"},
    "bound: other gap": {"gap": 0.9},
}
