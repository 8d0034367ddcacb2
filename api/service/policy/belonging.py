"""Which rows are somebody's own.

By default a row belongs to the employer in its column ``employer_id``, to the carrier in ``carrier_id``, to the
account in ``account_id``, and to the escorts of its run where it has ``plan_id`` and ``run_id``. A table that says it
another way has a function here: it gets the actor and the columns of the table (so it works for an alias too) and gives
the condition in SQL. Rooms are known by their tables' names alone, so that any room may import the policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, and_, exists, false, inspect, or_, select
from sqlalchemy.orm import object_session

from api.service.actor import Actor
from api.service.store.base import Base

Party: TypeAlias = Literal["employer", "carrier", "escort", "account"]
Columns: TypeAlias = Any
Belongs: TypeAlias = Callable[[Actor, Columns], ColumnElement[bool]]


def _itself(of: Callable[[Actor], str | None]) -> Belongs:
    return lambda actor, columns: _equal(columns.id, of(actor))


def _campaign_of_employer(actor: Actor, columns: Columns) -> ColumnElement[bool]:
    joined = Base.metadata.tables["campaign_employers"].c
    return exists(
        select(joined.campaign_id).where(joined.campaign_id == columns.id, joined.employer_id == actor.employer_id)
    )


def _of_publication(table: str, of: Callable[[Actor], str | None], column: str) -> Belongs:
    """A publication is a party's own where it has one of its journeys or runs."""

    def belongs(actor: Actor, columns: Columns) -> ColumnElement[bool]:
        part = Base.metadata.tables[table].c
        return exists(select(part.id).where(part.publication_id == columns.id, _equal(part[column], of(actor))))

    return belongs


def _publication_of_escort(actor: Actor, columns: Columns) -> ColumnElement[bool]:
    plans = sorted({name.partition("/")[0] for name in actor.run_ids})
    found: ColumnElement[bool] = columns.plan_id.in_(plans)
    return found


BELONGING: Mapping[tuple[str, Party], Belongs] = {
    ("accounts", "account"): _itself(lambda actor: actor.account_id),
    ("employers", "employer"): _itself(lambda actor: actor.employer_id),
    ("carriers", "carrier"): _itself(lambda actor: actor.carrier_id),
    ("campaigns", "employer"): _campaign_of_employer,
    ("publications", "employer"): _of_publication("journeys", lambda actor: actor.employer_id, "employer_id"),
    ("publications", "carrier"): _of_publication("runs", lambda actor: actor.carrier_id, "carrier_id"),
    ("publications", "escort"): _publication_of_escort,
}
"""By table and party: the rows that are the party's own, where the default does not say it."""

PERSONAL = frozenset({"accounts", "sessions", "api_keys"})
"""Tables whose rows are an account's own, whatever its role."""


def party(role: str, table: str) -> Party:
    """As whom the role owns rows of the table."""
    if table in PERSONAL or role not in ("employer", "carrier", "escort"):
        return "account"
    return role  # type: ignore[return-value]


def condition(actor: Actor, table: str, columns: Columns) -> ColumnElement[bool]:
    """The rows that are the actor's own. Raises LookupError where nobody said which these are: a fault of ours."""
    who = party(actor.role, table)
    own = BELONGING.get((table, who)) or _by_column(who, table, columns)
    return own(actor, columns)


def is_own(actor: Actor, table: str, row: object) -> bool:
    """Whether a row is the actor's own, by the same rule as ``condition``.

    Where the rule is a column, ``row`` is anything with that attribute; where it is a function of BELONGING, it is a
    mapped row of a session, and the database is asked. Everything else is not theirs.
    """
    who = party(actor.role, table)
    if (table, who) in BELONGING:
        return _asked(BELONGING[table, who], actor, row)
    if who == "escort":
        return run_name(getattr(row, "plan_id", ""), getattr(row, "run_id", "")) in actor.run_ids
    mine = getattr(actor, f"{who}_id")
    return mine is not None and getattr(row, f"{who}_id", None) == mine


def _asked(own: Belongs, actor: Actor, row: object) -> bool:
    session = object_session(row) if inspect(row, raiseerr=False) is not None else None
    if session is None:
        return False
    table = inspect(row, raiseerr=True).mapper.local_table
    key = getattr(row, "id", None)
    return bool(session.scalar(select(exists().where(table.c.id == key, own(actor, table.c)))))


def run_name(plan_id: str, run_id: str) -> str:
    """A run of any plan in one text, as ``Actor.run_ids`` has it."""
    return f"{plan_id}/{run_id}"


def _by_column(who: Party, table: str, columns: Columns) -> Belongs:
    if who == "escort" and "plan_id" in columns and "run_id" in columns:
        return _of_run
    if who != "escort" and f"{who}_id" in columns:
        return lambda actor, columns: _equal(columns[f"{who}_id"], getattr(actor, f"{who}_id"))
    raise LookupError(f"the table {table} does not say which rows are an {who}'s own: add it to BELONGING")


def _equal(column: Any, value: str | None) -> ColumnElement[bool]:
    """Never true for an actor without a party, also where the column is empty."""
    if value is None:
        return false()
    found: ColumnElement[bool] = column == value
    return found


def _of_run(actor: Actor, columns: Columns) -> ColumnElement[bool]:
    names = [name.partition("/") for name in sorted(actor.run_ids)]
    return or_(false(), *(and_(columns.plan_id == plan, columns.run_id == run) for plan, _, run in names))
