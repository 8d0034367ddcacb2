"""Offers as rows of a scenario: types and fleets, services and their stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from api.service.campaigns.draft import Cause, Draft, short_hash
from api.service.campaigns.offers import SERVICE_CELLS, TYPE_CELLS
from api.service.campaigns.tables import Offer


def add_offers(draft: Draft, offers: Sequence[Offer], code: Mapping[str, str]) -> None:
    """The offers as coaches and services; ``code`` has the sites' codes by their rows' ids."""
    draft.sources |= {"services": {}, "types": {}, "fleet": []}
    plain: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for offer in offers:
        cause = Cause(f"offer {offer.id} ({offer.name})", {"site_id": "stops.site_id"})
        if offer.mode == "coach":
            _add_coaches(draft, offer, code.get(offer.depot_id or "", ""), cause, kinds, plain)
        else:
            _add_service(draft, offer, cause)


def _add_coaches(
    draft: Draft, offer: Offer, depot: str, cause: Cause, kinds: dict[str, str], plain: Counter[str]
) -> None:
    """A type belongs to one carrier, so that a coach of a plan tells whose it is."""
    cells = {"name": offer.type_name, "seats": offer.unit_seats, **{k: getattr(offer, k) for k in TYPE_CELLS[2:]}}
    key = short_hash([offer.type_code, offer.carrier_id, cells])
    if key not in kinds:
        base = offer.type_code or "coach"
        bare = offer.carrier_id is None and not plain[base]
        plain[base] += offer.carrier_id is None
        kinds[key] = base if bare else f"{base}~{key}"
        draft.add("vehicle_types", {"type_id": kinds[key], **cells}, cause)
        draft.sources["types"][kinds[key]] = offer.carrier_id
    row: dict[str, Any] = {"depot_id": depot, "type_id": kinds[key], "count": offer.count}
    row |= {"from": offer.from_day and str(offer.from_day), "to": offer.to_day and str(offer.to_day)}
    draft.add("fleet", row, cause)
    draft.sources["fleet"].append({**row, "offer": offer.id, "carrier": offer.carrier_id})


def _add_service(draft: Draft, offer: Offer, cause: Cause) -> None:
    cells = {name: getattr(offer, name) for name in SERVICE_CELLS}
    cells["min_units"] = fewest_units(offer)
    draft.add("services", {"service_id": offer.id, "name": offer.name, "mode": offer.mode, **cells}, cause)
    for seq, stop in enumerate(offer.stops or (), 1):
        draft.add("service_stops", {**stop, "service_id": offer.id, "seq": seq}, cause)
    draft.sources["services"][offer.id] = {"carrier": offer.carrier_id, "min_size": offer.min_size}


def fewest_units(offer: Offer) -> int:
    """Units to buy at least: what the carrier says, and enough rated seats for its smallest size."""
    enough = -(-(offer.min_size or 0) // offer.unit_seats)
    return max(offer.min_units or 0, enough)
