"""Models of the room manifests. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.models.shared import Fields
from api.client.shape import Shape


class PassengerAnswer(Shape):
    """A seat that is taken; `person` is blank for a place that nobody is named for."""

    seat: str
    origin_id: str
    place: int
    employer_id: str
    employer: str
    board_seq: int
    alight_seq: int
    worker_id: str | None
    health: Literal["valid", "expired", "not_yet", "none"] | None
    temperatures: list[float | None]
    person: Fields


class StopAnswer(Shape):
    """A stop of the run, local times of the campaign."""

    seq: int
    site: str
    arrival: str
    departure: str | None
    board: int
    alight: int


class TemperatureAnswer(Shape):
    """A column to be filled in on the way."""

    at: str
    kind: Literal["boarding", "on_the_way", "arrival"]
    site: str | None


class ManifestAnswer(Shape):
    """The passenger registration sheet of a run, seat by seat."""

    publication_id: str
    plan_id: str
    run_id: str
    mode: str
    name: str
    vehicle: str
    stops: list[StopAnswer]
    isolation_seats: list[str]
    columns: list[TemperatureAnswer]
    passengers: list[PassengerAnswer]
