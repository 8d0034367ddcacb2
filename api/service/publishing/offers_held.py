"""Do the offers still hold that a plan goes by? Asked when it is published, and told with its summary before.

Accepting an offer says that the bureau plans with it; publishing a plan that uses it books it. Until then its carrier
may have withdrawn it, its time may have run out, and the plan may have fewer workers for it than its smallest size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, or_, select

from api.service.campaigns.offers import state_of
from api.service.campaigns.snapshots import load_sources
from api.service.campaigns.tables import Campaign, Offer, Snapshot
from api.service.people.keys import batches
from api.service.plans.packing import unpack_plan
from api.service.plans.tables import StoredPlan
from api.service.publishing.tables import Publication, PublishedRun
from api.service.store import Unit
from optimizer.plan import Plan
from scenarios.words import Lang

Lapse: TypeAlias = Literal["not_accepted", "expired", "below_min_size"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a plan takes of offers: ``workers`` of a service's one, or so many ``coaches`` of one type at one depot,
    which several may have offered.
    """

    offer_ids: tuple[str, ...]
    workers: int = 0
    coaches: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed:
    """An offer that a plan goes by and that does not hold; ``cells`` are what its sentence names."""

    offer_id: str
    name: str
    lapse: Lapse
    cells: Mapping[str, object]

    def sentence(self, lang: Lang = "en") -> str:
        """What is the matter and what to do."""
        return _SENTENCES[lang][self.lapse].format(**self.cells)


_STATES_ZH = {"offered": "待接受", "declined": "已谢绝", "expired": "已过期", "withdrawn": "已撤回"}
_SENTENCES: Mapping[Lang, Mapping[Lapse, str]] = {
    "en": {
        "not_accepted": "it is {state} by now: accept it again where its carrier agrees, or plan without it",
        "expired": "it ran out at {expires}: ask its carrier whether it still stands",
        "below_min_size": "it wants {min_size} workers at least and {workers} ride: agree on fewer with its carrier, "
        "or plan without it",
    },
    "zh": {
        "not_accepted": "现为“{state_zh}”：请与承运企业商定后重新接受，或不使用该报价重新编制方案",
        "expired": "已于 {expires} 到期：请向承运企业确认是否仍然有效",
        "below_min_size": "至少需 {min_size} 人，方案仅安排 {workers} 人：请与承运企业商定，或不使用该报价重新编制方案",
    },
}


def uses(unit: Unit, snapshot_id: str, plan: Plan) -> tuple[Use, ...]:
    """What a plan of that snapshot takes of the campaign's offers."""
    sources = load_sources(unit, snapshot_id)
    aboard: Counter[str] = Counter()
    for rider in plan.riders:
        aboard[rider.run_id] += rider.headcount
    services = [Use(offer_ids=(run.service_id,), workers=aboard[run.run_id]) for run in plan.runs if run.service_id]
    vehicles = sorted({(outing.depot_id, outing.type_id, outing.vehicle_id) for outing in plan.outings})
    coaches = [
        Use(offer_ids=sources.offers_of_coaches(depot_id, type_id), coaches=count)
        for (depot_id, type_id), count in Counter(vehicle[:2] for vehicle in vehicles).items()
    ]
    return (*services, *coaches)


def lapsed(unit: Unit, campaign_id: str, used: Iterable[Use]) -> list[Lapsed]:
    """The offers that do not hold at this moment, in the plan's order; whoever asks is the caller's business."""
    used = tuple(used)
    zone = ZoneInfo(unit.session.get_one(Campaign, campaign_id).timezone)
    offers = _offers(unit, (offer_id for use in used for offer_id in use.offer_ids))
    found: list[Lapsed] = []
    for use in used:
        rows = [offers[offer_id] for offer_id in use.offer_ids]
        gone = [(row, lapse) for row in rows if (lapse := _lapse(unit, row)) is not None]
        if use.coaches and _enough([row for row in rows if row.id not in {gone_row.id for gone_row, _ in gone}], use):
            continue
        found += [_told(unit, row, lapse, use, zone) for row, lapse in gone]
        for row in rows:
            if row.min_size is not None and use.workers < row.min_size:
                found.append(_told(unit, row, "below_min_size", use, zone))
    return found


def lapsed_of_plan(unit: Unit, plan_id: str) -> list[Lapsed]:
    """The same for a stored plan; none for one that is of no campaign, or not there."""
    row = unit.session.get(StoredPlan, plan_id)
    if row is None or row.snapshot_id is None:
        return []
    campaign_id = unit.session.get_one(Snapshot, row.snapshot_id).campaign_id
    return lapsed(unit, campaign_id, uses(unit, row.snapshot_id, unpack_plan(row.tables)))


def _offers(unit: Unit, offer_ids: Iterable[str]) -> Mapping[str, Offer]:
    found: dict[str, Offer] = {}
    for ids in batches(dict.fromkeys(offer_ids)):
        found |= {row.id: row for row in unit.session.scalars(select(Offer).where(Offer.id.in_(ids)))}
    return found


def _lapse(unit: Unit, offer: Offer) -> Lapse | None:
    if offer.deleted_at is not None or state_of(offer, unit.now) != "accepted":
        return "not_accepted"
    late = offer.expires_at is not None and offer.expires_at <= unit.now
    return "expired" if late and not _booked(unit, offer) else None


def _booked(unit: Unit, offer: Offer) -> bool:
    """Whether a publication went by the offer in time.

    Of coaches that several have offered a published run does not say whose it is: there any such run counts.
    """
    whose = or_(
        PublishedRun.offer_id == offer.id, and_(PublishedRun.offer_id.is_(None), PublishedRun.mode == offer.mode)
    )
    in_time = exists().where(
        PublishedRun.publication_id == Publication.id,
        PublishedRun.campaign_id == offer.campaign_id,
        whose,
        Publication.created_at < offer.expires_at,
    )
    return bool(unit.session.scalar(select(in_time)))


def _enough(offers: Sequence[Offer], use: Use) -> bool:
    """Whether coaches of offers that hold are as many as the plan takes."""
    counts = [offer.count for offer in offers]
    return None in counts or sum(count or 0 for count in counts) >= use.coaches


def _told(unit: Unit, offer: Offer, lapse: Lapse, use: Use, zone: ZoneInfo) -> Lapsed:
    state = "withdrawn" if offer.deleted_at is not None else state_of(offer, unit.now)
    expires = "" if offer.expires_at is None else f"{offer.expires_at.astimezone(zone):%Y-%m-%d %H:%M}"
    cells = {
        "state": state,
        "state_zh": _STATES_ZH.get(state, state),
        "expires": expires,
        "min_size": offer.min_size,
        "workers": use.workers,
    }
    return Lapsed(offer_id=offer.id, name=offer.name, lapse=lapse, cells=cells)
