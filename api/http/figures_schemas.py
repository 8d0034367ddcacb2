"""Figures, daily reports and rules of who pays as they stand in requests and answers.

Money of figures and rules is in hundredths of the campaign's currency (fen).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from api.http.account_schemas import PRINTABLE, Answer, Body, Id, Line, Row, example
from api.http.campaign_schemas import Day
from api.http.publishing_schemas import Mode

Staff: TypeAlias = Annotated[int, Field(ge=0, le=10_000_000)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Money: TypeAlias = Annotated[int, Field(ge=0, le=10**12)]
Trip: TypeAlias = Literal["city", "province", "national"]


class ReportChange(Body):
    """An employer's staff on one day."""

    model_config = example(staff=420, away=180, returned=64, on_post=300, reopened=True, vacancies=40, stock_days=12)
    staff: Annotated[Staff, Field(description="All of them")]
    away: Annotated[Staff, Field(description="Who had left for the holiday")]
    returned: Annotated[Staff, Field(description="Who of these is back")]
    on_post: Annotated[Staff, Field(description="Who is at work")]
    reopened: Annotated[bool, Field(description="The plant works again")]
    vacancies: Annotated[Staff | None, Field(description="Hands that are lacking")] = None
    stock_days: Annotated[int | None, Field(ge=0, le=10_000, description="How long masks and disinfectant last")] = None


class ReportBody(ReportChange):
    """The report of a day. The bureau says for which employer; an employer reports for itself."""

    model_config = example(day="2020-03-10", staff=420, away=180, returned=64, on_post=300, reopened=True)
    day: Day
    employer_id: Id | None = None


class ReportAnswer(Row):
    """A report as it is kept."""

    campaign_id: Id
    employer_id: Id
    day: date
    staff: int
    away: int
    returned: int
    on_post: int
    reopened: bool
    vacancies: int | None
    stock_days: int | None


class PayerRuleBody(Body):
    """One rule: for which runs and groups it holds, the shares of government and worker, and caps in hundredths.

    The employer pays the rest. ``cap_head`` and ``cap_employer`` limit the government's part, ``cap_worker`` a
    worker's.
    """

    model_config = example(name="half, from ten on", government=0.5, min_group=10, cap_employer=2_000_000)
    name: Line
    government: Share
    worker: Share = 0.0
    from_day: Day | None = None
    to_day: Day | None = None
    modes: Annotated[list[Mode], Field(max_length=4, default_factory=list)]
    trips: Annotated[list[Trip], Field(max_length=3, default_factory=list)]
    min_group: Annotated[int, Field(ge=1, le=100_000)] = 1
    cap_head: Money | None = None
    cap_employer: Money | None = None
    cap_worker: Money | None = None


class MoneyRulesBody(Body):
    """The rules in the order in which they are tried: the first that holds decides. ``source``: where they stand."""

    model_config = example(source="Notice of 2020-02-25", rules=[{"name": "all by the government", "government": 1}])
    source: Annotated[str, Field(max_length=500, pattern=PRINTABLE)] = ""
    rules: Annotated[list[PayerRuleBody], Field(max_length=100)]


class PayerRuleAnswer(Answer):
    """A rule as it is kept."""

    name: str
    government: float
    worker: float
    from_day: date | None
    to_day: date | None
    modes: list[str]
    trips: list[str]
    min_group: int
    cap_head: int | None
    cap_employer: int | None
    cap_worker: int | None


class MoneyRulesAnswer(Row):
    """A campaign's rules of who pays."""

    campaign_id: Id
    source: str
    rules: list[PayerRuleAnswer]


class CountsAnswer(Answer):
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


class EmployerLineAnswer(Answer):
    """One employer."""

    employer_id: Id
    name: str
    district: str
    reported_on: date | None
    counts: CountsAnswer


class DistrictLineAnswer(Answer):
    """The employers of a district; an empty name stands for those without one."""

    district: str
    counts: CountsAnswer


class ModeDayAnswer(Answer):
    """Heads who board runs of one mode that depart on one day."""

    day: date
    mode: Mode
    runs: int
    planned: int
    boarded: int
    delivered: int


class ModeLineAnswer(Answer):
    """One mode: load factors are shares of the rated seat-kilometres."""

    mode: Mode
    runs: int
    planned: int
    boarded: int
    load_planned: float | None
    load_travelled: float | None
    money_planned: int
    money: int


class PayerLineAnswer(Answer):
    """What one payer pays: for the whole plan, and to date; a head is a worker on a journey."""

    payer: Literal["government", "employer", "worker"]
    planned: int
    planned_head: float | None
    to_date: int
    to_date_head: float | None


class FiguresAnswer(Answer):
    """A campaign at the end of a day; employers and districts with the lowest return rate come first."""

    campaign_id: Id
    name: str
    currency: str
    day: date
    publication_id: str | None
    total: CountsAnswer
    districts: list[DistrictLineAnswer]
    employers: list[EmployerLineAnswer]
    mode_days: list[ModeDayAnswer]
    modes: list[ModeLineAnswer]
    payers: list[PayerLineAnswer]
