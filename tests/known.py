"""One small case known by heart: ten workers by direct coach, five by feeder, train and coach, three left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from optimizer.clock import day_of, minute_of
from optimizer.plan import Outing, Plan, Rider, Run, Statement, Stop, Unserved
from optimizer.problem import (
    Demand,
    Employer,
    FleetRow,
    Link,
    Problem,
    Service,
    ServiceStop,
    Settings,
    Site,
    Tables,
    VehicleType,
)
from scenarios import Scenario, save, write_plan

_KM = {
    ("D", "P"): 10,
    ("P", "W"): 100,
    ("W", "D"): 100,
    ("P", "S1"): 10,
    ("S1", "D"): 10,
    ("F", "S2"): 10,
    ("S2", "W"): 10,
    ("W", "F"): 10,
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """A scenario and a valid plan for it, in memory and as folders."""

    problem: Problem
    plan: Plan
    statement: Statement
    scenario_folder: Path
    plan_folder: Path


def at(clock: str) -> int:
    """A minute of the one day on which everything happens."""
    return minute_of(f"2020-03-10 {clock}")


def known_problem() -> Problem:
    sites = (("P", "pickup"), ("W", "workplace"), ("S1", "station"), ("S2", "station"), ("D", "depot"), ("F", "depot"))
    people = (("N1", 10), ("N2", 5), ("N3", 3))
    window = {"ready": at("06:00"), "due": at("18:00")}
    return Problem.build(
        Tables(
            settings=Settings(name="known", first_day=day_of("2020-03-10"), last_day=day_of("2020-03-11")),
            sites=[
                Site(site_id=s, name=f"Site {s}", kind=kind, lat=30.0, lon=105.0 + 10.0 * (s == "S2"))
                for s, kind in sites
            ],
            employers=[Employer(employer_id="E", name="Works | <one>")],
            demands=[
                Demand(demand_id=d, employer_id="E", pickup_id="P", workplace_id="W", headcount=n, **window)
                for d, n in people
            ],
            vehicle_types=[VehicleType(type_id="BIG", seats=20, cost_day=500.0, cost_km=5.0)],
            fleet=[FleetRow(depot_id=d, type_id="BIG", count=3) for d in ("D", "F")],
            services=[
                Service(
                    service_id="T",
                    name="K1",
                    mode="train",
                    unit_seats=50,
                    max_units=2,
                    cost_fixed=1000.0,
                    cost_unit=200.0,
                    cost_seat=20.0,
                )
            ],
            service_stops=[
                ServiceStop(service_id="T", seq=1, site_id="S1", departure=at("09:00")),
                ServiceStop(service_id="T", seq=2, site_id="S2", arrival=at("12:00")),
            ],
            links=[
                Link(from_id=a, to_id=b, km=float(km), minutes=float(km))
                for (x, y), km in _KM.items()
                for a, b in ((x, y), (y, x))
            ],
        )
    )


def _outing(vehicle_id: str, depot_id: str, leaves: str, returns: str, loaded: float, empty: float) -> Outing:
    money = 500.0 + 5.0 * (loaded + empty)
    times = {"leaves": at(leaves), "returns": at(returns)}
    numbers = {"days": 1, "km_loaded": loaded, "km_empty": empty, "drivers": 1, "money": money}
    return Outing(vehicle_id=vehicle_id, outing="1", type_id="BIG", depot_id=depot_id, **times, **numbers)


def _coach(run_id: str, vehicle_id: str, km: float) -> Run:
    return Run(run_id=run_id, mode="coach", vehicle_id=vehicle_id, drivers=1, km=km, driving_min=km)


def _hop(run_id: str, origin: str, there: str, leaves: str, goal: str, arrives: str, workers: int) -> list[Stop]:
    first = Stop(run_id=run_id, seq=1, site_id=origin, arrival=at(there), departure=at(leaves), board=workers)
    return [first, Stop(run_id=run_id, seq=2, site_id=goal, arrival=at(arrives), departure=None, alight=workers)]


def known_plan() -> Plan:
    train = [
        Stop(run_id="R4", seq=1, site_id="S1", arrival=at("09:00"), departure=at("09:00"), board=5),
        Stop(run_id="R4", seq=2, site_id="S2", arrival=at("12:00"), departure=at("12:00"), alight=5),
    ]
    legs = [("I1", 1, "R1", "N1", 10), ("I2", 1, "R2", "N2", 5), ("I2", 2, "R4", "N2", 5), ("I2", 3, "R3", "N2", 5)]
    return Plan(
        runs=(
            _coach("R1", "V1", 100.0),
            _coach("R2", "V2", 10.0),
            _coach("R3", "V3", 10.0),
            Run(run_id="R4", mode="train", service_id="T", units=1),
        ),
        stops=(
            *_hop("R1", "P", "07:50", "08:00", "W", "09:40", 10),
            *_hop("R2", "P", "07:50", "08:00", "S1", "08:10", 5),
            *_hop("R3", "S2", "12:50", "13:00", "W", "13:10", 5),
            *train,
        ),
        outings=(
            _outing("V1", "D", "07:40", "11:30", 100.0, 110.0),
            _outing("V2", "D", "07:40", "08:30", 10.0, 20.0),
            _outing("V3", "F", "12:40", "13:30", 10.0, 20.0),
        ),
        riders=tuple(
            Rider(itinerary_id=i, leg=leg, run_id=run, board_seq=1, alight_seq=2, demand_id=d, headcount=n)
            for i, leg, run, d, n in legs
        ),
        unserved=(
            Unserved(demand_id="N3", headcount=3, reason="no_vehicle", proven=False, detail="No coach is left."),
        ),
    )


def known_statement() -> Statement:
    return Statement(
        status="feasible",
        objective=64787.5,
        bound=60000.0,
        bound_source="test",
        gap=4787.5 / 64787.5,
        money=4150.0,
        worker_hours=42.5,
        served=15,
        unserved=3,
        counts={"coach": 3, "train": 1},
        wall_seconds=1.0,
        seed=0,
        version="0",
    )


def known_case(folder: Path) -> Known:
    """The case with its scenario and its plan written to ``folder``."""
    problem, plan, statement = known_problem(), known_plan(), known_statement()
    save(Scenario(problem=problem), folder / "scenario")
    write_plan(folder / "plan", problem, plan, statement)
    return Known(
        problem=problem,
        plan=plan,
        statement=statement,
        scenario_folder=folder / "scenario",
        plan_folder=folder / "plan",
    )
