"""Who may do what, as Markdown, from the service's own table of permissions."""

from __future__ import annotations

from api.service.policy import ACTIONS, TABLE

_ROLES = ("administrator", "planner", "reader", "employer", "carrier", "escort", "nobody")
_SIGNS = {"-": ""}


def permissions() -> str:
    """One row for the actions on a resource that reach equally far for every role."""
    lines = ["| on | may | " + " | ".join(_ROLES) + " |", "|---|---|" + "---|" * len(_ROLES)]
    for resource in ACTIONS:
        alike: dict[tuple[str, ...], list[str]] = {}
        for (name, action), reaches in TABLE.items():
            if name == resource:
                row = tuple(_SIGNS.get(reaches[role], reaches[role]) for role in _ROLES)
                alike.setdefault(row, []).append(action)
        for row, actions in alike.items():
            lines.append(f"| {resource.replace('_', ' ')} | {', '.join(actions)} | {' | '.join(row)} |")
    return "\n".join(lines)
