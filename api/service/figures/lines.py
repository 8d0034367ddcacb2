"""What the figures say, and the formulas of the rates. Shares are None where nothing is there to be a share of.

- 返岗率 (return rate) = workers returned / workers who had left for the holiday. Returned are those whom their employer
  reports, and no fewer than those who are recorded as delivered to its gate; who had left are those whom the employer
  reports, and without a report those for whom it asked.
- 上岗率 (on-post rate) = staff at work / all staff, by the employers' reports.
- 复工率 (resumption rate) = employers that report to have reopened / all employers of the campaign.
- Served share = workers whom the published plan brings / workers asked for.
- On time = workers delivered no later than their due time (and no earlier than its begin) / workers delivered.
- Load factor = worker-kilometres / rated seat-kilometres, of the plan; and with those who really boarded, each run's
  worker-kilometres in proportion to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter


def share(part: float, whole: float) -> float | None:
    """part / whole; None where the whole is nothing."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts of one employer or of several together, to date; ``…_on_day`` of the day alone. Money in hundredths."""

    employers: int = 1
    reopened: int = 0
    reporting: int = 0
    requested: int = 0
    served: int = 0
    boarded: int = 0
    no_show: int = 0
    rejected: int = 0
    lost: int = 0
    delivered: int = 0
    on_time: int = 0
    boarded_on_day: int = 0
    delivered_on_day: int = 0
    staff: int = 0
    away: int = 0
    returned: int = 0
    on_post: int = 0
    vacancies: int = 0
    open_problems: int = 0
    overdue_problems: int = 0
    government: int = 0
    employer: int = 0
    worker: int = 0

    @property
    def return_rate(self) -> float | None:
        """返岗率."""
        return share(self.returned, self.away)

    @property
    def on_post_rate(self) -> float | None:
        """上岗率."""
        return share(self.on_post, self.staff)

    @property
    def resumption_rate(self) -> float | None:
        """复工率."""
        return share(self.reopened, self.employers)

    @property
    def served_share(self) -> float | None:
        """Of the workers asked for."""
        return share(self.served, self.requested)

    @property
    def on_time_share(self) -> float | None:
        """Of the workers delivered."""
        return share(self.on_time, self.delivered)


def together(counts: Iterable[Counts]) -> Counts:
    """The counts of several as one."""
    whole = list(counts)
    return Counts(**{name: sum(map(attrgetter(name), whole)) for name in Counts.__dataclass_fields__})


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerLine:
    """One employer; ``reported_on``: the day of its last report, None: it has sent none."""

    employer_id: str
    name: str
    district: str
    reported_on: date | None
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictLine:
    """The employers of one district; the empty name stands for those without one."""

    district: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeDayLine:
    """Heads who board runs of one mode that depart on one day: by the plan, and by the record."""

    day: date
    mode: str
    runs: int
    planned: int
    boarded: int
    delivered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeLine:
    """One mode over the whole campaign; money in hundredths, of the plan and of runs that have departed."""

    mode: str
    runs: int
    planned: int
    boarded: int
    load_planned: float | None
    load_travelled: float | None
    money_planned: int
    money: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerLine:
    """What one payer pays, in hundredths; a head is a worker on a journey."""

    payer: str
    planned: int
    planned_head: float | None
    to_date: int
    to_date_head: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A campaign at the end of ``day``. Employers and districts: laggards, by return rate, first."""

    campaign_id: str
    name: str
    currency: str
    day: date
    publication_id: str | None
    total: Counts
    employers: tuple[EmployerLine, ...]
    districts: tuple[DistrictLine, ...]
    mode_days: tuple[ModeDayLine, ...]
    modes: tuple[ModeLine, ...]
    payers: tuple[PayerLine, ...]


def laggards_first(rate: float | None, name: str) -> tuple[bool, float, str]:
    """The key to sort by: the lowest rate first, who has none last."""
    return (rate is None, rate or 0.0, name)
