"""Facts become figures: counted by employer, district, mode and day; nothing is read or stored here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from api.service.figures.facts import DemandFact, Facts, ReportFact, RunFact
from api.service.figures.lines import (
    Counts,
    DistrictLine,
    EmployerLine,
    Figures,
    ModeDayLine,
    ModeLine,
    PayerLine,
    laggards_first,
    share,
    together,
)
from api.service.figures.payers import PAYERS, Bill, Fare, PayerRule, bills
from api.service.travel.tables import RunRecord
from optimizer.problem import MODES

_NOTHING: Mapping[str, int] = {}
_NONE_OPEN = (0, 0)

Opens = Mapping[str, tuple[int, int]]
"""Open problems, and those of them that are overdue; the empty key stands for those of none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """The ledger's open problems; each is somebody's or nobody's, so both ways add up to all of them."""

    by_employer: Opens = field(default_factory=dict)
    by_district: Opens = field(default_factory=dict)


def compute(facts: Facts, rules: Sequence[PayerRule], problems: Problems, day: date) -> Figures:
    """The figures at the end of ``day``."""
    planned = bills(_fares(facts.runs, departed_by=None), rules)
    to_date = bills(_fares(facts.runs, departed_by=day), rules)
    lines = _employer_lines(facts, problems.by_employer, to_date, day)
    districts = _districts(lines, problems.by_district)
    return Figures(
        campaign_id=facts.campaign.id,
        name=facts.campaign.name,
        currency=facts.campaign.currency,
        day=day,
        publication_id=None if facts.publication is None else facts.publication.id,
        total=_with_problems(together(line.counts for line in districts), problems.by_employer.values()),
        employers=tuple(lines),
        districts=tuple(districts),
        mode_days=tuple(_mode_days(facts.runs)),
        modes=tuple(_modes(facts.runs, day)),
        payers=tuple(_payers(facts, planned, to_date)),
    )


def _fares(runs: Iterable[RunFact], *, departed_by: date | None) -> list[Fare]:
    """What runs cost for whom: by the plan; or, of those that departed by a day, by who boarded where that is known."""
    found = []
    for run in runs:
        if departed_by is not None and run.day > departed_by:
            continue
        heads = run.boarded if departed_by is not None and run.recorded else run.planned
        if heads:
            found.append(Fare(run=run.run, day=run.day, mode=run.mode, trip=run.trip, money=run.money, heads=heads))
    return found


def _employer_lines(facts: Facts, problems: Opens, paid: Iterable[Bill], day: date) -> list[EmployerLine]:
    travelled = _travelled(facts, day)
    asked: Counter[str] = Counter()
    served: Counter[str] = Counter()
    for demand in facts.demands.values():
        asked[demand.employer_id] += demand.headcount
        served[demand.employer_id] += demand.served
    money: dict[str, Counter[str]] = defaultdict(Counter)
    for bill in paid:
        money[bill.employer_id].update({payer: getattr(bill, payer) for payer in PAYERS})
    lines = []
    for employer in facts.employers:
        own = travelled.get(employer.id, _NOTHING)
        report = facts.reports.get(employer.id)
        counts = Counts(
            requested=asked[employer.id],
            served=served[employer.id],
            open_problems=problems.get(employer.id, _NONE_OPEN)[0],
            overdue_problems=problems.get(employer.id, _NONE_OPEN)[1],
            **own,
            **money.get(employer.id, _NOTHING),
            **_reported(report, asked[employer.id], own.get("delivered", 0)),
        )
        lines.append(
            EmployerLine(
                employer_id=employer.id,
                name=employer.name,
                district=employer.district,
                reported_on=None if report is None else report.day,
                counts=counts,
            )
        )
    return sorted(lines, key=lambda line: (*laggards_first(line.counts.return_rate, line.name), line.employer_id))


def _reported(report: ReportFact | None, asked: int, delivered: int) -> dict[str, int]:
    """What an employer's last report says, corrected by the record: nobody delivered is still away."""
    if report is None:
        return {"away": max(asked, delivered), "returned": delivered}
    returned = max(report.returned, delivered)
    return {
        "reporting": 1,
        "reopened": int(report.reopened),
        "staff": report.staff,
        "away": max(report.away, returned),
        "returned": returned,
        "on_post": report.on_post,
        "vacancies": report.vacancies or 0,
    }


