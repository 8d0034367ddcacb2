"""Small scenarios with a valid plan each, whose numbers can be worked out by hand."""

from __future__ import annotations

import pytest

from optimizer.clock import day_of
from optimizer.plan import Outing, Plan, Rider, Run
from optimizer.problem import (
    Demand,
    Employer,
    FleetRow,
    Region,
    Service,
    ServiceStop,
    Settings,
    Site,
    Tables,
    VehicleType,
)
from tests.optimizer.case import Case, at, relay_by, roads, stop

BUS = VehicleType(type_id="bus", seats=20, cost_day=100, cost_km=2, cost_km_empty=1, cost_driver_day=50)
HORIZON = Settings(name="small", first_day=day_of("2020-03-10"), last_day=day_of("2020-03-11"))


@pytest.fixture
def direct() -> Case:
    """Ten workers from P to W on the 10th, 08:00 to 10:00, by a coach of depot D that is out 07:20 to 12:40."""
    tables = Tables(
        settings=HORIZON,
        regions=(
            Region(region_id="RP", city="Dazhou", province="Sichuan"),
            Region(region_id="RW", city="Jinan", province="Shandong"),
        ),
        sites=(
            Site(site_id="P", name="P", kind="pickup", lat=31.0, lon=107.0, region_id="RP"),
            Site(site_id="W", name="W", kind="workplace", lat=31.5, lon=108.0, region_id="RW"),
            Site(site_id="D", name="D", kind="depot", lat=31.1, lon=107.1, region_id="RP"),
        ),
        employers=(Employer(employer_id="E", name="E"), Employer(employer_id="E2", name="E2")),
        demands=(
            Demand(
                demand_id="A",
                employer_id="E",
                pickup_id="P",
                workplace_id="W",
                headcount=10,
                ready=at("10 06:00"),
                due=at("10 20:00"),
            ),
        ),
        vehicle_types=(BUS,),
        fleet=(FleetRow(depot_id="D", type_id="bus", count=1),),
        links=roads(("D", "P", 20, 30), ("P", "W", 100, 120), ("W", "D", 120, 150)),
    )
    plan = Plan(
        runs=(Run(run_id="r", mode="coach", vehicle_id="v", drivers=1, km=100.0, driving_min=120.0),),
        stops=(
            stop("r", 1, "P", "10 07:50", "10 08:00", people=10),
            stop("r", 2, "W", "10 10:00", None, people=-10),
        ),
        outings=(
            Outing(
                vehicle_id="v",
                outing="1",
                type_id="bus",
                depot_id="D",
                leaves=at("10 07:20"),
                returns=at("10 12:40"),
                days=1,
                km_loaded=100.0,
                km_empty=140.0,
                drivers=1,
                money=490.0,
            ),
        ),
        riders=(Rider(itinerary_id="i", leg=1, run_id="r", board_seq=1, alight_seq=2, demand_id="A", headcount=10),),
    )
    return Case(tables, plan)


@pytest.fixture
def pooled(direct: Case) -> Case:
    """``direct`` with five more workers, of E2, who board at Q on the way, 09:00 to 09:10, and reach W at 10:10."""
    case = (
        direct.also_given("sites", Site(site_id="Q", name="Q", kind="pickup", lat=31.2, lon=107.5, region_id="RP"))
        .also_given("links", *roads(("P", "Q", 50, 60), ("Q", "W", 50, 60)))
        .also_given(
            "demands",
            Demand(
                demand_id="B",
                employer_id="E2",
                pickup_id="Q",
                workplace_id="W",
                headcount=5,
                ready=at("10 06:00"),
                due=at("10 20:00"),
            ),
        )
        .no_row("stops", ("r", 2))
        .rows(
            "stops",
            stop("r", 2, "Q", "10 09:00", "10 09:10", people=5),
            stop("r", 3, "W", "10 10:10", None, people=-15),
        )
        .row("riders", "i", alight_seq=3)
        .rows(
            "riders",
            Rider(itinerary_id="j", leg=1, run_id="r", board_seq=2, alight_seq=3, demand_id="B", headcount=5),
        )
    )
    return case.settled()


