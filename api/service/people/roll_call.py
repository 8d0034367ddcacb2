"""When a carrier may read who sits where on its run: the rule behind the cell ``rule`` of the permissions.

Its driver counts heads at every door against the names and hands the sheet to the employer's contact, so name and seat
are enough, and only around the run. Documents, telephones and health stay with the escort and the bureau. Whether its
carriers read names at all each campaign says; where escorts ride along they need not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.service.campaigns.tables import Campaign
from api.service.policy import reach, require
from api.service.publishing.tables import Publication, PublishedRun
from api.service.store import DeniedError, NotFoundError, Unit

BEFORE = timedelta(hours=24)
"""Before the departure: its coach may begin its way to the first stop the day before."""

AFTER = timedelta(hours=24)
"""After the arrival: until the sheet is handed over, also where the run is late."""

READS = frozenset({"name"})
"""What a carrier reads of a worker, beside the seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRun:
    """A run as the permissions see it."""

    carrier_id: str | None
    allowed_by_rule: bool


def is_by_rule(unit: Unit) -> bool:
    """Whether the actor reads manifests by this rule."""
    return reach(unit.actor.role, "read", "manifests") == "rule"


def require_roll_call(unit: Unit, run: PublishedRun) -> None:
    """Raises NotFoundError for a run that is not the carrier's, or no longer published; DeniedError where the campaign
    shows no names to carriers, or not at this time.
    """
    publication = unit.session.get_one(Publication, run.publication_id)
    if run.carrier_id is None or run.carrier_id != unit.actor.carrier_id or publication.superseded_at is not None:
        raise NotFoundError(f"There is no run {run.run_id} of that publication. Maybe its list has the right one.")
    campaign = unit.session.get_one(Campaign, run.campaign_id)
    if not campaign.carriers_read_names:
        raise DeniedError(
            f"The campaign {campaign.name} shows no names to carriers. "
            "Maybe ask the bureau to set carriers_read_names, or for an escort."
        )
    first, last = run.departs_at - BEFORE, run.arrives_at + AFTER
    if not first <= unit.now <= last:
        raise DeniedError(
            f"Names of run {run.run_id} are shown to its carrier from {_local(first, publication)} to "
            f"{_local(last, publication)}. Maybe look again then."
        )
    require(unit.actor, "read", "manifests", OwnRun(carrier_id=run.carrier_id, allowed_by_rule=True))


def _local(moment: datetime, publication: Publication) -> str:
    return f"{moment.astimezone(ZoneInfo(publication.timezone)):%Y-%m-%d %H:%M}"
