"""May this actor do this? Which rows does it see?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false, inspect, true

from api.service.actor import Actor
from api.service.policy.belonging import condition, is_own
from api.service.policy.table import ACTIONS, reach
from api.service.store.errors import DeniedError


def may(actor: Actor, action: str, resource: str, row: object = None) -> bool:
    """Whether the actor may do it: in general without a row, else to this row.

    A row is anything with the attributes by which it belongs (``employer_id``, ``carrier_id``, ``account_id``, or
    ``plan_id`` and ``run_id``), or a mapped row of a session; a cell ``rule`` also wants its ``allowed_by_rule``.
    """
    found = reach(actor.role, action, resource)
    if found == "-":
        return False
    if row is None or found in ("all", "masked"):
        return True
    return is_own(actor, resource, row) and (found == "own" or bool(getattr(row, "allowed_by_rule", False)))


def require(actor: Actor, action: str, resource: str, row: object = None) -> None:
    """Raises DeniedError where the actor may not do it; see ``may``."""
    if not may(actor, action, resource, row):
        raise DeniedError(f"{resource}, {action}: not for the role {actor.role}. Maybe ask an administrator.")


def visible(actor: Actor, table: Any, *, resource: str | None = None) -> ColumnElement[bool]:
    """The SQL condition for the rows that the actor may read: a mapped class, an alias of one or a Table.

    What does not meet it does not exist for the actor. ``resource``: the table's name if not given.
    """
    name = resource or str(getattr(inspect(table), "local_table", table).name)
    found = reach(actor.role, "read" if "read" in ACTIONS[name] else "list", name)
    if found in ("all", "masked"):
        return true()
    return false() if found == "-" else condition(actor, name, inspect(table).selectable.c)


def sees_clear(actor: Actor, action: str, resource: str) -> bool:
    """Whether personal fields may be shown to the actor as they are; else they are masked."""
    return reach(actor.role, action, resource) in ("all", "own", "rule")
