"""A campaign of two employers with plans to publish: a shared coach, a journey with a train, three left behind.

Everything happens on 2020-03-10 in Shanghai's time. ``World`` names things as the scenario does.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import select

from api.service.accounts.tables import Account, Carrier, EscortRun
from api.service.actor import Actor
from api.service.campaigns.importing import import_scenario
from api.service.campaigns.snapshots import load_problem, take_snapshot
from api.service.campaigns.tables import Offer
from api.service.plans.packing import pack_plan
from api.service.plans.tables import PlanJob, PlanProgress, StoredPlan
from api.service.publishing.publish import prepare, publish
from api.service.publishing.tables import Publication, PublishedRun
from api.service.store import Database, Unit
from optimizer.check import check
from optimizer.clock import minute_of
from optimizer.plan import Plan, Rider, Run, Statement, Stop, Unserved
from optimizer.problem import Demand, Employer, Problem, Tables
from scenarios import digest
from tests.known import known_plan, known_problem


def clock(text: str) -> datetime:
    """A time of that day as UTC has it."""
    hour, minute = map(int, text.split(":"))
    return datetime(2020, 3, 10, hour - 8, minute, tzinfo=UTC)


@cache
def problem() -> Problem:
    """The known case, with a second employer whose eight workers take the same coach."""
    there = known_problem()
    shared = Demand(
        demand_id="N4",
        employer_id="G",
        pickup_id="P",
        workplace_id="W",
        headcount=8,
        ready=minute_of("2020-03-10 06:00"),
        due=minute_of("2020-03-10 18:00"),
    )
    return Problem.build(
        Tables(
            settings=there.settings,
            sites=list(there.sites),
            employers=[Employer(employer_id="E", name="Engines"), Employer(employer_id="G", name="Furnaces")],
            demands=[*there.demands, shared],
            vehicle_types=list(there.vehicle_types),
            fleet=list(there.fleet),
            services=list(there.services),
            service_stops=list(there.service_stops),
            links=list(there.links),
        )
    )


@cache
def first_plan() -> Plan:
    """Eighteen workers of two employers share R1 at 08:00."""
    there = known_plan()
    stops = tuple(
        replace(stop, board=stop.board and 18, alight=stop.alight and 18) if stop.run_id == "R1" else stop
        for stop in there.stops
    )
    rider = Rider(itinerary_id="I4", leg=1, run_id="R1", board_seq=1, alight_seq=2, demand_id="N4", headcount=8)
    return replace(there, stops=stops, riders=(*there.riders, rider))


@cache
def second_plan() -> Plan:
    """The eight of G take a later coach, two of the three left behind take their seats; all ids are new."""
    first = first_plan()
    names = {"R1": "X1", "R2": "X2", "R3": "X3", "R4": "X4"}
    riders = [
        replace(rider, run_id=names[rider.run_id], itinerary_id=f"Y{rider.itinerary_id}")
        for rider in first.riders
        if rider.demand_id != "N4"
    ]
    hop = {"itinerary_id": "Z1", "leg": 1, "board_seq": 1, "alight_seq": 2}
    riders.append(Rider(**hop | {"run_id": "X1", "demand_id": "N3", "headcount": 2}))
    riders.append(Rider(**hop | {"itinerary_id": "Z2", "run_id": "X5", "demand_id": "N4", "headcount": 8}))
    coaches = {"V1": "C9", "V2": "C2", "V3": "C3"}

    def at(text: str) -> int:
        return minute_of(f"2020-03-10 {text}")

    stops = [
        replace(
            stop,
            run_id=names[stop.run_id],
            **({"board": stop.board and 12, "alight": stop.alight and 12} if stop.run_id == "R1" else {}),
        )
        for stop in first.stops
    ]
    stops += [
        Stop(run_id="X5", seq=1, site_id="P", arrival=at("08:50"), departure=at("09:00"), board=8),
        Stop(run_id="X5", seq=2, site_id="W", arrival=at("10:40"), departure=None, alight=8),
    ]
    extra = replace(first.outings[0], vehicle_id="C1", leaves=at("08:40"), returns=at("12:30"))
    return Plan(
        runs=(
            *(
                replace(run, run_id=names[run.run_id], vehicle_id=coaches.get(run.vehicle_id or ""))
                for run in first.runs
            ),
            Run(run_id="X5", mode="coach", vehicle_id="C1", drivers=1, km=100.0, driving_min=100.0),
        ),
        stops=tuple(stops),
        outings=(*(replace(outing, vehicle_id=coaches[outing.vehicle_id]) for outing in first.outings), extra),
        riders=tuple(riders),
        unserved=(Unserved(demand_id="N3", headcount=1, reason="no_seats", proven=False, detail="The coach is full."),),
    )


@dataclass(frozen=True, kw_only=True)
class World:
    """The campaign and its parties; demands, employers and services by their names in the scenario."""

    database: Database
    planner: Actor
    campaign_id: str
    demands: dict[str, str]
    employers: dict[str, str]
    types: dict[str, str]
    services: dict[str, str]
    carrier_id: str
    other_carrier_id: str
    escort_id: str
    snapshot_id: str

    def employer(self, name: str) -> Actor:
        return Actor(role="employer", account_id=None, employer_id=self.employers[name])

    def carrier(self) -> Actor:
        return Actor(role="carrier", carrier_id=self.carrier_id)

    def other_carrier(self) -> Actor:
        return Actor(role="carrier", carrier_id=self.other_carrier_id)

    def escort(self, *runs: PublishedRun) -> Actor:
        return Actor(
            role="escort",
            account_id=self.escort_id,
            run_ids=frozenset(f"{run.plan_id}/{run.run_id}" for run in runs),
        )

    def store(self, plan: Plan) -> str:
        """The plan as if a job had made it of the campaign's snapshot."""
        with self.database.write(self.planner) as unit:
            return stored(unit, self.snapshot_id, self.here(plan))

    def here(self, plan: Plan) -> Plan:
        """The plan with the campaign's names of demands, types and services."""
        return replace(
            plan,
            runs=tuple(replace(r, service_id=r.service_id and self.services[r.service_id]) for r in plan.runs),
            outings=tuple(replace(o, type_id=self.types[o.type_id]) for o in plan.outings),
            riders=tuple(replace(r, demand_id=self.demands[r.demand_id]) for r in plan.riders),
            unserved=tuple(replace(u, demand_id=self.demands[u.demand_id]) for u in plan.unserved),
        )

    def publish(self, plan_id: str) -> Publication:
        with self.database.read(self.planner) as unit:
            prepared = prepare(unit, self.campaign_id, plan_id)
        with self.database.write(self.planner) as unit:
            return publish(unit, prepared)

    def run(self, publication: Publication, run_id: str) -> PublishedRun:
        with self.database.read(self.planner) as unit:
            found = unit.session.scalar(
                select(PublishedRun).where(PublishedRun.publication_id == publication.id, PublishedRun.run_id == run_id)
            )
            assert found is not None
            return found


