"""Prices for service sections: what the units of a service may ask of its riders, raised where they are short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.coaches import Coaches
from optimizer.bound.journeys import Fares, Found, Frame, search
from optimizer.bound.timetable import Timetable

Floats = npt.NDArray[np.float64]

_PATIENCE = 4
_FIRST_STEP = 0.02


@dataclass(frozen=True, slots=True)
class Priced:
    """Prices, what they prove and the journeys they found."""

    value: float
    price: Floats
    found: Found


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


def first_prices(frame: Frame, coaches: Coaches, fares: Fares) -> Floats:
    """Each service's full price spread over its sections as they would be used for nothing."""
    t = frame.timetable
    usage = search(frame, coaches.of_demand, fares, np.zeros(len(t.site))).usage
    price = np.zeros(len(t.site))
    for s in range(len(t.service)):
        part = slice(t.first[s], t.first[s + 1] - 1)
        weight = usage[part] ** 2
        full = t.unit[s] + t.fixed[s] / max(t.most[s], 1)
        price[part] = full * weight / weight.sum() if weight.sum() > 0 else full / len(weight)
    return price


def improve_prices(
    frame: Frame, coaches: Coaches, fares: Fares, start: Floats, rounds: int, stop: Callable[[], bool]
) -> Priced:
    """Subgradient ascent from ``start`` for so many rounds, or until ``stop``; the best prices met."""
    t = frame.timetable
    best = _evaluate(frame, coaches, fares, start)
    if not len(t.service):
        return best
    step, idle, here, direction = _FIRST_STEP, 0, best, np.zeros(len(start))
    for _ in range(rounds):
        if stop():
            break
        units = service_term(t, here.price)[1]
        gradient = here.found.usage - np.repeat(units, np.diff(t.first))
        gradient[t.first[1:] - 1] = 0.0
        gradient[(here.price <= 0) & (gradient < 0)] = 0.0
        direction = gradient + 0.5 * direction
        length = float(gradient @ direction) if gradient @ direction > 0 else float(gradient @ gradient)
        if length <= 0:
            break
        move = direction if gradient @ direction > 0 else gradient
        scale = step * max(abs(best.value), 1.0) / length
        here = _evaluate(frame, coaches, fares, np.maximum(here.price + scale * move, 0.0))
        if here.value > best.value:
            best, idle = here, 0
        else:
            idle += 1
            if idle >= _PATIENCE:
                step, idle, here, direction = step / 2, 0, best, np.zeros(len(start))
    return best


def _evaluate(frame: Frame, coaches: Coaches, fares: Fares, price: Floats) -> Priced:
    found = search(frame, coaches.of_demand, fares, price)
    value = float(frame.demands.headcount @ found.cost) + service_term(frame.timetable, price)[0]
    return Priced(value, price, found)
