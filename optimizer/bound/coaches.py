"""What a worker pays at least for a leg by coach, and how long it takes at least.

A coach of type t costs cost_km a loaded kilometre, cost_km_empty an empty one, and its days and drivers cost at least
``minute_price`` for every minute driven, loaded or empty. A section between two stops carries at most
the usable seats, so each worker aboard pays at least its cost divided by them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.company import coach_company
from optimizer.bound.elapsed import Clocks, elapsed_by_clock, elapsed_of
from optimizer.bound.minutes import minute_price
from optimizer.bound.roads import Roads
from optimizer.bound.windows import Demands
from optimizer.clock import DAY_MINUTES
from optimizer.problem import FleetRow, Problem, VehicleType
from optimizer.rules.changes import COACH_CHANGE_MIN
from optimizer.rules.places import Places, number_places
from optimizer.rules.seats import coach_seats

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

MOST_CLASSES = 10


@dataclass(frozen=True, slots=True)
class Rates:
    """Per coach type that some fleet row has: ``types``. ``seats``: the most usable seats anybody can meet.

    Per worker of a full coach: ``loaded`` and ``empty`` money a km, ``minute`` money a minute driven (days, drivers).
    ``coach_day``: money of one coach that drives at all, for one calendar date at least.
    """

    types: tuple[str, ...]
    seats: Floats
    loaded: Floats
    empty: Floats
    minute: Floats
    coach_day: Floats


@dataclass(frozen=True, slots=True)
class Coaches:
    """Rates, and classes of workers: ``of_demand`` the class of each demand, ``scarcity`` (classes, types, trips).

    Scarcity is the type's most usable seats over those that a worker of the class can meet on a trip of the kind;
    infinite where none.
    """

    rates: Rates
    of_demand: Wholes
    scarcity: Floats
    places: Places


def describe_coaches(problem: Problem, demands: Demands, *, days: float = 1.0) -> Coaches:
    """Rates and classes. ``days`` scales what a minute driven pays for days and drivers (0 to 1)."""
    own = {row.type_id for row in problem.fleet if _ever_there(problem, row)}
    chosen = [i for i, t in enumerate(problem.vehicle_types) if t.type_id in own]
    types = [problem.vehicle_types[i] for i in chosen]
    met = _seats_met(problem, demands)[:, chosen, :]
    classes, of_demand = _classes(problem, demands, met)
    seats = met.max(axis=(0, 2), initial=0).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        scarcity = np.where(classes > 0, seats[None, :, None] / classes, np.inf)
        full = np.where(seats > 0, seats, 1.0)
    drivers = 1 if problem.settings.driving_max_drivers >= 1 else 0
    return Coaches(
        rates=Rates(
            types=tuple(t.type_id for t in types),
            seats=seats,
            loaded=np.array([t.cost_km for t in types]) / full,
            empty=np.array([_empty_rate(t) for t in types]) / full,
            minute=np.array([minute_price(problem, t) for t in types]) / full * days,
            coach_day=np.array([t.cost_day + t.cost_driver_day * drivers for t in types]),
        ),
        of_demand=np.asarray(of_demand, dtype=np.int64).reshape(-1),
        scarcity=scarcity,
        places=number_places(problem),
    )


def _empty_rate(kind: VehicleType) -> float:
    return kind.cost_km if kind.cost_km_empty is None else kind.cost_km_empty


def _ever_there(problem: Problem, row: FleetRow) -> bool:
    if row.count == 0:
        return False
    first, last = problem.settings.first_day - 1, problem.settings.last_day + 1
    return (row.from_day is None or row.from_day <= last) and (row.to_day is None or row.to_day >= first)


def _classes(problem: Problem, demands: Demands, met: Wholes) -> tuple[Wholes, Wholes]:
    """Distinct (types, trips) of seats that can be filled with a demand aboard, and each demand's place in them.

    No more than the workers who may be aboard with it; 0 where the seats do not hold its smallest group. Where that
    makes too many classes, the company is left out first, then the group: both only allow more.
    """
    held = np.where(met >= demands.group[:, None, None], met, 0)
    filled = np.minimum(held, coach_company(problem, demands)[:, None, None])
    for seats, most in ((filled, MOST_CLASSES), (held, 4 * MOST_CLASSES), (met, len(met))):
        classes, of_demand = np.unique(seats, axis=0, return_inverse=True)
        if len(classes) <= most:
            break
    return classes, of_demand


def _seats_met(problem: Problem, demands: Demands) -> Wholes:
    """(demands, types, trips): most usable seats by the demand's risk until its last day, on such a trip or a wider."""
    table = coach_seats(problem)
    if not len(problem.vehicle_types):
        return np.zeros((len(demands.risk), 0, 3), dtype=np.int64)
    until = np.maximum.accumulate(table, axis=3)
    wider = np.maximum.accumulate(until[:, ::-1], axis=1)[:, ::-1]
    last = np.clip(demands.arrive // DAY_MINUTES - problem.settings.first_day, 0, table.shape[3] - 1)
    return wider[:, :, demands.risk, last].transpose(2, 0, 1)


@dataclass(frozen=True, slots=True)
class LegRules:
    """What lets a single coach run carry somebody from one site to another.

    ``elapsed`` and ``by_several``: tables of least minutes on the way, by one coach and by any number (``elapsed_of``);
    ``clocks``: both by the minute of departure (``elapsed_by_clock``).
    """

    most_minutes: float
    most_ride: float
    elapsed: Wholes
    by_several: Wholes
    clocks: tuple[Clocks, Clocks]
    from_home: Floats
    to_home: Floats


def leg_rules(problem: Problem, roads: Roads) -> LegRules:
    """Limits of one run, and none can be where there is no fleet.

    ``from_home`` and ``to_home``: minutes from and to the nearest site in a depot's city where a coach may call.
    """
    s = problem.settings
    longest = int(roads.minutes.max(initial=0))
    count = len(problem.sites)
    near = np.zeros(count), np.zeros(count)
    if s.coach_home_end:
        near = _near_home(problem, roads)
    clocks = elapsed_by_clock(s, s.driving_break_min, longest), elapsed_by_clock(s, COACH_CHANGE_MIN, longest)
    return LegRules(
        most_minutes=math.floor(s.driving_max_drivers) * s.driving_driver_min + 1e-6 if problem.fleet else -1.0,
        most_ride=math.inf if s.coach_max_ride_min is None else s.coach_max_ride_min + 1e-6,
        elapsed=clocks[0].min(axis=0).astype(np.int64),
        by_several=clocks[1].min(axis=0).astype(np.int64),
        clocks=clocks,
        from_home=near[0],
        to_home=near[1],
    )


def _near_home(problem: Problem, roads: Roads) -> tuple[Floats, Floats]:
    place = {s.site_id: i for i, s in enumerate(problem.sites)}
    city = number_places(problem).city
    depots = sorted({place[row.depot_id] for row in problem.fleet if _ever_there(problem, row)})
    home = np.flatnonzero(np.isin(city, city[depots]) & _calls(problem))
    if not len(home):
        return np.full(len(city), np.inf), np.full(len(city), np.inf)
    from_home = roads.minutes[home].min(axis=0).astype(np.float64)
    to_home = np.empty(len(city))
    for start in range(0, len(city), 512):
        to_home[start : start + 512] = roads.minutes[start : start + 512][:, home].min(axis=1)
    return from_home, to_home


def _calls(problem: Problem) -> npt.NDArray[np.bool_]:
    """Sites where a coach may call: somebody's journey begins or ends there, or workers may change there."""
    ends = {site for d in problem.demands for site in (d.pickup_id, d.workplace_id)}
    return np.array(
        [s.site_id in ends or s.kind in problem.settings.transfer_at for s in problem.sites], dtype=np.bool_
    )


def leg_minutes(rules: LegRules, roads: Roads, a: Wholes, b: Wholes) -> Floats:
    """Least minutes of a leg by one coach, with its breaks; infinite where no run can carry anybody so."""
    driving = roads.minutes[a, b]
    there = elapsed_of(rules.elapsed, driving)
    whole_run = driving + np.minimum(rules.from_home[a], rules.to_home[b])
    return np.where((whole_run <= rules.most_minutes) & (there <= rules.most_ride), there, np.inf)


def leg_share(coaches: Coaches, roads: Roads, potential: Floats, worker_class: int, a: Wholes, b: Wholes) -> Floats:
    """Least money that a worker of the class pays for the coach from a to b, return trips included by the potential."""
    trip = coaches.places.trip(a, b)
    km, minutes = roads.km[a, b], roads.minutes[a, b]
    rise = potential[b] - potential[a]
    least = np.full(np.broadcast(a, b).shape, np.inf)
    rates = coaches.rates
    for t in range(len(rates.seats)):
        full = np.maximum(rates.loaded[t] * km + rates.minute[t] * minutes + rise, 0.0)
        scarcity = coaches.scarcity[worker_class, t][trip]
        with np.errstate(invalid="ignore"):
            least = np.minimum(least, np.where(np.isfinite(scarcity), full * scarcity, np.inf))
    return least
