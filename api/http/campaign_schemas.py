"""Campaigns, their ground and their demands as they stand in requests and answers.

Codes and columns are those of a scenario's files; times of day and dates are local to the campaign.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from api.http.account_schemas import PRINTABLE, Body, Id, Row, example
from api.http.cross import Moment
from api.service.campaigns.profiles.form import NAME_PATTERN

_WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_CODE = r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
MOMENT = r"^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d$"


def _within(value: date) -> date:
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(f"expected a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    return value


def _utc(value: datetime) -> datetime:
    _within(value)
    return value.astimezone(UTC)


def _as_written(value: object) -> object:
    """A bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and _WRITTEN_DAY.fullmatch(value):
        return value
    raise ValueError("Expected a date such as 2020-03-10")


Day: TypeAlias = Annotated[
    date, BeforeValidator(_as_written), AfterValidator(_within), Field(strict=False, examples=["2020-03-10"])
]
Time: TypeAlias = Annotated[Moment, AfterValidator(_utc), Field(examples=["2020-03-02T17:00:00+08:00"])]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTABLE)]
Text: TypeAlias = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
Code: TypeAlias = Annotated[str, Field(min_length=1, max_length=80, pattern=_CODE, examples=["P500118"])]
Clock: TypeAlias = Annotated[str, Field(pattern=_CLOCK, examples=["06:00"])]
Minutes: TypeAlias = Annotated[float, Field(ge=0, le=100_000, strict=True)]
ProfileName: TypeAlias = Annotated[str, Field(pattern=NAME_PATTERN, examples=["2020-03"])]
Edition: TypeAlias = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
CampaignState: TypeAlias = Literal["preparing", "open", "frozen", "running", "closed"]
Override: TypeAlias = (
    Annotated[bool, Field(strict=True)]
    | Annotated[float, Field(ge=-1e9, le=1e9, strict=True)]
    | Annotated[str, Field(max_length=100, pattern=PRINTABLE)]
    | Annotated[list[Annotated[str, Field(max_length=20, pattern=PRINTABLE)]], Field(max_length=10)]
    | None
)


class CampaignBody(Body):
    """A campaign. ``overrides``: numbers of the profile by their address, null takes one away."""

    model_config = example(
        name="Jinan, March 2020",
        receiving_area="济南市",
        first_day="2020-03-10",
        last_day="2020-03-13",
        profile="2020-03",
        freeze_at="2020-03-08T17:00:00+08:00",
        overrides={"limits.health-desk.value": 80},
    )
    name: Name
    receiving_area: Annotated[str, Field(max_length=200, pattern=PRINTABLE)] = ""
    first_day: Day
    last_day: Day
    profile: ProfileName
    edition: Edition | None = None
    timezone: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9_+/-]+$")] = "Asia/Shanghai"
    currency: Annotated[str, Field(max_length=10, pattern="^[A-Za-z]+$")] = "CNY"
    freeze_at: Time | None = None
    retention_days: Annotated[int, Field(ge=0, le=3650, strict=True)] = 30
    carriers_read_names: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="A run's carrier may read names and seats, a day before it until a day after it"
    )
    overrides: Annotated[
        dict[Annotated[str, Field(max_length=120, pattern=PRINTABLE)], Override],
        Field(max_length=200, default_factory=dict),
    ]


class CampaignAnswer(Row):
    """A campaign. ``state`` of this moment: an open one is frozen from its freeze time on."""

    name: str
    receiving_area: str
    first_day: date
    last_day: date
    profile: str
    edition: int
    timezone: str
    currency: str
    freeze_at: datetime | None
    retention_days: int
    carriers_read_names: bool
    overrides: dict[str, Any]
    state: CampaignState
    state_since: datetime


class CampaignStep(Body):
    """The state that comes next."""

    model_config = example(state="open")
    state: CampaignState


class RegionBody(Body):
    """A county or district."""

    model_config = example(region_id="R500118", name="永川区", city="重庆市", province="重庆市", risk="low")
    region_id: Code | None = None
    name: Annotated[str, Field(max_length=200, pattern=PRINTABLE)] = ""
    city: Annotated[str, Field(max_length=200, pattern=PRINTABLE)] = ""
    province: Annotated[str, Field(max_length=200, pattern=PRINTABLE)] = ""
    risk: Literal["low", "medium", "high"] = "low"
    open_from: Day | None = None


class RegionAnswer(Row):
    """A county or district."""

    region_id: str
    name: str
    city: str
    province: str
    risk: str
    open_from: date | None


class SiteBody(Body):
    """A place where coaches or services stop. Without coordinates the gazetteer finds it by its name."""

    model_config = example(site_id="P500118", name="永川区", kind="pickup", dwell_min=10)
    site_id: Code | None = None
    name: Name
    kind: Literal["pickup", "workplace", "station", "airport", "depot"]
    lat: Annotated[float, Field(ge=-90, le=90, strict=True)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180, strict=True)] | None = None
    region_id: Code | None = None
    opens: Clock | None = None
    closes: Clock | None = None
    dwell_min: Minutes | None = None
    checkin_min: Minutes | None = None
    exit_min: Minutes | None = None


class SiteAnswer(Row):
    """A place. ``place_source``: gazetteer or given; ``region_id`` a region's code."""

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


class LimitBody(Body):
    """A daily limit. ``scope``: a site's or region's code, an employer's id, or province/city."""

    model_config = example(limit_id="DESK-1", scope="重庆市/重庆市", kind="depart_per_day", value=60)
    limit_id: Code | None = None
    scope: Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTABLE)]
    kind: Literal["depart_per_day", "arrive_per_day", "beds"]
    date: Day | None = None
    value: Annotated[float, Field(ge=0, le=1e9, strict=True)]


class LimitAnswer(Row):
    """A daily limit."""

    limit_id: str
    scope: str
    kind: str
    date: date | None
    value: float


class Road(Body):
    """A measured road, one way, between two sites by their codes."""

    model_config = example(from_id="P500118", to_id="W370102", km=1412.5, minutes=1130)
    from_id: Code
    to_id: Code
    km: Annotated[float, Field(ge=0, le=100_000, strict=True)]
    minutes: Minutes


class RoadsBody(Body):
    """All measured roads of a campaign; those before go."""

    roads: Annotated[list[Road], Field(max_length=50_000)]


class Counted(Body):
    """How many there are now."""

    roads: int


class DemandBody(Body):
    """What holds for the demand of one origin; null: as the form and the rules say."""

    model_config = example(pickup_id="P500118", quarantine_nights=0)
    pickup_id: Code | None = None
    workplace_id: Code | None = None
    quarantine_nights: Annotated[int, Field(ge=0, le=366, strict=True)] | None = None


class DemandAnswer(Row):
    """What is set for the demand of one origin."""

    origin_id: Id
    pickup_id: str | None
    workplace_id: str | None
    quarantine_nights: int | None


class FilledAnswer(Body):
    """Codes of what the ground has got from the requests."""

    regions: list[str]
    sites: list[str]
