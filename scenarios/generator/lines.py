"""Charter trains, reserved carriages and charter flights between hubs of the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from optimizer.clock import Minute
from optimizer.problem import Service, ServiceStop
from scenarios.generator import prices
from scenarios.generator.earth import distances, rail_km, straight_km
from scenarios.generator.ground import Ground
from scenarios.places import Place, airports, counties, stations

_TRAIN_KMH = 72.0  # K4016 of 2020-03-11: about 1 985 km in 27 h 15
_FAST_KMH = 190.0
_STAY_MIN = 10
_CARRIAGE_STAY_MIN = 6


@dataclass(slots=True)
class Lines:
    """Adds services to a ground; numbers them as they come."""

    ground: Ground
    count: int = 0

    def train(self, calls: Sequence[Place], start: Minute, *, workers: float, fast: bool = False) -> None:
        """A charter train over stations in order, offered with room for more than ``workers`` under the cap of half."""
        dice = self.ground.dice
        km = _length(calls)
        if fast:
            fare, seats, units, least = 0.3 * km, 610, 2, 1
            unit, fixed = round(seats * fare * 0.35, -1), 6000.0
        else:
            fare, seats = prices.hard_seat_fare(km), prices.HARD_SEATS
            units = min(16, max(5, round(workers / 59 * dice.number(1.3, 2.0))))
            least = max(2, round(units * 0.4))
            unit = round(prices.EMPTY_CARRIAGE_KM * km + prices.CARRIAGE_DAY, -1)
            fixed = round(2 * prices.EMPTY_CARRIAGE_KM * km, -1)  # a dining and a crew car run as well
        number = ("G" if fast else "K") + str(4000 + 2 * self.count + 2)
        service_id = self._add(number, "train", seats, 6, units, least, (fixed, unit, round(fare, 1)))
        self._timetable(service_id, calls, start, kmh=_FAST_KMH if fast else _TRAIN_KMH, stay=_STAY_MIN)

    def carriage(self, calls: Sequence[Place], start: Minute) -> None:
        """Up to three reserved carriages on a scheduled train: seats or sleepers, paid by the seat or by the unit."""
        dice = self.ground.dice
        km = _length(calls)
        sleeper = dice.chance(0.25)
        seats = prices.HARD_SLEEPERS if sleeper else prices.HARD_SEATS
        fare = prices.hard_seat_fare(km) * (prices.SLEEPER_FARE_RATIO if sleeper else 1.0)
        whole = dice.chance(0.5)
        unit = round(seats * fare, -1) if whole else prices.CARRIAGE_DAY * 2
        number = f"K{dice.whole(100, 1999)}"
        costs = (0.0, unit, 0.0 if whole else round(fare, 1))
        service_id = self._add(f"{number}专厢", "carriage", seats, 4 if sleeper else 6, dice.whole(1, 3), 1, costs)
        self._timetable(service_id, calls, start, kmh=dice.number(66, 80, 0), stay=_CARRIAGE_STAY_MIN)

    def flight(self, origin: Place, destination: Place, start: Minute) -> None:
        """One or two charter aircraft between two airports."""
        dice = self.ground.dice
        km = straight_km(origin, destination)
        name = dice.pick(["MU", "CZ", "SC", "MF", "9C"]) + str(dice.whole(5000, 8999))
        costs = (0.0, prices.flight_cost(km), prices.AIRPORT_FEE)
        seats = dice.pick(prices.AIRCRAFT_SEATS)
        service_id = self._add(name, "flight", seats, 0, dice.whole(1, 2), 1, costs)
        arrival = start + round(prices.block_hours(km) * 60)
        self._stop(service_id, 1, origin, None, start)
        self._stop(service_id, 2, destination, arrival, None)

    def _add(
        self,
        name: str,
        mode: str,
        seats: int,
        reserved: int,
        most: int,
        least: int,
        costs: tuple[float, float, float],
    ) -> str:
        self.count += 1
        service_id = f"{mode[0].upper()}{self.count:04d}"
        self.ground.draft.services.append(
            Service(
                service_id=service_id,
                name=name,
                mode=mode,
                unit_seats=seats,
                reserved=reserved,
                max_units=most,
                min_units=min(least, most),
                cost_fixed=costs[0],
                cost_unit=costs[1],
                cost_seat=costs[2],
            )
        )
        return service_id

    def _timetable(self, service_id: str, calls: Sequence[Place], start: Minute, *, kmh: float, stay: int) -> None:
        minute = start
        for seq, place in enumerate(calls, start=1):
            if seq > 1:
                minute += max(10, round(rail_km(calls[seq - 2], place) / kmh * 60))
            last = seq == len(calls)
            leave = None if last else minute + (stay if seq > 1 else 0)
            self._stop(service_id, seq, place, None if seq == 1 else minute, leave)
            minute = leave or minute

    def _stop(self, service_id: str, seq: int, place: Place, arrival: Minute | None, departure: Minute | None) -> None:
        site_id = self.ground.hub(place, nearest(place, counties(), same_city=True))
        stop = ServiceStop(service_id=service_id, seq=seq, site_id=site_id, arrival=arrival, departure=departure)
        self.ground.draft.service_stops.append(stop)


def _length(calls: Sequence[Place]) -> float:
    return sum(rail_km(a, b) for a, b in pairwise(calls))


def nearest(place: Place, others: Sequence[Place], *, same_city: bool = False) -> Place:
    """The nearest of the others, if so wanted of those in the same city, where there is one."""
    here = [o for o in others if (o.province, o.city) == (place.province, place.city)] if same_city else []
    pool = here or list(others)
    return pool[int(distances(place, pool).argmin())]


def route(origin: Place, destination: Place, *, stops: int) -> list[Place]:
    """Stations on the way from one station to another, those that lengthen it least, ends included, in order."""
    whole = straight_km(origin, destination)
    out, back = distances(origin, stations()), distances(destination, stations())
    detours = sorted(
        (float(out[i] + back[i]), i) for i in range(len(stations())) if min(out[i], back[i]) > whole * 0.12
    )
    chosen: list[int] = []
    for detour, i in detours:
        if detour > whole * 1.12 or len(chosen) == stops:
            break
        if all(abs(out[i] - out[j]) > whole * 0.1 for j in chosen):
            chosen.append(i)
    return [origin, *(stations()[i] for i in sorted(chosen, key=lambda i: float(out[i]))), destination]


def nearest_station(place: Place) -> Place:
    """The nearest railway station of the gazetteer."""
    return nearest(place, stations())


def nearest_airport(place: Place) -> Place:
    """The nearest airport of the gazetteer."""
    return nearest(place, airports())
