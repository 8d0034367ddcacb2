"""What employers report day by day, and who pays for what."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from api.service.store import Base, Stamped

_PRESENT = text("deleted_at IS NULL")


class DailyReport(Stamped, Base):
    """An employer's staff on one day (大连, 央广 2020-03-19: resumption, heads returned, labour shortage, stock).

    ``staff`` all of them, ``away`` who had left for the holiday, ``returned`` who of these is back, ``on_post`` who is
    at work; ``reopened``: the plant works again; ``vacancies`` hands that are lacking; ``stock_days`` for how many days
    masks and disinfectant last.
    """

    __tablename__ = "daily_reports"
    __table_args__ = (
        Index(None, "campaign_id", "id"),
        Index(None, "campaign_id", "employer_id", "id"),
        Index(
            "uq_daily_reports_day", "campaign_id", "employer_id", "day", unique=True,
            sqlite_where=_PRESENT, postgresql_where=_PRESENT,
        ),
        CheckConstraint("0 <= on_post AND on_post <= staff", name="on_post"),
        CheckConstraint("0 <= returned AND returned <= away AND away <= staff", name="returned"),
    )  # fmt: skip

    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"), index=True)
    day: Mapped[date]
    staff: Mapped[int]
    away: Mapped[int]
    returned: Mapped[int]
    on_post: Mapped[int]
    reopened: Mapped[bool]
    vacancies: Mapped[int | None]
    stock_days: Mapped[int | None]


class MoneyRules(Stamped, Base):
    """A campaign's rules of who pays, in the order in which they are tried; see ``PayerRule``."""

    __tablename__ = "money_rules"
    __table_args__ = (
        Index("uq_money_rules_campaign", "campaign_id", unique=True, sqlite_where=_PRESENT, postgresql_where=_PRESENT),
    )

    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    source: Mapped[str] = mapped_column(String(500))
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
