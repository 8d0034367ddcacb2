"""The tables of campaigns: their ground, rules, offers and snapshots.

Days are dates in the campaign's time zone; ``code`` is the name that a row has in the campaign's scenario.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NoReturn

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from api.service.campaigns.states import CAMPAIGN_STATES, OFFER_STATES
from api.service.store import Base, Stamped
from optimizer.problem.records import LIMIT_KINDS, MODES, RISKS, SITE_KINDS

CODE_LENGTH = 80
NAME_LENGTH = 200


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, words))})", name=column)


def _campaign() -> Mapped[str]:
    return mapped_column(ForeignKey("campaigns.id"), index=True)


class Profile(Stamped, Base):
    """One edition of a rule profile; it never changes."""

    __tablename__ = "profiles"
    __table_args__ = (UniqueConstraint("name", "edition"),)

    name: Mapped[str] = mapped_column(String(CODE_LENGTH))
    edition: Mapped[int]
    origin: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class Campaign(Stamped, Base):
    """Workers for one receiving area over one horizon, planned together under one rule profile.

    ``carriers_read_names``: a run's carrier may read who sits where on it, around the time of the run.
    """

    __tablename__ = "campaigns"
    __table_args__ = (_one_of("state", CAMPAIGN_STATES),)

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    receiving_area: Mapped[str] = mapped_column(String(NAME_LENGTH))
    timezone: Mapped[str] = mapped_column(String(60))
    currency: Mapped[str] = mapped_column(String(10))
    first_day: Mapped[date]
    last_day: Mapped[date]
    freeze_at: Mapped[datetime | None]
    retention_days: Mapped[int]
    carriers_read_names: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20))
    state_since: Mapped[datetime]
    profile_id: Mapped[str] = mapped_column(ForeignKey("profiles.id"))
    overrides: Mapped[dict[str, Any]] = mapped_column(JSON)


class CampaignRegion(Stamped, Base):
    """A county or district with its risk and the first day on which anyone may leave it."""

    __tablename__ = "campaign_regions"
    __table_args__ = (UniqueConstraint("campaign_id", "code"), _one_of("risk", RISKS))

    campaign_id: Mapped[str] = _campaign()
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    city: Mapped[str] = mapped_column(String(NAME_LENGTH))
    province: Mapped[str] = mapped_column(String(NAME_LENGTH))
    risk: Mapped[str] = mapped_column(String(20))
    open_from: Mapped[date | None]


class CampaignSite(Stamped, Base):
    """A pickup, workplace, station, airport or depot; ``opens`` and ``closes`` are clock times HH:MM."""

    __tablename__ = "campaign_sites"
    __table_args__ = (UniqueConstraint("campaign_id", "code"), _one_of("kind", SITE_KINDS))

    campaign_id: Mapped[str] = _campaign()
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    kind: Mapped[str] = mapped_column(String(20))
    lat: Mapped[float]
    lon: Mapped[float]
    place_source: Mapped[str] = mapped_column(String(NAME_LENGTH))
    region_id: Mapped[str | None] = mapped_column(ForeignKey("campaign_regions.id"))
    opens: Mapped[str | None] = mapped_column(String(5))
    closes: Mapped[str | None] = mapped_column(String(5))
    dwell_min: Mapped[float]
    checkin_min: Mapped[float]
    exit_min: Mapped[float]


class CampaignLimit(Stamped, Base):
    """A daily limit; ``scope`` is a site's or region's code, an employer's id, or ``province/city``."""

    __tablename__ = "campaign_limits"
    __table_args__ = (UniqueConstraint("campaign_id", "code"), _one_of("kind", LIMIT_KINDS))

    campaign_id: Mapped[str] = _campaign()
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    scope: Mapped[str] = mapped_column(String(NAME_LENGTH))
    kind: Mapped[str] = mapped_column(String(20))
    day: Mapped[date | None]
    value: Mapped[float]


class CampaignRoad(Base):
    """A measured road, one way, between two sites by their codes. Rows are put in as a whole, noted as one change."""

    __tablename__ = "campaign_roads"

    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    from_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    to_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    km: Mapped[float]
    minutes: Mapped[float]


class Offer(Stamped, Base):
    """Coaches at a depot, or a train, carriages or a flight, as somebody offers them.

    ``unit_seats`` are the seats of one coach or unit, costs are money in the campaign's currency. Coaches have depot,
    type, count (None: as many as wanted) and dates; services have units, ``min_size`` (workers below which it is not
    worth its while to the carrier) and ``stops``: a list of site_id, arrival, departure in local time.
    """

    __tablename__ = "offers"
    __table_args__ = (_one_of("mode", MODES), _one_of("state", OFFER_STATES), Index(None, "campaign_id", "state"))

    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    carrier_id: Mapped[str | None] = mapped_column(ForeignKey("carriers.id"), index=True)
    mode: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    note: Mapped[str] = mapped_column(String(2000))
    state: Mapped[str] = mapped_column(String(20))
    state_since: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    unit_seats: Mapped[int]
    reserved: Mapped[int]

    depot_id: Mapped[str | None] = mapped_column(ForeignKey("campaign_sites.id"))
    type_code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    type_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    count: Mapped[int | None]
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
    cost_day: Mapped[float | None]
    cost_km: Mapped[float | None]
    cost_driver_day: Mapped[float | None]
    cost_km_empty: Mapped[float | None]

    min_units: Mapped[int | None]
    max_units: Mapped[int | None]
    min_size: Mapped[int | None]
    cost_fixed: Mapped[float | None]
    cost_unit: Mapped[float | None]
    cost_seat: Mapped[float | None]
    stops: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))


class DemandSetting(Stamped, Base):
    """What the bureau sets for the demand of one origin beyond the employer's form: sites, nights of quarantine."""

    __tablename__ = "demand_settings"

    campaign_id: Mapped[str] = _campaign()
    origin_id: Mapped[str] = mapped_column(ForeignKey("request_origins.id"), unique=True)
    pickup_id: Mapped[str | None] = mapped_column(ForeignKey("campaign_sites.id"))
    workplace_id: Mapped[str | None] = mapped_column(ForeignKey("campaign_sites.id"))
    quarantine_nights: Mapped[int | None]


class Snapshot(Stamped, Base):
    """A campaign's scenario at one moment; it never changes.

    ``content`` is the canonical form, compressed; ``sha256`` its hash. ``sources`` says what each row came from;
    ``sources_sha256`` tells two snapshots apart whose scenario is the same, but not who offers or asks for it.
    """

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("campaign_id", "sha256", "sources_sha256"),)

    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    profile_id: Mapped[str] = mapped_column(ForeignKey("profiles.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    sources_sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sources: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


def _refuse(_: Any, __: Any, row: Any) -> NoReturn:
    raise RuntimeError(f"{row.__tablename__} {row.id} was to be changed, and such rows never change.")


for _kind in (Profile, Snapshot):
    event.listen(_kind, "before_update", _refuse)
    event.listen(_kind, "before_delete", _refuse)
