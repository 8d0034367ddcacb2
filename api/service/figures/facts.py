"""What the database says of a campaign until the end of a day: runs, records, demands, reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from api.service.accounts.tables import CampaignEmployer, Employer
from api.service.campaigns.tables import Campaign
from api.service.figures.tables import DailyReport
from api.service.publishing.publish import current
from api.service.publishing.runs import moment
from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.requests.tables import Request, RequestOrigin
from api.service.store import Unit
from api.service.travel.tables import RunRecord
from api.service.travel.tally import holding
from optimizer.clock import minute_of

_AT_ONCE = 500
_ASKED = ("submitted", "checked", "planned", "travelling", "arrived", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFact:
    """A run that is planned or has travelled. ``boarded``, ``delivered``: heads by employer, of the record."""

    run: str
    mode: str
    trip: str
    day: date
    worker_km: float
    seat_km: float
    money: int
    planned: Mapping[str, int]
    boarded: Mapping[str, int]
    delivered: int

    @property
    def recorded(self) -> bool:
        """Somebody is recorded as boarded."""
        return bool(sum(self.boarded.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFact:
    """A demand: who asks for how many, how many the published plan serves, and the window of their arrival in UTC."""

    employer_id: str
    headcount: int
    served: int = 0
    due_from: datetime | None = None
    due: datetime | None = None


class EmployerFact(NamedTuple):
    """An employer of the campaign."""

    id: str
    name: str
    district: str


class ReportFact(NamedTuple):
    """An employer's last report; see ``DailyReport``."""

    day: date
    staff: int
    away: int
    returned: int
    on_post: int
    reopened: bool
    vacancies: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All of it. ``records``: those that hold, with ``at_door`` as in ``RunRecord``."""

    campaign: Campaign
    publication: Publication | None
    runs: Sequence[RunFact]
    demands: Mapping[str, DemandFact]
    records: Sequence[RunRecord]
    employers: Sequence[EmployerFact]
    reports: Mapping[str, ReportFact] = field(default_factory=dict)


def facts(unit: Unit, campaign: Campaign, day: date) -> Facts:
    """The campaign as it was known at the end of ``day`` in its own time zone."""
    end = end_of(day, campaign.timezone)
    publication = current(unit, campaign.id)
    records = _records(unit, campaign.id, end)
    demands = _demands(unit, campaign.id, publication)
    return Facts(
        campaign=campaign,
        publication=publication,
        runs=_runs(unit, campaign, publication, records),
        demands=demands,
        records=records,
        employers=_employers(unit, campaign.id, {fact.employer_id for fact in demands.values()}),
        reports=_reports(unit, campaign.id, day),
    )


def end_of(day: date, timezone: str) -> datetime:
    """The midnight that ends the day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone)).astimezone(UTC)


def _records(unit: Unit, campaign_id: str, end: datetime) -> list[RunRecord]:
    chosen = select(RunRecord).where(RunRecord.campaign_id == campaign_id, RunRecord.happened_at < end)
    return holding(unit.session.scalars(chosen.order_by(RunRecord.id)))


def _runs(
    unit: Unit, campaign: Campaign, publication: Publication | None, records: Iterable[RunRecord]
) -> list[RunFact]:
    """The published runs, and runs of earlier publications that have travelled and that no newer one stands for."""
    boarded: dict[str, Counter[str]] = defaultdict(Counter)
    delivered: Counter[str] = Counter()
    newest = _newest(unit, campaign.id)
    for record in records:
        run = newest[record.published_run_id]
        if record.kind == "boarded":
            boarded[run][record.employer_id] += record.headcount
        elif record.kind == "delivered" and record.at_door:
            delivered[run] += record.headcount
    columns = (
        PublishedRun.id, PublishedRun.publication_id, PublishedRun.mode, PublishedRun.trip, PublishedRun.departs_at,
        PublishedRun.worker_km, PublishedRun.seat_km, PublishedRun.money, PublishedRun.heads,
    )  # fmt: skip
    zone, found = ZoneInfo(campaign.timezone), []
    for row in unit.session.execute(select(*columns).where(PublishedRun.campaign_id == campaign.id)):
        there = publication is not None and row.publication_id == publication.id
        if there or row.id in boarded:
            found.append(
                RunFact(
                    run=row.id,
                    mode=row.mode,
                    trip=row.trip,
                    day=row.departs_at.astimezone(zone).date(),
                    worker_km=row.worker_km,
                    seat_km=row.seat_km,
                    money=round(row.money * 100),
                    planned=row.heads if there else {},
                    boarded=boarded.get(row.id, {}),
                    delivered=delivered[row.id],
                )
            )
    return sorted(found, key=lambda fact: (fact.day, fact.run))


