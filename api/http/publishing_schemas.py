"""What is published, as it stands in requests and answers. Times of day are local to the publication's time zone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from api.http.account_schemas import Answer, Body, Id, example
from api.http.campaign_schemas import MOMENT

Moment: TypeAlias = Annotated[str, Field(pattern=MOMENT, examples=["2020-03-10 08:00"])]
Mode: TypeAlias = Literal["coach", "train", "carriage", "flight"]
ChangeKind: TypeAlias = Literal["served", "unserved", "time", "stop", "vehicle", "added", "removed"]
Places: TypeAlias = Annotated[str, Field(description="Numbers of places", examples=["1-20,22"])]


class PublicationBody(Body):
    """The plan to go by."""

    model_config = example(plan_id="0ch3d5a9k2x7m1q8v4t6w0y2z5")
    plan_id: Id
    despite_offers: Annotated[bool, Field(strict=True)] = Field(
        default=False,
        description="Also where an offer does not hold that the plan goes by: no longer accepted, run out, or with "
        "fewer workers than its smallest size. Which ones is noted in the audit log.",
    )


class PublicationAnswer(Answer):
    """A publication. ``totals`` and ``changed`` are the bureau's; parties read their own journeys and runs."""

    id: Id
    campaign_id: Id
    plan_id: Id
    published_at: datetime
    supersedes_id: str | None
    superseded_at: datetime | None
    timezone: str
    currency: str
    totals: dict[str, Any] | None
    changed: dict[str, int] | None
    version: int


class LegAnswer(Answer):
    """One leg of a journey. ``vehicle`` is a coach's lasting name, or a service's id; ``name`` what people read."""

    leg: int
    run_id: str
    mode: Mode
    vehicle: str
    name: str
    from_id: str
    from_site: str
    to_id: str
    to_site: str
    departs: Moment
    arrives: Moment


class ItineraryAnswer(Answer):
    """Workers who travel together."""

    itinerary_id: str
    places: Places
    headcount: int
    departs: Moment
    arrives: Moment
    legs: list[LegAnswer]


class LeftBehindAnswer(Answer):
    """Workers who stay behind; ``detail`` is the bureau's."""

    headcount: int
    reason: str
    detail: str | None


class ChangeAnswer(Answer):
    """What a newer plan changed for some places: their journey before and after, null where there is none."""

    places: Places
    headcount: int
    changes: list[ChangeKind]
    before: list[LegAnswer] | None
    after: list[LegAnswer] | None


class JourneysAnswer(Answer):
    """One demand of a publication: who travels how, who stays behind, what changed."""

    id: Id
    publication_id: Id
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


class HaltAnswer(Answer):
    """A break or a curfew stand on the road."""

    kind: Literal["break", "curfew"]
    start: Moment
    end: Moment


class PartyAnswer(Answer):
    """Workers of one demand who board at a stop. ``last``: this leg ends their journey."""

    itinerary_id: str
    leg: int
    last: bool
    demand_id: str
    employer_id: str
    employer: str
    headcount: int
    alight_seq: int


class RunStopAnswer(Answer):
    """A stop of a run; ``halts`` are on the road to the next one. ``parties``: for the bureau and the escort."""

    seq: int
    site_id: str
    site: str
    arrival: Moment
    departure: Moment | None
    board: int
    alight: int
    aboard: int
    halts: list[HaltAnswer]
    parties: list[PartyAnswer] | None


class EmptyDriveAnswer(Answer):
    """A coach on its way without workers."""

    from_site: str
    to_site: str
    departs: Moment
    arrives: Moment
    km: float
    halts: list[HaltAnswer]


class DutyAnswer(Answer):
    """A coach's outing: from its depot over its runs and back.

    ``empty_drives``: those to this run; at the outing's last run also the way home.
    """

    outing: str
    vehicle: str
    depot: str
    type_id: str
    leaves: Moment
    returns: Moment
    days: int | None
    drivers: int | None
    run_ids: list[str]
    empty_drives: list[EmptyDriveAnswer]


class RunAnswer(Answer):
    """A run of a publication. ``standby``: seats that may be filled beyond the plan; ``money`` is the bureau's."""

    id: Id
    publication_id: Id
    plan_id: Id
    run_id: str
    carrier_id: str | None
    offer_id: str | None
    mode: Mode
    name: str
    vehicle: str
    vehicle_type: str
    departs_at: datetime
    arrives_at: datetime
    units: int
    seats: int
    standby: int
    riders: int
    trip: Literal["city", "province", "national"]
    stops: list[RunStopAnswer]
    duty: DutyAnswer | None
    money: float | None
    version: int
