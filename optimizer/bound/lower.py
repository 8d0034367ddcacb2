"""The lower bound; ``docs/bound.md`` proves it step by step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.certify import certify
from optimizer.bound.coaches import Coaches, describe_coaches
from optimizer.bound.days import make_calendar
from optimizer.bound.journeys import Frame, make_fares, make_frame
from optimizer.bound.limits import first_money
from optimizer.bound.master import settle
from optimizer.bound.outings import unavoidable_days
from optimizer.bound.potential import best_potential, cheapest_way
from optimizer.bound.prices import Market, Priced, Prices, evaluate, first_prices, improve_prices, service_term
from optimizer.bound.roads import shortest_roads
from optimizer.bound.spans import DayPairs, day_pairs
from optimizer.bound.timetable import make_timetable
from optimizer.bound.windows import tabulate_demands
from optimizer.certificate import Certificate
from optimizer.problem import Problem
from optimizer.result import Bound, ShouldStop

Floats = npt.NDArray[np.float64]

SOURCE = "shares of full vehicles, Lagrangian prices for services and limits, potentials for empty ways"
DROPS = (
    "whole coaches: a worker pays a share of a full coach",
    "whole units of a service: units may be a fraction between none and max_units",
    "whole days and drivers of an outing: they are paid by the minute driven",
    "fleet counts, dates, and when a coach is where",
    "the way from and to the depot, but for one closed walk that returns every coach",
    "the time of day at which coaches leave that meet a service (curfew, night limit, breaks: the best time for each)",
    "dwell, turnaround, stands, stop counts, longest waits at hubs",
    "mixing of risks and employers; unsplittable demands (but for the seats that the group needs in one vehicle)",
)

_ROUNDS_OF_POTENTIAL = 4
_SHORT_CLIMB = 12
_LONG_CLIMB = 120
_PARTS = (1.0, 0.0, 0.5)
_FEW_DEMANDS = 200
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The best relaxation found: what prices were tried on, the potential and the priced journeys."""

    market: Market
    potential: Floats
    priced: Priced


def lower_bound(
    problem: Problem,
    *,
    seconds: float | None = None,
    should_stop: ShouldStop | None = None,
    on_better: Callable[[Bound], None] | None = None,
) -> Bound:
    """A proven lower bound on the objective over all valid plans of the contract.

    ``seconds``: stop improving after so long; None: a fixed number of rounds, the same result every time. The first
    bound is computed whole in either case; ``should_stop`` ends the improvement as well. ``on_better`` hears of bounds
    on the way, each higher than those before.
    """
    end = None if seconds is None else time.monotonic() + seconds

    def stop() -> bool:
        late = end is not None and time.monotonic() >= end
        return late or (should_stop is not None and should_stop())

    if not problem.demands:
        return Bound(value=0.0, source=SOURCE, drops=DROPS)
    frame = frame_of(problem)
    parts = _PARTS if len(problem.demands) <= _FEW_DEMANDS else _PARTS[:1]
    best: Certificate | None = None
    for found in (certificate for part in parts for certificate in certificates(problem, frame, part, stop)):
        if best is None or found.sums.total > best.sums.total:
            best = found
            if on_better is not None:
                on_better(_bound_of(best))
    assert best is not None, "every part has a first relaxation"
    return _bound_of(best)


def _bound_of(best: Certificate) -> Bound:
    value = max(0.0, best.sums.total * (1 - _SLACK))
    return Bound(value=value, source=SOURCE, drops=DROPS, certificate=best)


def frame_of(problem: Problem) -> Frame:
    """Prepares what all relaxations of a problem share."""
    return make_frame(problem, tabulate_demands(problem), make_timetable(problem), shortest_roads(problem))


def certificates(problem: Problem, frame: Frame, part: float, stop: Callable[[], bool]) -> Iterator[Certificate]:
    """What proves ever better bounds; ``part`` of days and drivers is paid by the minute, the rest by coach-days."""
    coaches = describe_coaches(problem, frame.demands, days=part)
    coach_day = (1 - part) * float(coaches.rates.coach_day.min()) if len(coaches.rates.seats) else 0.0
    for relaxation in relaxations(problem, frame, coaches, stop):
        days = unavoidable_days(frame, relaxation.priced.found, coach_day)
        services = service_term(frame.timetable, relaxation.priced.price.section)[0]
        yield certify(problem, relaxation, part=part, services=services, coach_days=days)


