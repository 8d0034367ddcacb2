"""Records of runs and their handovers. Records are only added; a later one corrects an earlier one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.service.store import ID_LENGTH, Base, Stamped
from api.service.travel.words import KINDS, SIDES

CLIENT_ID_LENGTH = 64
NOTE_LENGTH = 500
NAME_LENGTH = 100
_PRESENT = text("deleted_at IS NULL")


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, words))})", name=column)


class RunRecord(Stamped, Base):
    """Workers of one demand who boarded, did not come, were rejected or were delivered at one stop of a run.

    ``client_id`` is the name that the recording device gave it. ``happened_at`` is when it was so, ``noted_at`` when
    somebody wrote it down, ``created_at`` when the service got it. ``headcount`` 0 takes back what it corrects.
    ``at_door``: it is of the journey's begin or, where it delivers, of its end; else of a change on the way.
    """

    __tablename__ = "run_records"
    __table_args__ = (
        _one_of("kind", KINDS),
        CheckConstraint("headcount >= 0", name="headcount"),
        UniqueConstraint("published_run_id", "client_id"),
        Index(None, "campaign_id", "demand_id"),
        Index(None, "plan_id", "run_id"),
    )

    published_run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    run_id: Mapped[str] = mapped_column(String(64))
    carrier_id: Mapped[str | None] = mapped_column(ForeignKey("carriers.id"))
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"))
    demand_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    worker_id: Mapped[str | None] = mapped_column(ForeignKey("workers.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(CLIENT_ID_LENGTH))
    kind: Mapped[str] = mapped_column(String(12))
    seq: Mapped[int]
    headcount: Mapped[int]
    at_door: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(NOTE_LENGTH))
    happened_at: Mapped[datetime]
    noted_at: Mapped[datetime]
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("run_records.id"), unique=True)


class Handover(Stamped, Base):
    """One employer's workers whose journey a run ends: handed over with three signatures.

    ``expected`` are the workers that the plan brings. It is complete once all three sides have signed.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        UniqueConstraint("published_run_id", "employer_id"),
        Index(None, "campaign_id", "employer_id"),
        Index(None, "plan_id", "run_id"),
    )

    published_run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), index=True)
    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    run_id: Mapped[str] = mapped_column(String(64))
    carrier_id: Mapped[str | None] = mapped_column(ForeignKey("carriers.id"), index=True)
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"))
    expected: Mapped[int]
    completed_at: Mapped[datetime | None]


class Signature(Stamped, Base):
    """One side's signature: who, when, for how many workers. ``account_id`` is the account that entered it.

    A signature given by mistake is deleted, which the log keeps, and may be given again.
    """

    __tablename__ = "signatures"
    __table_args__ = (
        _one_of("side", SIDES),
        CheckConstraint("headcount >= 0", name="headcount"),
        Index(
            "uq_signatures_side", "handover_id", "side", unique=True, sqlite_where=_PRESENT, postgresql_where=_PRESENT
        ),
    )

    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id"))
    side: Mapped[str] = mapped_column(String(12))
    signer: Mapped[str] = mapped_column(String(NAME_LENGTH), info={"personal": True})
    headcount: Mapped[int]
    note: Mapped[str | None] = mapped_column(String(NOTE_LENGTH))
    signed_at: Mapped[datetime]
    account_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    role: Mapped[str] = mapped_column(String(20))
