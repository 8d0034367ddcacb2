"""The audit of a plan's bound: the proof's inequalities, one by one, on what the scenario and the plan hold."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.audit.people import People
from optimizer.audit.potential import potential_holds
from optimizer.audit.pricing import Drawn, Driven, Pricer
from optimizer.audit.report import AuditReport, Check
from optimizer.audit.sampling import Sampler
from optimizer.audit.sums import prices_hold, sums_hold, sums_of
from optimizer.audit.tariff import Tariff
from optimizer.certificate import Certificate, DemandDual
from optimizer.check import Report, check
from optimizer.check.cells import usable_rows
from optimizer.check.coaches import measure
from optimizer.check.facts import Facts, WholeRun
from optimizer.check.journeys import whole_journeys
from optimizer.check.report import Findings
from optimizer.check.runs import whole_runs
from optimizer.plan import Outing, Plan, Statement
from optimizer.problem import Problem

DEFAULT_SAMPLES = 10_000


def audit(
    problem: Problem,
    plan: Plan,
    statement: Statement,
    certificate: Certificate,
    *,
    samples: int = DEFAULT_SAMPLES,
    seed: int = 0,
) -> AuditReport:
    """Works the bound out again from the certificate and tries its prices on the plan and on a sample.

    ``samples``: so many outings and so many journeys are drawn, by a generator that starts from ``seed``; those that
    no try made valid are missing from the numbers told. A plan that breaks a rule is a breach, and is not priced.
    Never raises for what plan or certificate say.
    """
    facts = Facts(problem)
    tariff = Tariff(facts, People(facts), certificate)
    duals = {row.demand_id: row for row in certificate.demands if row.demand_id in problem.demand}
    found = sums_of(tariff, duals)
    report = check(problem, plan, statement)
    checks = [
        _rules(report),
        sums_hold(tariff, found, statement.bound),
        prices_hold(tariff, duals),
        potential_holds(tariff),
    ]
    if report.valid:
        checks += _plan(tariff, duals, plan, report)
    pricer = Pricer(tariff, duals, "sample")
    sampler = Sampler(tariff, seed)
    _price(pricer, sampler.outings(samples))
    _price(pricer, sampler.journeys(samples))
    return AuditReport(
        claimed=statement.bound,
        bound=found.total,
        objective=report.totals.objective,
        samples=samples,
        seed=seed,
        checks=(*checks, *pricer.checks),
    )


def _rules(report: Report) -> Check:
    result = Check("the plan keeps every rule", "violations", number=1)
    result.tightest = float(-len(report.violations))
    for violation in report.violations:
        result.tell(str(violation), violation.amount or 0.0)
    return result


def _plan(tariff: Tariff, duals: dict[str, DemandDual], plan: Plan, report: Report) -> tuple[Check, ...]:
    """The plan's own outings, service runs and journeys, read as the checker reads them."""
    facts, problem = tariff.facts, tariff.problem
    findings = Findings(complete=True)
    rows = usable_rows(plan, findings)
    runs = whole_runs(facts, rows, findings)
    journeys, _ = whole_journeys(facts, rows, runs, findings)
    measure(facts, runs.values())
    pricer = Pricer(tariff, duals, "plan")
    for outing in plan.outings:
        kind, depot = problem.vehicle_type[outing.type_id], problem.site[outing.depot_id]
        numbers = report.outings[outing.vehicle_id, outing.outing]
        name = f"vehicle {outing.vehicle_id} outing {outing.outing}"
        pricer.outing(Driven(name, kind, depot, _runs_of(outing, runs.values()), numbers))
    for run in runs.values():
        if run.service is not None:
            pricer.service(run)
    kind_of = {outing.vehicle_id: problem.vehicle_type[outing.type_id] for outing in plan.outings}
    for journey in journeys:
        pricer.journey(journey, kind_of)
    return pricer.checks


def _runs_of(outing: Outing, runs: Iterable[WholeRun]) -> list[WholeRun]:
    mine = [
        run
        for run in runs
        if run.stated.vehicle_id == outing.vehicle_id
        and outing.leaves <= run.arrival[0]
        and run.arrival[-1] <= outing.returns
    ]
    return sorted(mine, key=lambda run: (run.arrival[0], run.arrival[-1]))


def _price(pricer: Pricer, sample: Iterable[Drawn]) -> None:
    for drawn in sample:
        for outing in drawn.outings:
            pricer.outing(outing)
        for journey in drawn.journeys:
            pricer.journey(journey, drawn.kind_of)
