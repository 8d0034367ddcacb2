"""What one more of something is worth: a unit, a seat, a place at the health desk, an arrival, a bed.

By duals: one more of it lowers the relaxation by at most that money, so no plan can then cost less than the
relaxation's bound less that money. An estimate of the gain, and a proof that the bound does not give way by more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from optimizer.bound.prices import service_term
from optimizer.clock import DAY_MINUTES
from optimizer.counterfactual.duals import Duals, duals_of
from optimizer.problem import Problem
from optimizer.result import Bound, Worth

LEAST_MONEY = 0.5
"""What is worth less is not told."""

_LIMITS = {"depart_per_day": "health_desk", "arrive_per_day": "arrival", "beds": "bed"}


def worth_by_duals(problem: Problem, bound: Bound) -> tuple[Worth, ...]:
    """Units and seats of services and places under limits that are worth something, dearest first.

    By the prices that prove ``bound``; nothing where it has no certificate.
    """
    if bound.certificate is None:
        return ()
    duals = duals_of(problem, bound.certificate)
    return _in_order([*_units(problem, duals), *_seats(problem, duals), *_limits(problem, duals)])


def _in_order(rows: Iterable[Worth]) -> tuple[Worth, ...]:
    told = [row for row in rows if row.money >= LEAST_MONEY]
    return tuple(sorted(told, key=lambda row: (-row.money, row.kind, row.subject, row.date or 0)))


def _units(problem: Problem, duals: Duals) -> Iterator[Worth]:
    """The prices of a unit's sections less its cost, of services of which all units pay."""
    t = duals.timetable
    bought = service_term(t, duals.price)[1]
    for s, place in enumerate(t.service):
        if bought[s]:
            gain = float(duals.price[t.first[s] : t.first[s + 1]].sum()) - float(t.unit[s])
            service_id = problem.services[int(place)].service_id
            day = int(t.departure[t.first[s]]) // DAY_MINUTES
            yield Worth(kind="unit", subject=service_id, date=day, money=gain, source="dual")


def _seats(problem: Problem, duals: Duals) -> Iterator[Worth]:
    """The price of a section by the most that a worker takes up of a unit there, of services that pay at these prices.

    Where the price is that of a unit not bought, another seat is worth nothing yet.
    """
    t = duals.timetable
    bought = service_term(t, duals.price)[1]
    for s, place in enumerate(t.service):
        need = t.need[s][np.isfinite(t.need[s])]
        if not bought[s] or not len(need):
            continue
        service_id = problem.services[int(place)].service_id
        for k in range(int(t.first[s]), int(t.first[s + 1]) - 1):
            here, there = (problem.sites[int(t.halts[t.site[stop]])].site_id for stop in (k, k + 1))
            yield Worth(
                kind="seat",
                subject=f"{service_id} {here} {there}",
                date=int(t.departure[k]) // DAY_MINUTES,
                money=float(duals.price[k] * need.max()),
                source="dual",
            )


def _limits(problem: Problem, duals: Duals) -> Iterator[Worth]:
    for (place, day), money in sorted(duals.rows.items()):
        limit = problem.limits[place]
        yield Worth(kind=_LIMITS[limit.kind], subject=limit.limit_id, date=day, money=money, source="dual")
