"""What is published: the publication, every demand's journeys in it, every run in it.

Journeys and runs are made from a plan once and never change; the log holds the publication that made them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.service.store import ID_LENGTH, Base, Stamped

CODE_LENGTH = 80
NAME_LENGTH = 200
_CURRENT = text("superseded_at IS NULL")


class Publication(Stamped, Base):
    """A plan that its campaign goes by, until a newer one supersedes it.

    ``totals`` counts the plan (served, unserved, runs, money by mode); ``changed`` counts places by what a newer plan
    changed for them, by ``CHANGES``. Times of journeys and runs are of ``timezone``.
    """

    __tablename__ = "publications"
    __table_args__ = (
        Index("uq_publications_current", "campaign_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
    )

    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), index=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    supersedes_id: Mapped[str | None] = mapped_column(ForeignKey("publications.id"))
    superseded_at: Mapped[datetime | None]
    timezone: Mapped[str] = mapped_column(String(60))
    currency: Mapped[str] = mapped_column(String(10))
    totals: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed: Mapped[dict[str, Any]] = mapped_column(JSON)


class JourneySet(Stamped, Base):
    """One demand in a publication: who of it travels how, who stays behind, what a newer plan changed.

    ``itineraries``: objects of itinerary_id, places (``1-20,22``), headcount, departs, arrives and legs. ``unserved``:
    objects of headcount, reason, detail. ``changes``: objects of places, headcount, changes, before and after (the
    legs of a journey, or null). Times are local text, ``2020-03-10 07:30``; so are ``due_from`` and ``due``.
    """

    __tablename__ = "journeys"
    __table_args__ = (
        UniqueConstraint("publication_id", "demand_id"),
        Index(None, "publication_id", "id"),
        Index(None, "publication_id", "employer_id", "id"),
        Index(None, "campaign_id", "employer_id"),
    )
    __audited__: ClassVar[bool] = False

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"))
    demand_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    headcount: Mapped[int]
    served: Mapped[int]
    due_from: Mapped[str | None] = mapped_column(String(16))
    due: Mapped[str] = mapped_column(String(16))
    itineraries: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    unserved: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class PublishedRun(Stamped, Base):
    """One run of a publication: of its plan, or of an earlier one where workers of it are under way.

    ``vehicle`` is the lasting name of a coach, or the id of a service.

    ``stops`` are objects of seq, site_id, site, arrival, departure, board, alight, aboard, halts and parties: who of
    which demand boards there on which leg, the last one or not, to alight where. ``duty`` is the coach's outing.
    ``standby``: seats that the rules leave free on the fullest section. ``money`` is the run's part of the plan's.
    ``heads``: who boards, by employer.
    """

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("publication_id", "plan_id", "run_id"),
        Index(None, "plan_id", "run_id"),
        Index(None, "publication_id", "id"),
        Index(None, "publication_id", "carrier_id", "id"),
        Index(None, "campaign_id", "departs_at"),
    )
    __audited__: ClassVar[bool] = False

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    run_id: Mapped[str] = mapped_column(String(64))
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id"))
    carrier_id: Mapped[str | None] = mapped_column(ForeignKey("carriers.id"))
    offer_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    mode: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    vehicle: Mapped[str] = mapped_column(String(CODE_LENGTH))
    vehicle_type: Mapped[str] = mapped_column(String(NAME_LENGTH))
    departs_at: Mapped[datetime]
    arrives_at: Mapped[datetime]
    units: Mapped[int]
    seats: Mapped[int]
    standby: Mapped[int]
    riders: Mapped[int]
    trip: Mapped[str] = mapped_column(String(20))
    worker_km: Mapped[float]
    seat_km: Mapped[float]
    money: Mapped[float]
    heads: Mapped[dict[str, int]] = mapped_column(JSON)
    stops: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    duty: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
