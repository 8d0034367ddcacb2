"""The ledger's tables: problems, every step of theirs, and what proves that one is solved."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.service.ledger.states import STATES
from api.service.store import ID_LENGTH, Base, Stamped

NAME_LENGTH = 200
TEXT_LENGTH = 4000


class ProblemEntry(Stamped, Base):
    """Something that keeps workers from their work, until it is closed.

    It may belong to a campaign, an employer, a request and a run of a plan. ``due`` is a date in the campaign's zone.
    """

    __tablename__ = "problems"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state"),
        Index(None, "campaign_id", "id"),
        Index(None, "campaign_id", "state", "id"),
        Index(None, "campaign_id", "employer_id", "id"),
    )

    campaign_id: Mapped[str | None] = mapped_column(ForeignKey("campaigns.id"))
    employer_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id"))
    plan_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    run_id: Mapped[str | None] = mapped_column(String(64))
    district: Mapped[str | None] = mapped_column(String(NAME_LENGTH), index=True)
    title: Mapped[str] = mapped_column(String(NAME_LENGTH))
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    state: Mapped[str] = mapped_column(String(20))
    state_since: Mapped[datetime]
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    due: Mapped[date | None]


class ProblemStep(Base):
    """One step of a problem: who took it where, when and why. Rows are only added."""

    __tablename__ = "problem_steps"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    problem_id: Mapped[str] = mapped_column(ForeignKey("problems.id"), index=True)
    at: Mapped[datetime]
    account_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    role: Mapped[str] = mapped_column(String(20))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(TEXT_LENGTH))


class ProblemProof(Stamped, Base):
    """What proves that a problem is solved: words, a paper, or both; a paper's bytes lie in ``problem_proof_files``."""

    __tablename__ = "problem_proofs"

    problem_id: Mapped[str] = mapped_column(ForeignKey("problems.id"), index=True)
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    file_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    media_type: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64))


class ProblemProofFile(Base):
    """The bytes of a proof, apart so that no list reads them."""

    __tablename__ = "problem_proof_files"

    proof_id: Mapped[str] = mapped_column(ForeignKey("problem_proofs.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
