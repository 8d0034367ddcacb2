"""Models of the room publications. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from api.client.shape import Shape


class LegAnswer(Shape):
    """One leg of a journey. ``vehicle`` is a coach's lasting name, or a service's id; ``name`` what people read."""

    leg: int
    run_id: str
    mode: Literal["coach", "train", "carriage", "flight"]
    vehicle: str
    name: str
    from_id: str
    from_site: str
    to_id: str
    to_site: str
    departs: str
    arrives: str


class ChangeAnswer(Shape):
    """What a newer plan changed for some places: their journey before and after, null where there is none."""

    places: str
    headcount: int
    changes: list[Literal["served", "unserved", "time", "stop", "vehicle", "added", "removed"]]
    before: list[LegAnswer] | None
    after: list[LegAnswer] | None


class HaltAnswer(Shape):
    """A break or a curfew stand on the road."""

    kind: Literal["break", "curfew"]
    start: str
    end: str


class EmptyDriveAnswer(Shape):
    """A coach on its way without workers."""

    from_site: str
    to_site: str
    departs: str
    arrives: str
    km: float
    halts: list[HaltAnswer]


class DutyAnswer(Shape):
    """A coach's outing: from its depot over its runs and back.

    ``empty_drives``: those to this run; at the outing's last run also the way home.
    """

    outing: str
    vehicle: str
    depot: str
    type_id: str
    leaves: str
    returns: str
    days: int | None
    drivers: int | None
    run_ids: list[str]
    empty_drives: list[EmptyDriveAnswer]


class ItineraryAnswer(Shape):
    """Workers who travel together."""

    itinerary_id: str
    places: str
    headcount: int
    departs: str
    arrives: str
    legs: list[LegAnswer]


class LeftBehindAnswer(Shape):
    """Workers who stay behind; ``detail`` is the bureau's."""

    headcount: int
    reason: str
    detail: str | None


class JourneysAnswer(Shape):
    """One demand of a publication: who travels how, who stays behind, what changed."""

    id: str
    publication_id: str
    employer_id: str
    demand_id: str
    headcount: int
    served: int
    due_from: str | None
    due: str | None
    itineraries: list[ItineraryAnswer]
    unserved: list[LeftBehindAnswer]
    changes: list[ChangeAnswer]
    version: int


class PartyAnswer(Shape):
    """Workers of one demand who board at a stop. ``last``: this leg ends their journey."""

    itinerary_id: str
    leg: int
    last: bool
    demand_id: str
    employer_id: str
    employer: str
    headcount: int
    alight_seq: int


class PublicationAnswer(Shape):
    """A publication. ``totals`` and ``changed`` are the bureau's; parties read their own journeys and runs."""

    id: str
    campaign_id: str
    plan_id: str
    published_at: dt.datetime
    supersedes_id: str | None
    superseded_at: dt.datetime | None
    timezone: str
    currency: str
    totals: dict[str, Any] | None
    changed: dict[str, int] | None
    version: int


class PublicationBody(Shape):
    """The plan to go by."""

    plan_id: str
    despite_offers: bool = False


class RunStopAnswer(Shape):
    """A stop of a run; ``halts`` are on the road to the next one. ``parties``: for the bureau and the escort."""

    seq: int
    site_id: str
    site: str
    arrival: str
    departure: str | None
    board: int
    alight: int
    aboard: int
    halts: list[HaltAnswer]
    parties: list[PartyAnswer] | None


class RunAnswer(Shape):
    """A run of a publication. ``standby``: seats that may be filled beyond the plan; ``money`` is the bureau's."""

    id: str
    publication_id: str
    plan_id: str
    run_id: str
    carrier_id: str | None
    offer_id: str | None
    mode: Literal["coach", "train", "carriage", "flight"]
    name: str
    vehicle: str
    vehicle_type: str
    departs_at: dt.datetime
    arrives_at: dt.datetime
    units: int
    seats: int
    standby: int
    riders: int
    trip: Literal["city", "province", "national"]
    stops: list[RunStopAnswer]
    duty: DutyAnswer | None
    money: float | None
    version: int