def _newest(unit: Unit, campaign_id: str) -> Mapping[str, str]:
    """By each run the newest run that stands for it."""
    rows = unit.session.execute(
        select(PublishedRun.id, PublishedRun.replaces_id).where(PublishedRun.campaign_id == campaign_id)
    ).all()
    after = {row.replaces_id: row.id for row in rows if row.replaces_id is not None}
    found = {}
    for row in rows:
        run = row.id
        while run in after:
            run = after[run]
        found[row.id] = run
    return found


def _demands(unit: Unit, campaign_id: str, publication: Publication | None) -> dict[str, DemandFact]:
    """The published plan's demands, and requests that it does not know yet."""
    asked = (
        select(RequestOrigin.id, RequestOrigin.headcount, Request.employer_id)
        .join(Request, Request.id == RequestOrigin.request_id)
        .where(Request.campaign_id == campaign_id, Request.state.in_(_ASKED), Request.deleted_at.is_(None))
        .where(RequestOrigin.deleted_at.is_(None))
    )
    found = {
        row.id: DemandFact(employer_id=row.employer_id, headcount=row.headcount or 0)
        for row in unit.session.execute(asked)
    }
    if publication is None:
        return found
    columns = (
        JourneySet.demand_id, JourneySet.employer_id, JourneySet.headcount, JourneySet.served, JourneySet.due_from,
        JourneySet.due,
    )  # fmt: skip
    for row in unit.session.execute(select(*columns).where(JourneySet.publication_id == publication.id)):
        found[row.demand_id] = DemandFact(
            employer_id=row.employer_id,
            headcount=row.headcount,
            served=row.served,
            due_from=_time(row.due_from, publication.timezone),
            due=_time(row.due, publication.timezone),
        )
    return found


def _time(text: str | None, timezone: str) -> datetime | None:
    return moment(minute_of(text), timezone) if text else None


def _employers(unit: Unit, campaign_id: str, also: set[str]) -> list[EmployerFact]:
    """Who takes part in the campaign, and who has asked in it without."""
    columns = (Employer.id, Employer.name, Employer.district)
    joined = select(CampaignEmployer.employer_id).where(
        CampaignEmployer.campaign_id == campaign_id, CampaignEmployer.deleted_at.is_(None)
    )
    there = select(*columns).where(Employer.deleted_at.is_(None))
    found = [EmployerFact(i, n, d or "") for i, n, d in unit.session.execute(there.where(Employer.id.in_(joined)))]
    lacking = sorted(also - {fact.id for fact in found})
    for at in range(0, len(lacking), _AT_ONCE):
        rows = unit.session.execute(there.where(Employer.id.in_(lacking[at : at + _AT_ONCE])))
        found += [EmployerFact(i, n, d or "") for i, n, d in rows]
    return found


def _reports(unit: Unit, campaign_id: str, day: date) -> dict[str, ReportFact]:
    """Each employer's last report up to the day."""
    columns = [getattr(DailyReport, name) for name in ReportFact._fields]
    # A window, no join with the last days: without statistics PostgreSQL joins each report with each.
    latest_first = func.row_number().over(partition_by=DailyReport.employer_id, order_by=DailyReport.day.desc())
    ranked = (
        select(DailyReport.employer_id, *columns, latest_first.label("rank"))
        .where(DailyReport.campaign_id == campaign_id, DailyReport.day <= day, DailyReport.deleted_at.is_(None))
        .subquery()
    )
    rows = unit.session.execute(
        select(ranked.c.employer_id, *(ranked.c[name] for name in ReportFact._fields)).where(ranked.c.rank == 1)
    )
    return {employer_id: ReportFact(*cells) for employer_id, *cells in rows}
