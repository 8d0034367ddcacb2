"""The audit of a bound: it passes what the bound says, and fails what is raised by a known amount."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from optimizer.audit import AuditReport, audit
from optimizer.audit.people import People
from optimizer.audit.pricing import Drawn
from optimizer.audit.sampling import Sampler
from optimizer.audit.tariff import Tariff
from optimizer.bound import lower_bound
from optimizer.certificate import Certificate, LimitPrice
from optimizer.check import check
from optimizer.check.facts import Facts
from optimizer.plan import Outing, Plan, Rider, Run, Stop, Unserved
from optimizer.problem import Limit, Problem
from optimizer.result import Options, Result
from optimizer.solving import solve
from scenarios.generator import Kind, generate
from tests.optimizer.case import stated

KINDS: tuple[tuple[Kind, int | None], ...] = (("tiny", None), ("campaign", 300), ("commute", 60), ("trunk", 200))
SAMPLES = 300


@cache
def solved(kind: Kind, workers: int | None) -> tuple[Problem, Result]:
    """A scenario with what its children hand back without a clock: a plan, its bound and what proves it."""
    problem = generate(kind, workers=workers, seed=0)
    return problem, solve(problem, Options(iterations=0, seed=0))


def planned(kind: Kind, workers: int | None) -> tuple[Problem, Plan]:
    problem, result = solved(kind, workers)
    return problem, result.plan


def certificate(kind: Kind, workers: int | None) -> tuple[float, Certificate]:
    bound = solved(kind, workers)[1].bound
    assert bound.certificate is not None
    return bound.value, bound.certificate


def with_the_rest(problem: Problem, plan: Plan) -> Plan:
    """The plan with a row for everybody whom it leaves behind."""
    left = Counter({demand.demand_id: demand.headcount for demand in problem.demands})
    for rider in plan.riders:
        if rider.leg == 1:
            left[rider.demand_id] -= rider.headcount
    rows = (
        Unserved(demand_id=key, headcount=heads, reason="not_found_in_time", proven=False, detail="For tests.")
        for key, heads in sorted(left.items())
        if heads
    )
    return replace(plan, unserved=tuple(rows))


def audited(problem: Problem, plan: Plan, bound: float, found: Certificate, samples: int = SAMPLES) -> AuditReport:
    totals = check(problem, plan).totals
    gap = (totals.objective - bound) / totals.objective
    statement = stated(
        totals, status="feasible" if gap > 1e-6 else "optimal", bound=bound, bound_source="test", gap=gap
    )
    return audit(problem, plan, statement, found, samples=samples, seed=1)


def wrong(report: AuditReport) -> dict[str, float]:
    """The worst breach's amount of each check that met one."""
    return {breach.check: breach.amount for breach in sorted(report.breaches, key=lambda b: b.amount)}


@pytest.mark.parametrize(("kind", "workers"), KINDS)
def test_bound_and_plan_of_a_small_scenario_are_certified(kind: Kind, workers: int | None) -> None:
    problem, plan = planned(kind, workers)
    report = audited(problem, plan, *certificate(kind, workers))
    assert report.certified, report.breaches
    assert report.bound == pytest.approx(report.claimed, rel=1e-8)
    numbers = {c.name: c.number for c in report.checks}
    assert numbers["plan: a journey costs at least its demand's least cost"] >= 1
    assert numbers["sample: a journey costs at least its demand's least cost"] >= 20


@pytest.mark.parametrize("seed", range(12))
def test_tiny_scenarios_where_any_rule_may_bind_are_certified(seed: int) -> None:
    problem = generate("tiny", seed=100 + seed)
    found = lower_bound(problem)
    assert found.certificate is not None
    report = audited(problem, with_the_rest(problem, Plan()), found.value, found.certificate, samples=500)
    assert report.certified, report.breaches


def test_a_bound_raised_by_one_is_not_certified() -> None:
    problem, plan = planned("trunk", 200)
    bound, found = certificate("trunk", 200)
    assert wrong(audited(problem, plan, bound + 1, found, 0)) == {
        "the claimed bound is what its prices make": pytest.approx(1, abs=1e-3)
    }


def test_a_stated_sum_raised_by_one_is_not_certified() -> None:
    problem, plan = planned("trunk", 200)
    bound, found = certificate("trunk", 200)
    more = replace(found, sums=replace(found.sums, services=found.sums.services + 1))
    assert wrong(audited(problem, plan, bound, more, 0)) == {
        "the claimed bound is what its prices make": pytest.approx(1, abs=1e-3)
    }


