"""Named workers, the keys that open them, and their seats."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.service.store.base import Base, Stamped
from api.service.store.ids import ID_LENGTH

RUN_LENGTH = 64


class Worker(Base, Stamped):
    """A named worker of a request. All that names the person is in ``sealed``; None: the person is forgotten.

    ``origin_id`` and ``place`` tell which of the origin's places 1…headcount the worker takes, both or neither.
    """

    __tablename__ = "workers"
    __table_args__ = (
        UniqueConstraint("origin_id", "place"),
        Index(None, "request_id"),
        Index(None, "campaign_id"),
    )

    campaign_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("campaigns.id"))
    employer_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("employers.id"))
    request_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("requests.id"))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info={"personal": True})
    origin_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), ForeignKey("request_origins.id"))
    place: Mapped[int | None] = mapped_column(Integer)


class WorkerKey(Base):
    """A key wrapped by the master key. Once the row is gone, nothing opens what was sealed under it.

    ``kind`` tells whose: a worker's, a request's contact person's, or a campaign's (under which the document numbers
    of its workers are hashed). ``digest`` is the hash of the worker's document. No row ever enters the audit log or a
    plain backup.
    """

    __tablename__ = "worker_keys"
    __table_args__ = (
        UniqueConstraint("request_id", "digest"),
        Index(None, "campaign_id", "digest"),
        {"info": {"keys": True}},
    )

    holder_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    campaign_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    request_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    master: Mapped[str] = mapped_column(String(16))
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class SeatPlan(Base):
    """The vehicle of a run: ``seats`` and ``reserved`` are of each of its ``units``."""

    __tablename__ = "seat_plans"
    __table_args__ = (UniqueConstraint("plan_id", "run_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    plan_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("plans.id"))
    run_id: Mapped[str] = mapped_column(String(RUN_LENGTH))
    mode: Mapped[str] = mapped_column(String(20))
    units: Mapped[int] = mapped_column(Integer)
    seats: Mapped[int] = mapped_column(Integer)
    reserved: Mapped[int] = mapped_column(Integer)


class Seating(Base):
    """Seats of one group on one leg: ``seats[i]`` is the seat of place ``places[i]`` of the origin (a demand)."""

    __tablename__ = "seatings"
    __table_args__ = (Index(None, "plan_id", "run_id"), Index(None, "origin_id"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    campaign_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("campaigns.id"))
    plan_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("plans.id"))
    run_id: Mapped[str] = mapped_column(String(RUN_LENGTH))
    carrier_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    employer_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    origin_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    board_seq: Mapped[int] = mapped_column(Integer)
    alight_seq: Mapped[int] = mapped_column(Integer)
    places: Mapped[list[int]] = mapped_column(JSON)
    seats: Mapped[list[str]] = mapped_column(JSON)
