"""Models of the room figures. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from api.client.shape import Shape


class CountsAnswer(Shape):
    """Counts of one employer or several, to date; ``…_on_day`` of the day alone. Rates are null without a base.

    return_rate 返岗率 = returned / away; on_post_rate 上岗率 = on_post / staff; resumption_rate 复工率 = reopened /
    employers; served_share = served / requested; on_time_share = on_time / delivered.
    """

    employers: int
    reopened: int
    reporting: int
    requested: int
    served: int
    boarded: int
    no_show: int
    rejected: int
    lost: int
    delivered: int
    on_time: int
    boarded_on_day: int
    delivered_on_day: int
    staff: int
    away: int
    returned: int
    on_post: int
    vacancies: int
    open_problems: int
    overdue_problems: int
    government: int
    employer: int
    worker: int
    return_rate: float | None
    on_post_rate: float | None
    resumption_rate: float | None
    served_share: float | None
    on_time_share: float | None


class DistrictLineAnswer(Shape):
    """The employers of a district; an empty name stands for those without one."""

    district: str
    counts: CountsAnswer


class EmployerLineAnswer(Shape):
    """One employer."""

    employer_id: str
    name: str
    district: str
    reported_on: dt.date | None
    counts: CountsAnswer


class ModeDayAnswer(Shape):
    """Heads who board runs of one mode that depart on one day."""

    day: dt.date
    mode: Literal["coach", "train", "carriage", "flight"]
    runs: int
    planned: int
    boarded: int
    delivered: int


class ModeLineAnswer(Shape):
    """One mode: load factors are shares of the rated seat-kilometres."""

    mode: Literal["coach", "train", "carriage", "flight"]
    runs: int
    planned: int
    boarded: int
    load_planned: float | None
    load_travelled: float | None
    money_planned: int
    money: int


class PayerLineAnswer(Shape):
    """What one payer pays: for the whole plan, and to date; a head is a worker on a journey."""

    payer: Literal["government", "employer", "worker"]
    planned: int
    planned_head: float | None
    to_date: int
    to_date_head: float | None


class FiguresAnswer(Shape):
    """A campaign at the end of a day; employers and districts with the lowest return rate come first."""

    campaign_id: str
    name: str
    currency: str
    day: dt.date
    publication_id: str | None
    total: CountsAnswer
    districts: list[DistrictLineAnswer]
    employers: list[EmployerLineAnswer]
    mode_days: list[ModeDayAnswer]
    modes: list[ModeLineAnswer]
    payers: list[PayerLineAnswer]


class PayerRuleAnswer(Shape):
    """A rule as it is kept."""

    name: str
    government: float
    worker: float
    from_day: dt.date | None
    to_day: dt.date | None
    modes: list[str]
    trips: list[str]
    min_group: int
    cap_head: int | None
    cap_employer: int | None
    cap_worker: int | None


class MoneyRulesAnswer(Shape):
    """A campaign's rules of who pays."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    campaign_id: str
    source: str
    rules: list[PayerRuleAnswer]


class PayerRuleBody(Shape):
    """One rule: for which runs and groups it holds, the shares of government and worker, and caps in hundredths.

    The employer pays the rest. ``cap_head`` and ``cap_employer`` limit the government's part, ``cap_worker`` a
    worker's.
    """

    name: str
    government: float
    worker: float = 0.0
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    modes: list[Literal["coach", "train", "carriage", "flight"]] = Field(default_factory=list)
    trips: list[Literal["city", "province", "national"]] = Field(default_factory=list)
    min_group: int = 1
    cap_head: int | None = None
    cap_employer: int | None = None
    cap_worker: int | None = None


class MoneyRulesBody(Shape):
    """The rules in the order in which they are tried: the first that holds decides. ``source``: where they stand."""

    source: str = ""
    rules: list[PayerRuleBody]


class ReportAnswer(Shape):
    """A report as it is kept."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    campaign_id: str
    employer_id: str
    day: dt.date
    staff: int
    away: int
    returned: int
    on_post: int
    reopened: bool
    vacancies: int | None
    stock_days: int | None


class ReportBody(Shape):
    """The report of a day. The bureau says for which employer; an employer reports for itself."""

    staff: int
    away: int
    returned: int
    on_post: int
    reopened: bool
    vacancies: int | None = None
    stock_days: int | None = None
    day: dt.date
    employer_id: str | None = None


class ReportChange(Shape):
    """An employer's staff on one day."""

    staff: int
    away: int
    returned: int
    on_post: int
    reopened: bool
    vacancies: int | None = None
    stock_days: int | None = None