def test_a_least_cost_raised_above_a_journey_of_the_plan_is_found_by_that_much() -> None:
    """All that a worker's journey costs beyond the least cost, and seven more; the bound rises with it."""
    problem, plan = planned("campaign", 300)
    bound, found = certificate("campaign", 300)
    name = "plan: a journey costs at least its demand's least cost"
    tight = next(c for c in audited(problem, plan, bound, found, 0).checks if c.name == name)
    assert tight.tightest is not None
    whose = tight.at.rpartition(" of ")[2]
    more = tight.tightest + 7
    rows = tuple(replace(r, least=r.least + more) if r.demand_id == whose else r for r in found.demands)
    raised = replace(found, demands=rows)
    report = audited(problem, plan, bound + more * problem.demand[whose].headcount, raised, 0)
    assert wrong(report)[name] == pytest.approx(7, abs=1e-4)
    assert "the claimed bound is what its prices make" not in wrong(report)


def test_the_sample_finds_a_least_cost_that_no_plan_shows() -> None:
    """The plan leaves everybody behind; one demand's least cost is the price of leaving it, which others beat."""
    problem, plan = planned("commute", 60)
    bound, found = certificate("commute", 60)
    rider = plan.riders[0].demand_id
    penalty = problem.settings.objective_unserved * problem.priority(problem.demand[rider])
    rows = tuple(replace(r, least=penalty) if r.demand_id == rider else r for r in found.demands)
    nobody = with_the_rest(problem, Plan())
    assert audited(problem, nobody, bound, found).certified
    told = wrong(audited(problem, nobody, bound, replace(found, demands=rows)))
    assert set(told) == {"sample: a journey costs at least its demand's least cost"}


def test_a_potential_raised_above_a_road_is_found_by_that_much() -> None:
    problem, plan = planned("campaign", 300)
    bound, found = certificate("campaign", 300)
    site = problem.sites[0].site_id
    name = "a coach's road costs at least the fall of the potential"
    high = replace(found, potential={**found.potential, site: found.potential[site] + 1e5})
    higher = replace(found, potential={**found.potential, site: found.potential[site] + 1e5 + 1})
    first, second = (
        next(c for c in audited(problem, plan, bound, raised, 0).checks if c.name == name) for raised in (high, higher)
    )
    assert first.wrong
    assert first.tightest is not None
    assert second.tightest is not None
    assert first.tightest - second.tightest == pytest.approx(max(found.seats.values()), rel=1e-6)


def test_a_section_price_beyond_what_a_unit_costs_is_found_in_the_sums() -> None:
    """Each unit then earns one more than it costs, so that the services' sum falls by all units."""
    problem, plan = planned("trunk", 200)
    bound, found = certificate("trunk", 200)
    row = found.sections[0]
    service = problem.service[row.service_id]
    asked = sum(r.money for r in found.sections if r.service_id == row.service_id)
    worth = service.cost_fixed / service.max_units + service.cost_unit - asked
    before = min(0.0, service.max_units * worth)
    more = max(worth, 0.0) + 1
    rows = tuple(replace(r, money=r.money + more) if r == row else r for r in found.sections)
    told = wrong(audited(problem, plan, bound, replace(found, sections=rows), 0))
    loss = before - service.max_units * (worth - more)
    assert told["the claimed bound is what its prices make"] == pytest.approx(loss, rel=1e-3)


def test_a_limit_price_of_a_date_without_a_limit_is_found() -> None:
    problem, plan = planned("trunk", 200)
    bound, found = certificate("trunk", 200)
    price = LimitPrice(limit_id="nobody", date=problem.settings.first_day, money=3.0)
    told = wrong(audited(problem, plan, bound, replace(found, limits=(price,)), 0))
    assert told == {"prices are at least 0, no least cost above the price of leaving somebody": 3.0}


def test_a_binding_limit_is_part_of_what_is_worked_out_again() -> None:
    problem, _ = planned("commute", 60)
    place = problem.demands[0].pickup_id
    full = replace(problem, limits=(Limit(limit_id="L", scope=place, kind="depart_per_day", value=10),))
    found = lower_bound(full)
    assert found.certificate is not None
    assert found.certificate.sums.limits < 0
    nobody = with_the_rest(full, Plan())
    assert audited(full, nobody, found.value, found.certificate).certified
    double = tuple(replace(row, money=row.money * 2) for row in found.certificate.limits)
    assert not audited(full, nobody, found.value, replace(found.certificate, limits=double), 0).certified


