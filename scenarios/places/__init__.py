"""The gazetteer: seats of China's counties and cities, railway stations and airports, found by their Chinese names."""

from scenarios.places.counties import cities, counties
from scenarios.places.gcj02 import gcj02_to_wgs84, wgs84_to_gcj02
from scenarios.places.hubs import airports, stations
from scenarios.places.place import Place, PlaceKind
from scenarios.places.search import PlaceError, find, lookup

__all__ = [
    "Place",
    "PlaceError",
    "PlaceKind",
    "airports",
    "cities",
    "counties",
    "find",
    "gcj02_to_wgs84",
    "lookup",
    "stations",
    "wgs84_to_gcj02",
]
