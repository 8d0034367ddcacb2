"""Models of the room ground. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.shape import Shape


class Counted(Shape):
    """How many there are now."""

    roads: int


class DemandAnswer(Shape):
    """What is set for the demand of one origin."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    origin_id: str
    pickup_id: str | None
    workplace_id: str | None
    quarantine_nights: int | None


class DemandBody(Shape):
    """What holds for the demand of one origin; null: as the form and the rules say."""

    pickup_id: str | None = None
    workplace_id: str | None = None
    quarantine_nights: int | None = None


class LimitAnswer(Shape):
    """A daily limit."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    limit_id: str
    scope: str
    kind: str
    date: dt.date | None
    value: float


class LimitBody(Shape):
    """A daily limit. ``scope``: a site's or region's code, an employer's id, or province/city."""

    limit_id: str | None = None
    scope: str
    kind: Literal["depart_per_day", "arrive_per_day", "beds"]
    date: dt.date | None = None
    value: float


class RegionAnswer(Shape):
    """A county or district."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    region_id: str
    name: str
    city: str
    province: str
    risk: str
    open_from: dt.date | None


class RegionBody(Shape):
    """A county or district."""

    region_id: str | None = None
    name: str = ""
    city: str = ""
    province: str = ""
    risk: Literal["low", "medium", "high"] = "low"
    open_from: dt.date | None = None


class Road(Shape):
    """A measured road, one way, between two sites by their codes."""

    from_id: str
    to_id: str
    km: float
    minutes: float


class RoadsBody(Shape):
    """All measured roads of a campaign; those before go."""

    roads: list[Road]


class SiteAnswer(Shape):
    """A place. ``place_source``: gazetteer or given; ``region_id`` a region's code."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    site_id: str
    name: str
    kind: str
    lat: float
    lon: float
    place_source: str
    region_id: str | None
    opens: str | None
    closes: str | None
    dwell_min: float
    checkin_min: float
    exit_min: float


class SiteBody(Shape):
    """A place where coaches or services stop. Without coordinates the gazetteer finds it by its name."""

    site_id: str | None = None
    name: str
    kind: Literal["pickup", "workplace", "station", "airport", "depot"]
    lat: float | None = None
    lon: float | None = None
    region_id: str | None = None
    opens: str | None = None
    closes: str | None = None
    dwell_min: float | None = None
    checkin_min: float | None = None
    exit_min: float | None = None


class CampaignFilledAnswer(Shape):
    """Codes of what the ground has got from the requests."""

    regions: list[str]
    sites: list[str]