def test_a_limit_asks_its_price_of_every_journey_that_it_counts() -> None:
    problem, _ = planned("trunk", 200)
    _, found = certificate("trunk", 200)
    place = problem.demands[0].pickup_id
    full = replace(problem, limits=(Limit(limit_id="L", scope=place, kind="depart_per_day", value=1),))
    days = range(problem.settings.first_day, problem.settings.last_day + 1)
    prices = tuple(LimitPrice(limit_id="L", date=day, money=7.0) for day in days)
    free, asked = (Tariff(Facts(full), People(Facts(full)), replace(found, limits=limits)) for limits in ((), prices))
    met = [(drawn, journey) for drawn in Sampler(free, 0).journeys(400) for journey in drawn.journeys]
    assert {journey.demand.pickup_id == place for _, journey in met} == {True, False}
    for drawn, journey in met:
        more = asked.journey(journey, drawn.kind_of) - free.journey(journey, drawn.kind_of)
        assert more == pytest.approx(7.0 if journey.demand.pickup_id == place else 0.0)


def test_a_broken_plan_is_not_certified() -> None:
    problem, plan = planned("trunk", 200)
    bound, found = certificate("trunk", 200)
    broken = replace(plan, unserved=())
    assert "the plan keeps every rule" in wrong(audited(problem, broken, bound, found, 0)) or plan == broken


@pytest.mark.parametrize(("kind", "workers"), KINDS)
def test_what_is_drawn_keeps_every_rule_but_limits_and_counts(kind: Kind, workers: int | None) -> None:
    """Each sample with whole journeys, alone as a plan, before the checker."""
    problem, _ = planned(kind, workers)
    facts = Facts(problem)
    sampler = Sampler(Tariff(facts, People(facts), certificate(kind, workers)[1]), seed=5)
    judged = 0
    for drawn in [*sampler.outings(100), *sampler.journeys(100)]:
        plan = _plan_of(drawn)
        if plan is None:
            continue
        report = check(problem, with_the_rest(problem, plan))
        wrong_alone = [v for v in report.violations if v.rule != "8" and "too many" not in v.message]
        assert wrong_alone == []
        judged += 1
    assert judged >= 15


def test_the_same_seed_draws_the_same() -> None:
    problem, plan = planned("trunk", 200)
    found = certificate("trunk", 200)
    assert audited(problem, plan, *found, 50) == audited(problem, plan, *found, 50)


def _plan_of(drawn: Drawn) -> Plan | None:
    """A plan of the sample alone; None where somebody's journey is not whole."""
    coaches = [(outing, run) for outing in drawn.outings for run in outing.runs]
    legs = sum(len(journey.legs) for journey in drawn.journeys)
    riders = sum(len(run.riders) for _, run in coaches)
    services = {leg.run.stated.run_id: leg.run for j in drawn.journeys for leg in j.legs if leg.run.service is not None}
    if riders + sum(leg.run.service is not None for j in drawn.journeys for leg in j.legs) != legs:
        return None
    vehicle = {run.stated.run_id: outing.name for outing, run in coaches}
    rows = [
        Rider(
            itinerary_id=journey.name,
            leg=n,
            run_id=leg.run.stated.run_id,
            board_seq=leg.on + 1,
            alight_seq=leg.off + 1,
            demand_id=journey.demand.demand_id,
            headcount=journey.headcount,
        )
        for journey in drawn.journeys
        for n, leg in enumerate(journey.legs, start=1)
    ]
    stops = [
        Stop(
            run_id=run.stated.run_id,
            seq=place + 1,
            site_id=site.site_id,
            arrival=run.arrival[place],
            departure=run.departure[place],
            board=sum(r.headcount for r in rows if (r.run_id, r.board_seq) == (run.stated.run_id, place + 1)),
            alight=sum(r.headcount for r in rows if (r.run_id, r.alight_seq) == (run.stated.run_id, place + 1)),
        )
        for run in [*(run for _, run in coaches), *services.values()]
        for place, site in enumerate(run.sites)
    ]
    return Plan(
        runs=(
            *(
                Run(run_id=run.stated.run_id, mode="coach", vehicle_id=vehicle[run.stated.run_id],
                    drivers=run.drivers, km=run.km, driving_min=run.wheel_minutes)
                for _, run in coaches
            ),
            *(run.stated for run in services.values()),
        ),
        stops=tuple(stops),
        outings=tuple(
            Outing(
                vehicle_id=outing.name, outing="1", type_id=outing.kind.type_id, depot_id=outing.depot.site_id,
                leaves=outing.numbers.leaves, returns=outing.numbers.returns, days=outing.numbers.days,
                km_loaded=outing.numbers.km_loaded, km_empty=outing.numbers.km_empty,
                drivers=outing.numbers.drivers, money=outing.numbers.money,
            )
            for outing in drawn.outings
        ),
        riders=tuple(rows),
    )  # fmt: skip
