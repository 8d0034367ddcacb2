"""A checked plan in the figures that a planner asks for first: the checker's numbers, and what is counted here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from optimizer.check import Report
from optimizer.clock import Day, Minute
from optimizer.plan import Plan, Rider, Statement, Unserved
from optimizer.problem import MODES, Demand, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeRow:
    """One mode of transport. ``riders`` are workers it carries at least once; ``money`` is that of its vehicles.

    ``mainly`` are the workers whose journey it makes: with a train, carriage or flight in it that one, else the coach.
    """

    mode: str
    riders: int
    mainly: int
    runs: int
    units: int
    load_factor: float
    money: float

    @property
    def money_per_rider(self) -> float:
        """The mode's money for each worker it carries; 0 where it carries none."""
        return self.money / self.riders if self.riders else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerRow:
    """What one employer gets: workers asked for, workers served, the first and last arrival (None: nobody comes)."""

    employer_id: str
    name: str
    asked: int
    served: int
    first_arrival: Minute | None
    last_arrival: Minute | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """Workers left behind for one reason; ``proven`` of them for a reason that is proven.

    ``change``: the sentence of what would bring those of the first case, empty where nothing was found.
    """

    reason: str
    workers: int
    proven: int
    cases: tuple[Unserved, ...]
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The whole plan. Money in ``currency``; ``tightest_min``: the least time between an arrival and its due time.

    ``net_gap``: the gap without the penalty of those who are proven to stay behind whatever the plan, (objective -
    bound) / (objective - that penalty); where they are many, the gap itself looks small. ``recurring``: the same
    workers travel more than once, so that every head counted is a journey, not a worker.
    """

    name: str
    currency: str
    first_day: Day
    last_day: Day
    recurring: bool
    asked: int
    served: int
    unserved: int
    modes: tuple[ModeRow, ...]
    employers: tuple[EmployerRow, ...]
    reasons: tuple[ReasonRow, ...]
    on_time: int
    tightest_min: int | None
    money: float
    hours: float
    objective: float
    bound: float
    bound_source: str
    gap: float
    net_gap: float
    status: str
    wall_seconds: float
    seed: int
    vehicles: int
    outings: int
    km_loaded: float
    km_empty: float

    @property
    def money_per_worker(self) -> float:
        """Door to door, all modes together, for each worker served; 0 where nobody is."""
        return self.money / self.served if self.served else 0.0

    @property
    def hours_per_worker(self) -> float:
        """From the first departure to the final arrival, on average; 0 where nobody is served."""
        return self.hours / self.served if self.served else 0.0

    @property
    def deadhead_share(self) -> float:
        """Empty kilometres among all that coaches drive."""
        km = self.km_loaded + self.km_empty
        return self.km_empty / km if km else 0.0


def figures(problem: Problem, plan: Plan, statement: Statement, report: Report) -> Figures:
    """The figures of a valid plan. ``report`` is the checker's of just this plan."""
    journeys = _journeys(plan)
    arrivals = _arrivals(plan, journeys)
    totals = report.totals
    dues = [(problem.demand[legs[-1].demand_id].due - arrivals[key], legs) for key, legs in journeys.items()]
    return Figures(
        name=problem.settings.name,
        currency=problem.settings.currency,
        first_day=problem.settings.first_day,
        last_day=problem.settings.last_day,
        recurring=recurring(problem),
        asked=problem.workers(),
        served=totals.served,
        unserved=totals.unserved,
        modes=tuple(_mode_rows(problem, plan, journeys, report)),
        employers=tuple(_employer_rows(problem, journeys, arrivals)),
        reasons=tuple(_reason_rows(plan)),
        on_time=sum(legs[-1].headcount for spare, legs in dues if spare >= 0),
        tightest_min=min((spare for spare, _ in dues), default=None),
        money=totals.money,
        hours=totals.worker_hours,
        objective=totals.objective,
        bound=statement.bound,
        bound_source=statement.bound_source,
        gap=statement.gap,
        net_gap=net_gap(totals.objective, statement.bound, unservable_penalty(problem, plan)),
        status=statement.status,
        wall_seconds=statement.wall_seconds,
        seed=statement.seed,
        vehicles=totals.vehicles,
        outings=totals.outings,
        km_loaded=totals.km_loaded,
        km_empty=totals.km_empty,
    )


def recurring(problem: Problem) -> bool:
    """Whether heads are journeys rather than distinct workers: most belong to groups that travel more than once.

    A group is an employer's demands between the same two places. It travels more than once where it goes both ways, or
    where one demand begins when another is over. A few groups that do so may be batches of other people; most are not.
    """
    groups: dict[tuple[str, frozenset[str]], list[Demand]] = defaultdict(list)
    for demand in problem.demands:
        groups[demand.employer_id, frozenset((demand.pickup_id, demand.workplace_id))].append(demand)
    again = sum(d.headcount for group in groups.values() if _travels_again(group) for d in group)
    return 2 * again > problem.workers()


