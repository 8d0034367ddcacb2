"""Plans to compare, from what was typed, and their comparison as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.exits import InputError
from api.finder import open_scenario, refuse_no_folder
from api.sheet import Sheet, Table
from scenarios.comparison import Comparison, Entry
from scenarios.comparison import tables as shown_tables
from scenarios.comparison.sentences import paragraphs, remarks
from scenarios.comparison.words import words_of
from scenarios.plan_home import open_plan
from scenarios.words import HTML_LANG

_ROWS_SHOWN = 10


def open_entries(plans: Sequence[Path], scenarios: Sequence[str]) -> tuple[Entry, ...]:
    """The plans with their scenarios: those that lie with them, else one for all or one for each.

    Raises InputError, PlanFilesError and ScenarioError.
    """
    if len(scenarios) not in (0, 1, len(plans)):
        raise InputError(
            f"{len(scenarios)} scenarios for {len(plans)} plans, expected one for all or one for each.\n"
            "  Maybe none is needed: a plan's folder holds its scenario."
        )
    for plan in plans:
        refuse_no_folder(plan)
    problems = [open_scenario(where).problem for where in scenarios]
    if len(problems) == 1:
        problems *= len(plans)
    return tuple(open_plan(plan, problems[n] if problems else None) for n, plan in enumerate(plans))


def comparison_sheet(found: Comparison, lang: str) -> Sheet:
    """What a terminal shows: sentences, figures, and of the other tables the first rows that differ."""
    word = words_of(found, lang)
    extent = shown_tables.Extent(rows=_ROWS_SHOWN, ways=1, unchanged=False)
    plans = [
        (shown_tables.letter(n), f"{name} ({figures.name})")
        for n, (name, figures) in enumerate(zip(found.names, found.figures, strict=True))
    ]
    return Sheet(
        lang=HTML_LANG[lang],
        title=word["title"],
        headline="\n".join(" ".join(said) for said in (*paragraphs(found, lang), remarks(found, lang))),
        facts=tuple(plans),
        tables=tuple(
            _table(table) for table in shown_tables.tables(found, lang, extent) if table.rows or table.key == "figures"
        ),
    )


def _table(table: shown_tables.Table) -> Table:
    return Table(
        title=table.title,
        columns=table.columns,
        rows=tuple(tuple(item.text for item in row) for row in table.rows),
        numbers=table.numbers,
        note=table.note,
    )
