"""Where Alembic runs a migration: on the connection that it is given, within its transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from api.service.store.base import UtcTime
from api.service.store.every_table import every_table
from api.service.store.migrating import CONNECTION

_TIME = "sa.DateTime(timezone=True)"


def _rendered(kind: str, thing: Any, _: object) -> str | Literal[False]:
    """A migration outlives the code that it was made from, so it names no type of ours."""
    return _TIME if kind == "type" and isinstance(thing, UtcTime) else False


connection = context.config.attributes[CONNECTION]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata") or every_table(),
    render_as_batch=context.config.attributes.get("batch", True),  # SQLite changes a table by making it anew
    render_item=_rendered,
    transactional_ddl=False,  # the transaction is the caller's, so that the lock is held to its end
)
context.run_migrations()