def _travelled(facts: Facts, day: date) -> Mapping[str, Counter[str]]:
    zone = ZoneInfo(facts.campaign.timezone)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in facts.records:
        own = found[row.employer_id]
        if row.at_door:
            own[row.kind] += row.headcount
            if row.kind in ("boarded", "delivered") and row.happened_at.astimezone(zone).date() == day:
                own[f"{row.kind}_on_day"] += row.headcount
            if row.kind == "delivered" and _in_time(row, facts.demands.get(row.demand_id)):
                own["on_time"] += row.headcount
        elif row.kind in ("no_show", "rejected"):
            own["lost"] += row.headcount
    return found


def _in_time(row: RunRecord, demand: DemandFact | None) -> bool:
    """Within the demand's window; of a demand that the plan no longer knows, nobody waits in vain."""
    if demand is None:
        return True
    early = demand.due_from is not None and row.happened_at < demand.due_from
    return not early and (demand.due is None or row.happened_at <= demand.due)


def _with_problems(counts: Counts, problems: Iterable[tuple[int, int]]) -> Counts:
    there = list(problems)
    return replace(counts, open_problems=sum(p[0] for p in there), overdue_problems=sum(p[1] for p in there))


def _districts(lines: Iterable[EmployerLine], problems: Opens) -> list[DistrictLine]:
    """Districts of employers, and those that the ledger alone knows."""
    counts: dict[str, list[Counts]] = {district: [] for district in problems}
    for line in lines:
        counts.setdefault(line.district, []).append(line.counts)
    found = [
        DistrictLine(district=district, counts=_with_problems(together(own), [problems.get(district, _NONE_OPEN)]))
        for district, own in counts.items()
    ]
    return sorted(found, key=lambda line: laggards_first(line.counts.return_rate, line.district))


def _mode_days(runs: Iterable[RunFact]) -> list[ModeDayLine]:
    by: dict[tuple[date, int], list[RunFact]] = defaultdict(list)
    for run in runs:
        by[run.day, MODES.index(run.mode)].append(run)
    return [
        ModeDayLine(
            day=day,
            mode=MODES[mode],
            runs=len(own),
            planned=sum(sum(run.planned.values()) for run in own),
            boarded=sum(sum(run.boarded.values()) for run in own),
            delivered=sum(run.delivered for run in own),
        )
        for (day, mode), own in sorted(by.items())
    ]


def _modes(runs: Sequence[RunFact], day: date) -> list[ModeLine]:
    lines = []
    for mode in MODES:
        own = [run for run in runs if run.mode == mode]
        if not own:
            continue
        planned, recorded = [run for run in own if run.planned], [run for run in own if run.recorded]
        lines.append(
            ModeLine(
                mode=mode,
                runs=len(own),
                planned=sum(sum(run.planned.values()) for run in own),
                boarded=sum(sum(run.boarded.values()) for run in own),
                load_planned=share(sum(run.worker_km for run in planned), sum(run.seat_km for run in planned)),
                load_travelled=share(sum(map(_travelled_km, recorded)), sum(run.seat_km for run in recorded)),
                money_planned=sum(run.money for run in planned),
                money=sum(run.money for run in own if run.day <= day),
            )
        )
    return lines


def _travelled_km(run: RunFact) -> float:
    """The run's worker-kilometres in proportion to who boarded; a run that nobody was planned for has none."""
    whole = sum(run.planned.values())
    return run.worker_km * sum(run.boarded.values()) / whole if whole else 0.0


def _payers(facts: Facts, planned: Sequence[Bill], to_date: Sequence[Bill]) -> list[PayerLine]:
    heads_planned = sum(demand.served for demand in facts.demands.values())
    heads = _begun(facts)
    return [
        PayerLine(
            payer=payer,
            planned=(whole := sum(getattr(bill, payer) for bill in planned)),
            planned_head=share(whole, heads_planned),
            to_date=(paid := sum(getattr(bill, payer) for bill in to_date)),
            to_date_head=share(paid, heads),
        )
        for payer in PAYERS
    ]


def _begun(facts: Facts) -> int:
    """Workers who have begun their journey, by the record."""
    return sum(row.headcount for row in facts.records if row.kind == "boarded" and row.at_door)
