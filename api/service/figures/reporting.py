"""Employers report their staff, one small table a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.service.accounts.tables import CampaignEmployer
from api.service.campaigns.tables import Campaign
from api.service.figures.tables import DailyReport
from api.service.policy import find, require, visible
from api.service.store import ConflictError, InvalidError, NotFoundError, Page, Unit, page
from scenarios import FileFault

MOST_STAFF = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """See ``DailyReport``."""

    staff: int
    away: int
    returned: int
    on_post: int
    reopened: bool
    vacancies: int | None = None
    stock_days: int | None = None


def report(unit: Unit, campaign_id: str, employer_id: str | None, day: date, form: ReportForm) -> DailyReport:
    """A new report of an employer of the campaign, by itself (None) or by the bureau for it.

    Raises DeniedError, NotFoundError; ConflictError where that day is reported already; InvalidError with every fault.
    """
    require(unit.actor, "create", "daily_reports")
    employer_id = employer_id or unit.actor.employer_id
    if employer_id is None:
        lacking = fault("report", "employer_id", None, "the employer that reports")
        raise InvalidError("The report lacks its employer.", [lacking])
    campaign = find(unit, Campaign, campaign_id, what="campaign")
    row = DailyReport(campaign_id=campaign_id, employer_id=employer_id, day=day, **asdict(form))
    require(unit.actor, "create", "daily_reports", row)
    _refuse_stranger(unit, campaign_id, employer_id)
    _refuse(form, day, today(unit.now, campaign.timezone))
    there = unit.session.scalar(
        select(DailyReport.id).where(
            DailyReport.campaign_id == campaign_id,
            DailyReport.employer_id == employer_id,
            DailyReport.day == day,
            DailyReport.deleted_at.is_(None),
        )
    )
    if there is not None:
        raise ConflictError(f"{day} is reported already, as {there}. Maybe change that report.")
    unit.add(row)
    unit.session.flush()
    return row


def change_report(unit: Unit, report_id: str, form: ReportForm, version: int | None) -> DailyReport:
    """Other numbers for the same day. Raises NotFoundError, DeniedError, StaleError, InvalidError."""
    row = unit.expect(find(unit, DailyReport, report_id, what="report", action="change", lock=True), version)
    _refuse(form, row.day, row.day)
    for name, value in asdict(form).items():
        setattr(row, name, value)
    unit.session.flush()
    return row


def reports(
    unit: Unit,
    campaign_id: str,
    *,
    employer_id: str | None = None,
    day: date | None = None,
    cursor: str | None,
    limit: int,
) -> Page[DailyReport]:
    """The campaign's reports that the actor sees, the newest first."""
    require(unit.actor, "list", "daily_reports")
    find(unit, Campaign, campaign_id, what="campaign")
    wanted = select(DailyReport).where(
        DailyReport.campaign_id == campaign_id, DailyReport.deleted_at.is_(None), visible(unit.actor, DailyReport)
    )
    if employer_id is not None:
        wanted = wanted.where(DailyReport.employer_id == employer_id)
    if day is not None:
        wanted = wanted.where(DailyReport.day == day)
    return page(unit, wanted, cursor=cursor, limit=limit, newest_first=True)


def today(now: datetime, timezone: str) -> date:
    """The date in a campaign's time zone."""
    return now.astimezone(ZoneInfo(timezone)).date()


def _refuse_stranger(unit: Unit, campaign_id: str, employer_id: str) -> None:
    joined = select(CampaignEmployer.id).where(
        CampaignEmployer.campaign_id == campaign_id,
        CampaignEmployer.employer_id == employer_id,
        CampaignEmployer.deleted_at.is_(None),
    )
    if unit.session.scalar(joined) is None:
        raise NotFoundError(f"Campaign {campaign_id} has no employer {employer_id}. Maybe it has not joined yet.")


def _refuse(form: ReportForm, day: date, last: date) -> None:
    faults = []
    if day > last:
        faults.append(fault("report", "day", day.isoformat(), f"a day up to today, {last}"))
    if form.away > form.staff:
        faults.append(fault("report", "away", form.away, f"at most the staff, {form.staff}"))
    if form.returned > form.away:
        faults.append(fault("report", "returned", form.returned, f"at most those who had left, {form.away}"))
    if form.on_post > form.staff:
        faults.append(fault("report", "on_post", form.on_post, f"at most the staff, {form.staff}"))
    if faults:
        raise InvalidError(f"{len(faults)} numbers of the report do not fit.", faults)


def fault(place: str, column: str, value: object, expected: str) -> FileFault:
    """A cell that does not fit."""
    return FileFault(place=place, column=column, value=value, expected=expected)