@pytest.fixture
def by_train() -> Case:
    """Ten workers: coach from P (07:30) to station S (08:30), train 10:00 to T (14:00), coach 14:30 to W (15:00)."""
    tables = Tables(
        settings=HORIZON,
        regions=(
            Region(region_id="RP", city="Dazhou", province="Sichuan"),
            Region(region_id="RM", city="Nanyang", province="Henan"),
            Region(region_id="RW", city="Jinan", province="Shandong"),
        ),
        sites=(
            Site(site_id="P", name="P", kind="pickup", lat=31.0, lon=107.0, region_id="RP"),
            Site(
                site_id="S", name="S", kind="station", lat=31.2, lon=107.5, region_id="RP", checkin_min=60, exit_min=15
            ),
            Site(
                site_id="M", name="M", kind="station", lat=33.0, lon=112.5, region_id="RM", checkin_min=60, exit_min=15
            ),
            Site(
                site_id="T", name="T", kind="station", lat=36.7, lon=117.0, region_id="RW", checkin_min=60, exit_min=20
            ),
            Site(site_id="W", name="W", kind="workplace", lat=36.8, lon=117.1, region_id="RW"),
            Site(site_id="D1", name="D1", kind="depot", lat=31.1, lon=107.1, region_id="RP"),
            Site(site_id="D2", name="D2", kind="depot", lat=36.6, lon=117.1, region_id="RW"),
        ),
        employers=(Employer(employer_id="E", name="E"),),
        demands=(
            Demand(
                demand_id="A",
                employer_id="E",
                pickup_id="P",
                workplace_id="W",
                headcount=10,
                ready=at("10 06:00"),
                due=at("10 20:00"),
            ),
        ),
        vehicle_types=(BUS,),
        fleet=(FleetRow(depot_id="D1", type_id="bus", count=2), FleetRow(depot_id="D2", type_id="bus")),
        services=(
            Service(
                service_id="K1",
                mode="train",
                unit_seats=8,
                max_units=3,
                cost_fixed=1000,
                cost_unit=200,
                cost_seat=30,
            ),
        ),
        service_stops=(
            ServiceStop(service_id="K1", seq=1, site_id="S", departure=at("10 10:00")),
            ServiceStop(service_id="K1", seq=2, site_id="M", arrival=at("10 12:00"), departure=at("10 12:10")),
            ServiceStop(service_id="K1", seq=3, site_id="T", arrival=at("10 14:00")),
        ),
        links=roads(
            ("D1", "P", 20, 30),
            ("P", "S", 50, 60),
            ("S", "D1", 45, 55),
            ("D2", "T", 8, 10),
            ("T", "W", 25, 30),
            ("W", "D2", 25, 30),
        ),
    )
    plan = Plan(
        runs=(
            Run(run_id="feeder", mode="coach", vehicle_id="v1"),
            Run(run_id="train", mode="train", service_id="K1", units=2),
            Run(run_id="last", mode="coach", vehicle_id="v2"),
        ),
        stops=(
            stop("feeder", 1, "P", "10 07:20", "10 07:30", people=10),
            stop("feeder", 2, "S", "10 08:30", None, people=-10),
            stop("train", 1, "S", "10 10:00", "10 10:00", people=10),
            stop("train", 2, "M", "10 12:00", "10 12:10", people=0),
            stop("train", 3, "T", "10 14:00", "10 14:00", people=-10),
            stop("last", 1, "T", "10 14:20", "10 14:30", people=10),
            stop("last", 2, "W", "10 15:00", "10 15:10", people=-10),
        ),
        outings=tuple(
            Outing(vehicle_id=vehicle, outing="1", type_id="bus", depot_id=depot, leaves=0, returns=0)
            for vehicle, depot in (("v1", "D1"), ("v2", "D2"))
        ),
        riders=tuple(
            Rider(itinerary_id="i", leg=leg, run_id=run, board_seq=1, alight_seq=last, demand_id="A", headcount=10)
            for leg, run, last in ((1, "feeder", 2), (2, "train", 3), (3, "last", 2))
        ),
    )
    return Case(tables, plan).settled()


@pytest.fixture
def two_runs(direct: Case) -> Case:
    """``direct`` in two halves of five: the coach goes back for the second, P 12:40 to 12:50, W at 14:50."""
    return (
        direct.row("stops", ("r", 1), board=5)
        .row("stops", ("r", 2), alight=5)
        .row("riders", "i", headcount=5)
        .rows("runs", Run(run_id="s", mode="coach", vehicle_id="v"))
        .rows(
            "stops", stop("s", 1, "P", "10 12:40", "10 12:50", people=5), stop("s", 2, "W", "10 14:50", None, people=-5)
        )
        .rows(
            "riders",
            Rider(itinerary_id="k", leg=1, run_id="s", board_seq=1, alight_seq=2, demand_id="A", headcount=5),
        )
        .row("outings", "v", returns=at("10 17:30"))
        .settled()
    )


@pytest.fixture
def relay(by_train: Case) -> Case:
    """Ten workers from P to D1: coach v1 to S, arriving 08:30, another coach, w, from there at 09:40."""
    return relay_by(by_train, "w")
