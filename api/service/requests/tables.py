"""A request with its origins, its way through the states, and the papers that prove its claim."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Float, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.service.requests.states import State
from api.service.store.base import Base, Stamped
from api.service.store.ids import ID_LENGTH

MOMENT_LENGTH = 16
"""Local time of the campaign as a scenario has it: ``2020-03-10 07:30``."""


class Request(Base, Stamped):
    """What one employer asks for one site. A draft may lack anything but campaign and employer.

    ``contact`` holds name and phone sealed under a key of the request's own. ``priority`` is what the bureau has
    granted, None: the employer's own; ``priority_claim`` is what was asked for, in words.
    """

    __tablename__ = "requests"
    __table_args__ = (
        Index(None, "campaign_id", "id"),
        Index(None, "campaign_id", "state", "id"),
        Index(None, "employer_id", "campaign_id", "id"),
    )

    campaign_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("campaigns.id"))
    employer_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("employers.id"))
    state: Mapped[State] = mapped_column(String(12), default="draft")
    site_name: Mapped[str] = mapped_column(String(100), default="")
    site_city: Mapped[str] = mapped_column(String(60), default="")
    site_province: Mapped[str] = mapped_column(String(60), default="")
    site_lat: Mapped[float | None] = mapped_column(Float)
    site_lon: Mapped[float | None] = mapped_column(Float)
    site_source: Mapped[str | None] = mapped_column(String(10))
    priority_claim: Mapped[str] = mapped_column(String(500), default="")
    priority: Mapped[float | None] = mapped_column(Float)
    remarks: Mapped[str] = mapped_column(String(1000), default="")
    contact: Mapped[bytes | None] = mapped_column(LargeBinary, info={"personal": True})

    origins: Mapped[list[RequestOrigin]] = relationship(
        primaryjoin="and_(Request.id == RequestOrigin.request_id, RequestOrigin.deleted_at.is_(None))",
        order_by="RequestOrigin.number",
        back_populates="request",
    )


class RequestOrigin(Base, Stamped):
    """Workers of a request from one place: one demand of a snapshot, whose id is this row's.

    Times are local to the campaign, ``2020-03-10 07:30``: ready, no departure before; due_from … due, the final
    arrival within. ``state`` follows the record: checked, planned, travelling, arrived.
    """

    __tablename__ = "request_origins"
    __table_args__ = (
        Index(None, "request_id"),
        CheckConstraint("headcount IS NULL OR headcount >= 1", name="headcount"),
    )

    request_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("requests.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[State] = mapped_column(String(12), default="checked")
    place_name: Mapped[str] = mapped_column(String(100), default="")
    city: Mapped[str] = mapped_column(String(60), default="")
    province: Mapped[str] = mapped_column(String(60), default="")
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    source: Mapped[str | None] = mapped_column(String(10))
    headcount: Mapped[int | None] = mapped_column(Integer)
    ready: Mapped[str | None] = mapped_column(String(MOMENT_LENGTH))
    due_from: Mapped[str | None] = mapped_column(String(MOMENT_LENGTH))
    due: Mapped[str | None] = mapped_column(String(MOMENT_LENGTH))
    splittable: Mapped[bool] = mapped_column(Boolean, default=True)
    min_group: Mapped[int] = mapped_column(Integer, default=1)

    request: Mapped[Request] = relationship(back_populates="origins")


class RequestEvent(Base):
    """One step from state to state. Rows are only added."""

    __tablename__ = "request_events"
    __table_args__ = (Index(None, "request_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("requests.id"))
    at: Mapped[datetime]
    account_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    role: Mapped[str] = mapped_column(String(20))
    before: Mapped[str | None] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(1000), default="")


class RequestProof(Base, Stamped):
    """A paper that proves a claim: what it is; its bytes lie in ``request_proof_files``."""

    __tablename__ = "request_proofs"
    __table_args__ = (Index(None, "request_id"),)

    request_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("requests.id"))
    employer_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("employers.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))


class RequestProofFile(Base):
    """The bytes of a proof, apart so that no list reads them."""

    __tablename__ = "request_proof_files"

    proof_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("request_proofs.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
