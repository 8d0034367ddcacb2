"""Prices for service sections and for places under limits, raised where they are short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.coaches import Coaches
from optimizer.bound.days import Calendar
from optimizer.bound.journeys import Fares, Found, Frame, search
from optimizer.bound.timetable import Timetable

Floats = npt.NDArray[np.float64]

_PATIENCE = 4
_FIRST_STEP = 0.02


@dataclass(frozen=True, slots=True)
class Prices:
    """Money per unit and ``section``; money per worker and ``row`` of the calendar."""

    section: Floats
    row: Floats


@dataclass(frozen=True, slots=True)
class Priced:
    """Prices, what they prove and the journeys they found. ``limits``: what the rows' room takes off, at most 0."""

    value: float
    price: Prices
    found: Found
    limits: float


@dataclass(frozen=True, slots=True)
class Market:
    """What prices are tried on."""

    frame: Frame
    coaches: Coaches
    fares: Fares
    calendar: Calendar


def service_term(timetable: Timetable, price: Floats) -> tuple[float, Floats]:
    """min over units in {0} or min_units to max_units of fixed + units x (cost_unit - price of all its sections).

    Returns the sum over services and the best units of each; the minimum of a linear function lies at an end.
    """
    if not len(timetable.service):
        return 0.0, np.zeros(0)
    margin = timetable.unit - np.add.reduceat(price, timetable.first[:-1])
    units = np.where(margin < 0, timetable.most, timetable.least).astype(np.float64)
    worth = timetable.fixed + units * margin
    used = worth < 0
    return float(worth[used].sum()), np.where(used, units, 0.0)


def first_prices(market: Market) -> Prices:
    """Each service's full price spread over its sections as they would be used for nothing; limits ask nothing."""
    t = market.frame.timetable
    usage = search(market.frame, market.coaches.of_demand, market.fares, np.zeros(len(t.site))).usage
    price = np.zeros(len(t.site))
    for s in range(len(t.service)):
        part = slice(t.first[s], t.first[s + 1] - 1)
        weight = usage[part] ** 2
        full = t.unit[s] + t.fixed[s] / max(t.most[s], 1)
        price[part] = full * weight / weight.sum() if weight.sum() > 0 else full / len(weight)
    return Prices(price, np.zeros(len(market.calendar.rows)))


def improve_prices(market: Market, start: Prices, rounds: int, stop: Callable[[], bool]) -> Priced:
    """Subgradient ascent from ``start`` for so many rounds, or until ``stop``; the best prices met."""
    best = evaluate(market, start)
    if not len(start.section) and not len(start.row):
        return best
    metric = _metric(market)
    step, idle, here, direction = _FIRST_STEP, 0, best, np.zeros(len(metric))
    for _ in range(rounds):
        if stop():
            break
        gradient = _gradient(market, here)
        move = metric * gradient
        direction = move + 0.5 * direction
        if float(gradient @ direction) > 0:
            move = direction
        length = float(gradient @ move)
        if length <= 0:
            break
        scale = step * max(abs(best.value), 1.0) / length
        here = evaluate(market, _moved(here.price, scale * move))
        if here.value > best.value:
            best, idle = here, 0
        else:
            idle += 1
            if idle >= _PATIENCE:
                step, idle, here, direction = step / 2, 0, best, np.zeros(len(metric))
    return best


def _metric(market: Market) -> Floats:
    """Units count as the workers that they hold where they are weighed against places under limits."""
    t, rows = market.frame.timetable, len(market.calendar.rows)
    held = np.ones(len(t.site))
    if rows:
        need = np.where(np.isfinite(t.need), t.need, np.inf).min(axis=1, initial=np.inf)
        held = np.repeat(1 / need, np.diff(t.first))
    return np.concatenate((held**2, np.ones(rows)))


def _gradient(market: Market, here: Priced) -> Floats:
    """How fast the bound rises with each price: use beyond what there is; 0 where a price would fall below 0."""
    t = market.frame.timetable
    units = service_term(t, here.price.section)[1]
    section = here.found.usage - np.repeat(units, np.diff(t.first))
    section[t.first[1:] - 1] = 0.0
    used = market.calendar.used(market.frame.demands.headcount, here.found.left_on, here.found.came_on)
    gradient = np.concatenate((section, used - market.calendar.room))
    price = np.concatenate((here.price.section, here.price.row))
    gradient[(price <= 0) & (gradient < 0)] = 0.0
    return gradient


def _moved(price: Prices, move: Floats) -> Prices:
    sections = len(price.section)
    return Prices(np.maximum(price.section + move[:sections], 0.0), np.maximum(price.row + move[sections:], 0.0))


def evaluate(market: Market, price: Prices) -> Priced:
    """What such prices prove, and the journeys that are cheapest under them."""
    frame, calendar = market.frame, market.calendar
    found = search(frame, market.coaches.of_demand, market.fares, price.section, calendar.asked(price.row))
    limits = 0.0 - float(price.row @ calendar.room)
    value = float(frame.demands.headcount @ found.cost) + service_term(frame.timetable, price.section)[0] + limits
    return Priced(value, price, found, limits)