def relaxations(problem: Problem, frame: Frame, coaches: Coaches, stop: Callable[[], bool]) -> Iterator[Relaxation]:
    """Alternates between the way back of the coaches that the journeys use and the prices of services; then limits."""
    potential = np.zeros(frame.roads.km.shape[0])
    unlimited = make_calendar(problem, frame.demands, _days(problem, frame), ())
    market = Market(frame, coaches, make_fares(frame, coaches, potential), unlimited)
    priced = improve_prices(market, first_prices(market), _SHORT_CLIMB, stop)
    best = Relaxation(market, potential, priced)
    yield best
    way = cheapest_way(coaches.rates)
    arrived, left = np.zeros_like(potential), np.zeros_like(potential)
    for turn in range(_ROUNDS_OF_POTENTIAL):
        if stop():
            break
        fresh = coach_flows(frame, coaches, priced)
        arrived, left = (arrived * turn + fresh[0]) / (turn + 1), (left * turn + fresh[1]) / (turn + 1)
        potential = best_potential(way, frame.roads, arrived, left)
        market = Market(frame, coaches, make_fares(frame, coaches, potential), unlimited)
        priced = improve_prices(market, priced.price, _SHORT_CLIMB, stop)
        if priced.value > best.priced.value:
            best = Relaxation(market, potential, priced)
    yield best
    limited, start = _with_limits(problem, best)
    priced = improve_prices(limited, start, _LONG_CLIMB, stop)
    yield Relaxation(limited, best.potential, priced)
    priced = settle(limited, priced, stop)
    yield Relaxation(limited, best.potential, priced)
    if len(problem.demands) <= _FEW_DEMANDS and not stop():
        # Limits send some another way, which in a large scenario hardly moves the potential.
        potential = best_potential(way, frame.roads, *coach_flows(frame, coaches, priced))
        market = Market(frame, coaches, make_fares(frame, coaches, potential), limited.calendar)
        yield Relaxation(market, potential, settle(market, evaluate(market, priced.price), stop))


def _days(problem: Problem, frame: Frame) -> DayPairs:
    """On which days journeys by coaches alone may be."""
    driving = frame.roads.minutes[frame.demands.pickup, frame.demands.workplace].astype(np.int64)
    least = np.stack((frame.minutes.direct, frame.minutes.relay))
    return day_pairs(problem, frame.demands, driving, least, frame.rules.clocks, frame.longest)


def _with_limits(problem: Problem, relaxation: Relaxation) -> tuple[Market, Prices]:
    """The same with places under limits to be priced, and prices to begin with."""
    market, priced = relaxation.market, relaxation.priced
    money = first_money(problem, market.frame, priced.found)
    calendar = make_calendar(problem, market.frame.demands, market.calendar.pairs, tuple(sorted(money)))
    rows = np.array([money[row] for row in calendar.rows], dtype=np.float64)
    return Market(market.frame, market.coaches, market.fares, calendar), Prices(priced.price.section, rows)


def coach_flows(frame: Frame, coaches: Coaches, priced: Priced) -> tuple[Floats, Floats]:
    """Seats that loaded legs bring to each site, and take from it, in the journeys found."""
    demands, trail = frame.demands, priced.found.trail
    count = frame.roads.km.shape[0]
    served = priced.found.cost < demands.penalty * (1 - 1e-12)
    least = coaches.scarcity.min(axis=(1, 2), initial=np.inf)[coaches.of_demand]
    seats = np.where(served & np.isfinite(least), demands.headcount * np.where(np.isfinite(least), least, 0.0), 0.0)
    rides = served & (trail[:, 0] >= 0)
    first_halt, last_halt = demands.workplace.copy(), demands.pickup.copy()
    halts = frame.timetable.halts
    if rides.any():
        last_pair = (trail[rides] >= 0).sum(axis=1) - 2
        whole = trail[rides]
        boards = whole[np.arange(len(whole)), last_pair]
        first_halt[rides] = halts[frame.timetable.site[boards]]
        last_halt[rides] = halts[frame.timetable.site[whole[:, 1]]]
    left = np.bincount(demands.pickup, weights=seats, minlength=count)
    arrived = np.bincount(demands.workplace, weights=seats, minlength=count)
    arrived += np.bincount(first_halt[rides], weights=seats[rides], minlength=count)
    left += np.bincount(last_halt[rides], weights=seats[rides], minlength=count)
    return arrived.astype(np.float64), left.astype(np.float64)
