"""From a checked plan to what the answers say of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.http.schemas import Fact, PlanResult, SheetTable, Summary
from api.machine import figures_json
from api.planning import Judged
from api.service.publishing.offers_held import Lapsed
from api.sheet import Table, page
from api.words import words
from scenarios.figures import figures
from scenarios.words import Lang


def plan_result(plan_id: str, judged: Judged) -> PlanResult:
    """The figures of a plan that the checker has passed."""
    found = figures(judged.problem, judged.plan, judged.statement, judged.report)
    drops = list(judged.extra["bound_drops"])
    return PlanResult.model_validate(
        {
            **figures_json(found, judged.stop_reason, Path()),
            "id": plan_id,
            "bound_drops": drops,
            "start": judged.extra.get("start"),
        }
    )


def plan_summary(judged: Judged, lang: Lang, gone: Sequence[Lapsed] = ()) -> Summary:
    """The one-page summary, as the command line writes it; ``gone``: offers that do not hold any more come first."""
    found = figures(judged.problem, judged.plan, judged.statement, judged.report)
    sheet = page(found, judged.problem, judged.plan, words(lang))
    return Summary(
        title=sheet.title,
        headline=sheet.headline,
        facts=[Fact(label=label, value=value) for label, value in sheet.facts],
        tables=[
            *([_offers(gone, lang)] if gone else []),
            *(_table(table) for table in sheet.tables),
        ],
        note=sheet.note,
    )


def _table(table: Table) -> SheetTable:
    return SheetTable(
        title=table.title,
        columns=list(table.columns),
        rows=[list(row) for row in table.rows],
        numbers=sorted(table.numbers),
        note=table.note,
    )


def _offers(gone: Sequence[Lapsed], lang: Lang) -> SheetTable:
    say = words(lang)
    return SheetTable(
        title=say["offers_gone"],
        columns=[say["offer"], say["offer_id"], say["offer_trouble"]],
        rows=[[offer.name, offer.offer_id, offer.sentence(lang)] for offer in gone],
        numbers=[],
        note=say["offers_gone_note"],
    )
