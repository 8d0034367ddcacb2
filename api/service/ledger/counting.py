"""How many problems are open, and how many of them are overdue: by employer, district, state or owner."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from sqlalchemy import case, func, select

from api.service.ledger.problems import is_overdue, today
from api.service.ledger.states import CLOSED
from api.service.ledger.tables import ProblemEntry
from api.service.policy import require, visible
from api.service.store import Unit

By: TypeAlias = Literal["employer", "district", "state", "owner"]

_COLUMNS = {
    "employer": ProblemEntry.employer_id,
    "district": ProblemEntry.district,
    "state": ProblemEntry.state,
    "owner": ProblemEntry.owner_id,
}


class Count(NamedTuple):
    """Problems that are not closed, and those of them that are due before today."""

    open: int
    overdue: int


def open_problems(unit: Unit, campaign_id: str | None, by: By) -> dict[str, Count]:
    """The counts by employer's id, district, state or owner's id; ``""`` stands for none. None: of every campaign.

    Only what the actor sees is counted.
    """
    require(unit.actor, "list", "problems")
    column = _COLUMNS[by]
    overdue = func.sum(case((is_overdue(today(unit, campaign_id)), 1), else_=0))
    wanted = (
        select(column, func.count(), overdue)
        .where(ProblemEntry.deleted_at.is_(None), ProblemEntry.state != CLOSED, visible(unit.actor, ProblemEntry))
        .group_by(column)
    )
    if campaign_id is not None:
        wanted = wanted.where(ProblemEntry.campaign_id == campaign_id)
    return {key or "": Count(int(count), int(late)) for key, count, late in unit.session.execute(wanted)}