def _travels_again(group: list[Demand]) -> bool:
    if len({demand.pickup_id for demand in group}) > 1:
        return True
    in_order = sorted(group, key=lambda d: d.ready)
    return any(earlier.due <= later.ready for earlier, later in pairwise(in_order))


def unservable_penalty(problem: Problem, plan: Plan) -> float:
    """Money for those left behind who are proven to stay whatever the plan, not because carrying them costs more."""
    stay = [row for row in plan.unserved if row.proven and row.reason != "worth_less_than_cost"]
    heads = sum(row.headcount * problem.priority(problem.demand[row.demand_id]) for row in stay)
    return heads * problem.settings.objective_unserved


def net_gap(objective: float, bound: float, unservable: float) -> float:
    """(objective - bound) / (objective - unservable), between 0 and 1; 0 where nothing is left to gain."""
    if objective <= bound:
        return 0.0
    spent = objective - unservable
    return min(1.0, (objective - bound) / spent) if spent > 0 else 1.0


def _journeys(plan: Plan) -> Mapping[str, tuple[Rider, ...]]:
    legs: dict[str, list[Rider]] = defaultdict(list)
    for rider in plan.riders:
        legs[rider.itinerary_id].append(rider)
    return {key: tuple(sorted(riders, key=lambda r: r.leg)) for key, riders in legs.items()}


def _arrivals(plan: Plan, journeys: Mapping[str, tuple[Rider, ...]]) -> Mapping[str, Minute]:
    at = {(stop.run_id, stop.seq): stop.arrival for stop in plan.stops}
    finals = {key: at[legs[-1].run_id, legs[-1].alight_seq] for key, legs in journeys.items()}
    return {key: arrival for key, arrival in finals.items() if arrival is not None}


def _mode_rows(
    problem: Problem, plan: Plan, journeys: Mapping[str, tuple[Rider, ...]], report: Report
) -> Iterable[ModeRow]:
    mode_of = {run.run_id: run.mode for run in plan.runs}
    riders: Counter[str] = Counter()
    mainly: Counter[str] = Counter()
    for legs in journeys.values():
        used = {mode_of[leg.run_id] for leg in legs}
        for mode in used:
            riders[mode] += legs[0].headcount
        mainly[max(used, key=MODES.index)] += legs[0].headcount
    money = _money_by_mode(problem, plan, report)
    for mode in MODES:
        if report.totals.runs.get(mode):
            yield ModeRow(
                mode=mode,
                riders=riders[mode],
                mainly=mainly[mode],
                runs=report.totals.runs[mode],
                units=report.totals.units[mode],
                load_factor=report.totals.seats[mode].load_factor,
                money=money[mode],
            )


def _money_by_mode(problem: Problem, plan: Plan, report: Report) -> Mapping[str, float]:
    """Coaches' money is the checker's; a service's is its fixed cost, its units and its boarders (contract, costs)."""
    boarders: Counter[str] = Counter()
    for rider in plan.riders:
        boarders[rider.run_id] += rider.headcount
    money: dict[str, float] = defaultdict(float, coach=report.totals.money_coaches)
    for run in plan.runs:
        if run.service_id is not None:
            service = problem.service[run.service_id]
            seats = boarders[run.run_id] * service.cost_seat
            money[run.mode] += service.cost_fixed + (run.units or 0) * service.cost_unit + seats
    return money


def _employer_rows(
    problem: Problem, journeys: Mapping[str, tuple[Rider, ...]], arrivals: Mapping[str, Minute]
) -> Iterable[EmployerRow]:
    asked: Counter[str] = Counter()
    for demand in problem.demands:
        asked[demand.employer_id] += demand.headcount
    served: Counter[str] = Counter()
    times: dict[str, list[Minute]] = defaultdict(list)
    for key, legs in journeys.items():
        employer_id = problem.demand[legs[0].demand_id].employer_id
        served[employer_id] += legs[0].headcount
        times[employer_id].append(arrivals[key])
    for employer_id, count in sorted(asked.items(), key=lambda item: (-item[1], item[0])):
        yield EmployerRow(
            employer_id=employer_id,
            name=problem.employer[employer_id].name,
            asked=count,
            served=served[employer_id],
            first_arrival=min(times[employer_id], default=None),
            last_arrival=max(times[employer_id], default=None),
        )


def _reason_rows(plan: Plan) -> Iterable[ReasonRow]:
    changes = {change.demand_id: change.sentence for change in plan.changes}
    groups: dict[str, list[Unserved]] = defaultdict(list)
    for case in plan.unserved:
        groups[case.reason].append(case)
    for reason, cases in sorted(groups.items(), key=lambda item: -sum(c.headcount for c in item[1])):
        in_order = tuple(sorted(cases, key=lambda c: (-c.headcount, c.demand_id)))
        yield ReasonRow(
            reason=reason,
            workers=sum(c.headcount for c in cases),
            proven=sum(c.headcount for c in cases if c.proven),
            cases=in_order,
            change=changes.get(in_order[0].demand_id, ""),
        )
