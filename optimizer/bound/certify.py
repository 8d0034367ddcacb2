"""The prices of the best relaxation, handed over by the ids of the scenario, for an audit by other code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.certificate import Certificate, DemandDual, LimitPrice, SectionPrice, Sums
from optimizer.problem import Problem

if TYPE_CHECKING:
    from optimizer.bound.lower import Relaxation


def certify(
    problem: Problem, relaxation: Relaxation, *, part: float, services: float, coach_days: float
) -> Certificate:
    """The certificate of one relaxation. ``services`` and ``coach_days`` are terms of its bound, ``part`` its share."""
    market, priced = relaxation.market, relaxation.priced
    limits = tuple(
        LimitPrice(limit_id=problem.limits[i].limit_id, date=date, money=float(money))
        for (i, date), money in zip(market.calendar.rows, priced.price.row, strict=True)
        if money > 0
    )
    rates = market.coaches.rates
    return Certificate(
        part=part,
        seats=dict(zip(rates.types, rates.seats.tolist(), strict=True)),
        potential={site.site_id: float(relaxation.potential[i]) for i, site in enumerate(problem.sites)},
        sections=_sections(problem, relaxation),
        limits=limits,
        demands=tuple(
            DemandDual(demand_id=demand.demand_id, least=float(least))
            for demand, least in zip(problem.demands, priced.found.cost, strict=True)
        ),
        sums=Sums(
            workers=float(market.frame.demands.headcount @ priced.found.cost),
            services=services,
            limits=priced.limits,
            coach_days=coach_days,
        ),
    )


def _sections(problem: Problem, relaxation: Relaxation) -> tuple[SectionPrice, ...]:
    timetable, price = relaxation.market.frame.timetable, relaxation.priced.price.section
    rows = []
    for s, first in zip(timetable.service, timetable.first[:-1], strict=True):
        service_id = problem.services[int(s)].service_id
        for place, stop in enumerate(problem.stops_of[service_id]):
            money = float(price[first + place])
            if money > 0:
                rows.append(SectionPrice(service_id=service_id, seq=stop.seq, money=money))
    return tuple(rows)