def stored(unit: Unit, snapshot_id: str, plan: Plan) -> str:
    """Writes a finished job and its plan."""
    there = load_problem(unit, snapshot_id)
    report = check(there, plan)
    assert report.valid, report.violations
    totals = report.totals
    statement = Statement(
        status="feasible",
        objective=totals.objective,
        bound=totals.objective / 2,
        bound_source="test",
        gap=0.5,
        money=totals.money,
        worker_hours=totals.worker_hours,
        served=totals.served,
        unserved=totals.unserved,
        counts={mode: count for mode, count in totals.runs.items() if count},
        wall_seconds=1.0,
        seed=0,
        version="test",
    )
    job = unit.add(
        PlanJob(snapshot_id=snapshot_id, scenario_name="test", seconds=1.0, seed=0, state="done", attempts=1)
    )
    unit.session.flush()
    unit.add(PlanProgress(job_id=job.id, moment=1))
    unit.add(
        StoredPlan(
            id=job.id,
            snapshot_id=snapshot_id,
            sha256=digest(there),
            statement=asdict(statement),
            extra={"stop_reason": "time", "bound_drops": [], "iterations": 0, "worth": []},
            tables=pack_plan(plan),
        )
    )
    unit.session.flush()
    return job.id


def world(database: Database) -> World:
    """Fills an empty database with it."""
    planner = Actor(role="planner")
    with database.write(planner) as unit:
        campaign = import_scenario(unit, problem(), name="Return")
        carrier, other = unit.add(Carrier(name="Long Road")), unit.add(Carrier(name="Short Road"))
        escort = unit.add(Account(login=f"escort-{campaign.id}", name="Escort", role="escort"))
        unit.session.flush()
        for offer in unit.session.scalars(select(Offer).where(Offer.campaign_id == campaign.id)):
            if offer.mode == "coach":
                offer.carrier_id = carrier.id
        unit.session.flush()
        snapshot = take_snapshot(unit, campaign.id)
        there = load_problem(unit, snapshot.id)
        return World(
            database=database,
            planner=planner,
            campaign_id=campaign.id,
            demands={d.demand_id: e.demand_id for d, e in zip(problem().demands, there.demands, strict=True)},
            employers={d.employer_id: e.employer_id for d, e in zip(problem().demands, there.demands, strict=True)},
            types={"BIG": there.vehicle_types[0].type_id},
            services={"T": there.services[0].service_id},
            carrier_id=carrier.id,
            other_carrier_id=other.id,
            escort_id=escort.id,
            snapshot_id=snapshot.id,
        )


def assign(world: World, run: PublishedRun) -> Actor:
    """Gives the run to the escort; the escort."""
    with world.database.write(world.planner) as unit:
        unit.add(EscortRun(account_id=world.escort_id, plan_id=run.plan_id, run_id=run.run_id))
    return world.escort(run)
