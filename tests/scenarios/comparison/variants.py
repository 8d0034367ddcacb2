"""Plans of the known case and of the same case under other caps, each valid, some of them optimal."""

from __future__ import annotations

from dataclasses import replace

from optimizer.check import check
from optimizer.plan import Plan, Stop, Unserved
from optimizer.problem import Cap, Problem, Region, Site
from scenarios.comparison import Entry
from tests.known import known_plan, known_problem
from tests.optimizer.case import stated

LATER = 30


def problem() -> Problem:
    """The known case with two regions, so that there is something to tell apart."""
    known = known_problem()
    regions = (
        Region(region_id="HERE", name="历下区", city="济南市", province="山东省"),
        Region(region_id="THERE", name="<b>渠县</b>", city="达州市", province="四川省"),
    )
    return replace(known, regions=regions, sites=tuple(map(_placed, known.sites)))


def _placed(site: Site) -> Site:
    return replace(site, region_id={"P": "THERE", "W": "HERE"}.get(site.site_id))


def capped(share: float) -> Problem:
    """Coaches may fill only a share of their 20 seats."""
    return replace(problem(), caps=(Cap(mode="coach", share=share),))


def whole() -> Plan:
    """N1 by coach, N2 by feeder, train and coach; N3 stays."""
    return known_plan()


def without_train() -> Plan:
    """N2 stays behind as well: one coach is all."""
    plan = known_plan()
    left = Unserved(demand_id="N2", headcount=5, reason="not_found_in_time", proven=False, detail="x")
    return Plan(
        runs=tuple(run for run in plan.runs if run.run_id == "R1"),
        stops=tuple(stop for stop in plan.stops if stop.run_id == "R1"),
        outings=tuple(outing for outing in plan.outings if outing.vehicle_id == "V1"),
        riders=tuple(rider for rider in plan.riders if rider.demand_id == "N1"),
        unserved=(left, *plan.unserved),
    )


def without_coach() -> Plan:
    """N1 stays behind: what a cap below ten of twenty seats leaves."""
    plan = known_plan()
    left = Unserved(demand_id="N1", headcount=10, reason="no_seats", proven=False, detail="x")
    return Plan(
        runs=tuple(run for run in plan.runs if run.run_id != "R1"),
        stops=tuple(stop for stop in plan.stops if stop.run_id != "R1"),
        outings=tuple(outing for outing in plan.outings if outing.vehicle_id != "V1"),
        riders=tuple(rider for rider in plan.riders if rider.demand_id != "N1"),
        unserved=(left, *plan.unserved),
    )


def later() -> Plan:
    """N1's coach half an hour later, all else alike."""
    plan = known_plan()
    stops = tuple(_late(stop) if stop.run_id == "R1" else stop for stop in plan.stops)
    outings = tuple(
        replace(o, leaves=o.leaves + LATER, returns=o.returns + LATER) if o.vehicle_id == "V1" else o
        for o in plan.outings
    )
    return replace(plan, stops=stops, outings=outings)


def _late(stop: Stop) -> Stop:
    departure = None if stop.departure is None else stop.departure + LATER
    assert stop.arrival is not None
    return replace(stop, arrival=stop.arrival + LATER, departure=departure)


def entry(name: str, problem: Problem, plan: Plan, *, gap: float = 0.0) -> Entry:
    """A plan that states the truth, with a bound that leaves the gap."""
    totals = check(problem, plan).totals
    bound = totals.objective * (1 - gap)
    status = "optimal" if gap <= 1e-6 else "feasible"
    statement = stated(totals, status=status, bound=bound, bound_source="test", gap=gap)
    return Entry(name=name, problem=problem, plan=plan, statement=statement)


def all_entries() -> tuple[Entry, ...]:
    """One of each kind, with and without gaps, of one scenario and of others."""
    return (
        entry("whole", problem(), whole(), gap=0.05),
        entry("no train", problem(), without_train(), gap=0.7),
        entry("later", problem(), later(), gap=0.05),
        entry("half", capped(0.5), whole()),
        entry("fifth", capped(0.25), without_coach()),
        entry("fifth, loose", capped(0.25), without_coach(), gap=0.9),
    )
