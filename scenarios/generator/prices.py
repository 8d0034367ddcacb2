"""What vehicles hold and cost in the generated scenarios and the shipped cases: defaults of early 2020, CNY.

Each number says where it is from. "Found" is a published rule or report; "assumed" a round figure within the range that
operators of 2019-20 quote. They are inputs with a default: a bureau writes its own into its scenario.
"""

from __future__ import annotations

from optimizer.clock import day_of
from optimizer.problem import Cap, VehicleType

# Seats by length of coach: assumed (49 to 55 at 11 and 12 m). The last two rows stay free for isolation: found (Anhui,
# 2020-02-10). Prices: assumed so that 500 km with an empty way back comes to 10 CNY per loaded km or 2 500 a day,
# within the quoted 6 to 10 per km and 1 800 to 3 000 a day; an empty km at half price: found (a charter tariff); no
# tolls, for the motorways were free from 2020-02-17: found.
COACHES = (
    VehicleType(
        type_id="C35",
        name="8米客车35座",
        seats=35,
        reserved=7,
        cost_day=600.0,
        cost_km=2.3,
        cost_driver_day=300.0,
        cost_km_empty=1.15,
    ),
    VehicleType(
        type_id="C49",
        name="11米客车49座",
        seats=49,
        reserved=9,
        cost_day=800.0,
        cost_km=3.0,
        cost_driver_day=300.0,
        cost_km_empty=1.5,
    ),
    VehicleType(
        type_id="C55",
        name="12米客车55座",
        seats=55,
        reserved=9,
        cost_day=850.0,
        cost_km=3.2,
        cost_driver_day=300.0,
        cost_km_empty=1.6,
    ),
)

# Found: a hard-seat carriage seats 118, a hard sleeper 66, 0.05861 CNY a km tapered by distance, a sleeper 2.2 times.
# Assumed: air conditioning doubles the base fare. Found: an empty carriage costs 3.1 to 3.4 a km (one worked example).
# Assumed: 1 400 a day of standing for a hard-seat carriage (1 800 was found for a sleeper).
HARD_SEATS = 118
HARD_SLEEPERS = 66
SLEEPER_FARE_RATIO = 2.2
EMPTY_CARRIAGE_KM = 3.2
CARRIAGE_DAY = 1400.0
_BASE_FARE_KM = 0.05861
_AIR_CONDITIONED = 2.0
_TAPER = ((200, 1.0), (500, 0.9), (1000, 0.8), (1500, 0.7), (2000, 0.6), (float("inf"), 0.5))

# Assumed: 50 000 to 90 000 CNY per block hour, block time distance / 750 km/h + 40 minutes; the aircraft comes empty,
# charged at half. Seats of a Boeing 737-800: 162 to 189.
AIRCRAFT_SEATS = (162, 164, 180)
BLOCK_HOUR = 60000.0
EMPTY_BLOCK_SHARE = 0.5
AIRPORT_FEE = 50.0

# Found: half of the seats on charters that leave a city, 2020-02-11 to 02-28; from then on only where medium or high
# risk is touched (Ministry of Transport); half of the seats on all trains from 02-15 (China Railway). Assumed: the rail
# cap ended on 03-15, for reports of late March have full trains; three quarters of the seats on flights.
CAPS_OF_2020 = (
    Cap(mode="coach", share=0.5, trip="province", to_day=day_of("2020-02-28")),
    Cap(mode="coach", share=0.5, trip="national", to_day=day_of("2020-02-28")),
    Cap(mode="coach", share=0.5, risk="medium", from_day=day_of("2020-02-29")),
    Cap(mode="train", share=0.5, from_day=day_of("2020-02-15"), to_day=day_of("2020-03-15")),
    Cap(mode="carriage", share=0.5, from_day=day_of("2020-02-15"), to_day=day_of("2020-03-15")),
    Cap(mode="flight", share=0.75, to_day=day_of("2020-03-31")),
)


def hard_seat_fare(km: float) -> float:
    """The fare of a hard seat on an air-conditioned K train over ``km`` of rail, CNY, to 0.1."""
    fare, below = 0.0, 0.0
    for limit, share in _TAPER:
        fare += max(0.0, min(km, limit) - below) * share
        below = limit
    return round(fare * _BASE_FARE_KM * _AIR_CONDITIONED, 1)


def block_hours(km: float) -> float:
    """Hours from gate to gate of a flight over ``km``."""
    return km / 750 + 2 / 3


def flight_cost(km: float) -> float:
    """A charter flight over ``km``, with the aircraft's empty way there, CNY, to 100."""
    return round(block_hours(km) * BLOCK_HOUR * (1 + EMPTY_BLOCK_SHARE), -2)
