"""How far the workers of a demand are, by the record: this takes requests to travelling and arrived."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.requests.moving import Travelled, advance
from api.service.store import Unit
from api.service.travel.tables import RunRecord
from api.service.travel.tally import holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Workers of one demand: ``boarded`` at the first door, ``delivered`` at the last; ``lost`` on the way."""

    boarded: int = 0
    no_show: int = 0
    rejected: int = 0
    lost: int = 0
    delivered: int = 0


def progress(unit: Unit, campaign_id: str, demand_ids: Collection[str]) -> Mapping[str, Progress]:
    """By demand, over every run of every publication of the campaign; a demand without records is left out."""
    chosen = select(RunRecord).where(RunRecord.campaign_id == campaign_id, RunRecord.demand_id.in_(demand_ids))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in holding(unit.session.scalars(chosen)):
        if row.at_door:
            counts[row.demand_id][row.kind] += row.headcount
        elif row.kind in ("no_show", "rejected"):
            counts[row.demand_id]["lost"] += row.headcount
    return {demand_id: Progress(**own) for demand_id, own in counts.items()}


def follow(unit: Unit, run: PublishedRun, demand_ids: Collection[str]) -> None:
    """Tells the requests what the record now says of their demands."""
    found = progress(unit, run.campaign_id, demand_ids)
    served = _served(unit, run.campaign_id, demand_ids)
    by_state: dict[Travelled, list[str]] = defaultdict(list)
    for demand_id in sorted(demand_ids):
        state = _state(found.get(demand_id, Progress()), served.get(demand_id, 0))
        by_state[state].append(demand_id)
    for state, own in sorted(by_state.items()):
        advance(unit, own, state, correct=True)


def _state(there: Progress, served: int) -> Travelled:
    """Arrived: everyone of the plan is accounted for, and whoever boarded was delivered or is known to be lost."""
    if not there.boarded:
        return "planned" if served else "checked"
    accounted = there.boarded + there.no_show + there.rejected >= served
    return "arrived" if accounted and there.delivered + there.lost >= there.boarded else "travelling"


def _served(unit: Unit, campaign_id: str, demand_ids: Collection[str]) -> Mapping[str, int]:
    chosen = (
        select(JourneySet.demand_id, func.sum(JourneySet.served))
        .join(Publication, Publication.id == JourneySet.publication_id)
        .where(JourneySet.campaign_id == campaign_id, JourneySet.demand_id.in_(demand_ids))
        .where(Publication.superseded_at.is_(None))
        .group_by(JourneySet.demand_id)
    )
    return {demand_id: int(served) for demand_id, served in unit.session.execute(chosen)}
