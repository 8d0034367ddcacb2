"""The states of a request and the columns of a roster as Markdown, from the service's own tables."""

from __future__ import annotations

from api.service.requests.roster.columns import COLUMNS
from api.service.requests.states import STATE_WORDS, STATES, TRANSITIONS, by_hand

_SAYS = {"employer": "employer", "planner": "bureau"}
"""The roles that stand for a side; an administrator does what a planner does."""


def states() -> str:
    """One row a state: its Chinese name, and from where who takes a request there."""
    lines = ["| state | | comes from | by |", "|---|---|---|---|"]
    for state in STATES:
        ways = [before for before, after in TRANSITIONS if after == state]
        first = state == "draft"
        lines.append(
            f"| {state} | {STATE_WORDS['zh'][state]} | {'the form' if first else '<br>'.join(ways)} | "
            f"{'employer, bureau' if first else '<br>'.join(_by(before, state) for before in ways)} |"
        )
    return "\n".join(lines)


def roster_columns() -> str:
    """One row a column: its headings, whether every row needs it, what it wants."""
    lines = ["| column | 栏目 | over HTTP | needed | what it wants |", "|---|---|---|---|---|"]
    for column in COLUMNS:
        needed = "yes" if column.required else ""
        lines.append(f"| {column.en} | {column.zh} | `{column.name}` | {needed} | {column.about_en} |")
    return "\n".join(lines)


def _by(before: str, after: str) -> str:
    if not by_hand(before, after):  # type: ignore[arg-type]
        return "by record"
    step = TRANSITIONS[before, after]  # type: ignore[index]
    if step.action == "change":
        return "employer, by changing the form"
    sides = ", ".join(side for role, side in _SAYS.items() if role in step.roles)
    return f"{sides}, with a note" if step.note else sides
