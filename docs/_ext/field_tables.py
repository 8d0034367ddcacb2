"""Every column and key as Markdown tables, from the field dictionary."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.bound.lower import DROPS
from optimizer.problem.records import TABLES
from scenarios.cells import show_cell
from scenarios.dictionary import (
    HORIZON,
    PLAN_JSON,
    PLAN_TABLES,
    SETTINGS,
    Column,
    columns,
    plan_columns,
    table_text,
)

_HEAD = "| column | what it holds | if blank | meaning |\n|---|---|---|---|\n"


def of_a_scenario() -> str:
    """The settings, then every table of a scenario."""
    return "\n".join(_section(name, columns(name).values()) for name in (SETTINGS, *TABLES))


def of_a_plan() -> str:
    """``plan.json``, then every table of a plan."""
    return "\n".join(_section(name, plan_columns(name).values()) for name in (PLAN_JSON, *PLAN_TABLES))


def dropped_rules() -> str:
    """The rules that the lower bound leaves out."""
    return "\n".join(f"- {rule}" for rule in DROPS) + "\n"


def _section(name: str, found: Iterable[Column]) -> str:
    text = table_text(name)
    file = {SETTINGS: "scenario.toml", PLAN_JSON: "plan.json"}.get(name, f"{name}.csv")
    rows = "".join(f"| {' | '.join(map(_cell, _row(column)))} |\n" for column in found)
    return f"### {name} · {text.zh}\n\n{text.description}. In a folder the file `{file}`.\n\n{_HEAD}{rows}"


def _row(column: Column) -> tuple[str, ...]:
    holds = column.spec.expects() if column.name != HORIZON else "a first and a last date"
    return (
        f"`{column.name}` {column.zh}",
        holds + (f" ({column.unit})" if column.unit and column.name != HORIZON else ""),
        _if_blank(column),
        f"{column.description}.",
    )


def _if_blank(column: Column) -> str:
    if column.required:
        return "**required**"
    shown = show_cell(column.default, column.spec)
    if shown is None:
        return "–"
    if isinstance(shown, list):
        return ", ".join(shown)
    return str(shown).lower() if isinstance(shown, bool) else str(shown)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
