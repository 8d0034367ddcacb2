"""The gazetteer: seats of China's counties, cities and provinces, railway stations and airports, found by name or code.

Also the coordinate systems of Chinese maps, turned into WGS-84.
"""

from scenarios.places.bd09 import bd09_to_gcj02, gcj02_to_bd09
from scenarios.places.counties import cities, counties, former_counties, provinces
from scenarios.places.datum import COORDINATES, Coordinates, to_wgs84
from scenarios.places.gcj02 import gcj02_to_wgs84, wgs84_to_gcj02
from scenarios.places.hubs import airports, stations
from scenarios.places.place import Place, PlaceKind
from scenarios.places.search import PlaceError, find, lookup, resembling

__all__ = [
    "COORDINATES",
    "Coordinates",
    "Place",
    "PlaceError",
    "PlaceKind",
    "airports",
    "bd09_to_gcj02",
    "cities",
    "counties",
    "find",
    "former_counties",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "lookup",
    "provinces",
    "resembling",
    "stations",
    "to_wgs84",
    "wgs84_to_gcj02",
]
