"""The campaign in figures; what employers report for them, and the rules of who pays."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Query, Response

from api.http.account_schemas import RowId
from api.http.campaign_schemas import Day
from api.http.context import Here, LangQuery
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import content, errors
from api.http.figures_schemas import (
    FiguresAnswer,
    MoneyRulesAnswer,
    MoneyRulesBody,
    ReportAnswer,
    ReportBody,
    ReportChange,
)
from api.http.routes.cases import attachment
from api.http.signed_in import Signed
from api.http.upload import XLSX_TYPE
from api.service.figures import money, reporting
from api.service.figures.payers import PayerRule
from api.service.figures.return_workbook import return_workbook
from api.service.figures.tables import DailyReport, MoneyRules
from api.service.store import ID_PATTERN

router = APIRouter(tags=["figures"])

_READ = errors(401, 403, 404, 422)
_CREATED = errors(401, 403, 404, 409, 413, 415, 422)
_CHANGED = errors(401, 403, 404, 409, 412, 413, 415, 422, 428)
_Day: TypeAlias = Annotated[Day | None, Query(description="At the end of this day; without: today")]


@router.get("/campaigns/{campaign_id}/figures", summary="Read a campaign's figures", responses=_READ)
def read_figures(
    campaign_id: RowId,
    actor: Signed,
    here: Here,
    day: _Day = None,
    laggards: Annotated[int, Query(description="Most employers in the answer", ge=0, le=500, examples=[50])] = 50,
) -> FiguresAnswer:
    """Rates, modes, load factors, money by payer, open problems: by district and employer, laggards first.

    The totals are of all employers; the daily return lists all of them.
    """
    with here.database.read(actor) as unit:
        found = here.kept_figures.figures(unit, campaign_id, day)
    return FiguresAnswer.model_validate(replace(found, employers=found.employers[:laggards]))


@router.get("/campaigns/{campaign_id}/daily-return", summary="Read the daily return as JSON", responses=_READ)
def read_return(campaign_id: RowId, actor: Signed, here: Here, day: _Day = None) -> FiguresAnswer:
    """What the workbook says, for machines."""
    with here.database.read(actor) as unit:
        return FiguresAnswer.model_validate(here.kept_figures.figures(unit, campaign_id, day, action="export"))


@router.get(
    "/campaigns/{campaign_id}/daily-return.xlsx",
    summary="Take the daily return away",
    response_class=Response,
    responses={**content(XLSX_TYPE, "The daily return as a workbook", binary=True), **_READ},
)
def read_return_workbook(
    campaign_id: RowId, actor: Signed, here: Here, day: _Day = None, lang: LangQuery = "zh"
) -> Response:
    """To be printed, signed and sent."""
    with here.database.read(actor) as unit:
        found = here.kept_figures.figures(unit, campaign_id, day, action="export")
    name = f"daily-return-{found.day}.xlsx"
    return Response(return_workbook(found, lang), media_type=XLSX_TYPE, headers=attachment(name))


@router.get("/campaigns/{campaign_id}/daily-reports", summary="List daily reports", responses=_READ)
def list_reports(
    campaign_id: RowId,
    actor: Signed,
    here: Here,
    pages: Pages,
    employer_id: Annotated[str | None, Query(pattern=ID_PATTERN)] = None,
    day: Annotated[Day | None, Query(description="Those of a day")] = None,
) -> Listed[ReportAnswer]:
    """The newest first; an employer sees its own."""
    with here.database.read(actor) as unit:
        found = reporting.reports(
            unit, campaign_id, employer_id=employer_id, day=day, cursor=pages.cursor, limit=pages.limit
        )
        return Listed[ReportAnswer](**listed(found, ReportAnswer.model_validate))


@router.post("/campaigns/{campaign_id}/daily-reports", summary="Report a day", status_code=201, responses=_CREATED)
def create_report(
    campaign_id: RowId, body: ReportBody, actor: Signed, here: Here, once: Once, response: Response
) -> ReportAnswer:
    """One report for each employer and day."""
    form = reporting.ReportForm(**body.model_dump(exclude={"day", "employer_id"}))
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: reporting.report(unit, campaign_id, body.employer_id, body.day, form).id)
        row = unit.session.get_one(DailyReport, made)
        tag(response, row)
        return ReportAnswer.model_validate(row)


@router.put("/daily-reports/{row_id}", summary="Change a daily report", responses=_CHANGED)
def change_report(
    row_id: RowId, body: ReportChange, version: Expected, actor: Signed, here: Here, response: Response
) -> ReportAnswer:
    """Other numbers for the same day."""
    with here.database.write(actor) as unit:
        row = reporting.change_report(unit, row_id, reporting.ReportForm(**body.model_dump()), version)
        tag(response, row)
        return ReportAnswer.model_validate(row)


@router.get("/campaigns/{campaign_id}/money-rules", summary="Who pays?", responses=_READ)
def read_money_rules(campaign_id: RowId, actor: Signed, here: Here, response: Response) -> MoneyRulesAnswer:
    """The rules in the order in which they are tried."""
    with here.database.read(actor) as unit:
        row = money.money_rules(unit, campaign_id)
        tag(response, row)
        return MoneyRulesAnswer.model_validate(row)


@router.post("/campaigns/{campaign_id}/money-rules", summary="Say who pays", status_code=201, responses=_CREATED)
def create_money_rules(
    campaign_id: RowId, body: MoneyRulesBody, actor: Signed, here: Here, once: Once, response: Response
) -> MoneyRulesAnswer:
    """Until a campaign has rules, employers pay."""
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: money.create_money_rules(unit, campaign_id, _rules(body), body.source).id)
        row = unit.session.get_one(MoneyRules, made)
        tag(response, row)
        return MoneyRulesAnswer.model_validate(row)


@router.put("/campaigns/{campaign_id}/money-rules", summary="Change who pays", responses=_CHANGED)
def change_money_rules(
    campaign_id: RowId, body: MoneyRulesBody, version: Expected, actor: Signed, here: Here, response: Response
) -> MoneyRulesAnswer:
    """All the rules anew."""
    with here.database.write(actor) as unit:
        row = money.change_money_rules(unit, campaign_id, _rules(body), body.source, version)
        tag(response, row)
        return MoneyRulesAnswer.model_validate(row)


def _rules(body: MoneyRulesBody) -> list[PayerRule]:
    return [
        PayerRule(**{**rule.model_dump(), "modes": tuple(rule.modes), "trips": tuple(rule.trips)})
        for rule in body.rules
    ]
