"""Offers: coaches at a depot, trains, carriages and flights, from the first word to the acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from api.service.accounts.tables import Carrier
from api.service.campaigns.campaigns import campaign_of
from api.service.campaigns.forms import Cells, site_cells, tried
from api.service.campaigns.ground import site_by_code
from api.service.campaigns.states import OFFER_STATES, OFFER_STEPS
from api.service.campaigns.tables import Campaign, CampaignSite, Offer
from api.service.policy import find, require, visible
from api.service.store import ConflictError, DeniedError, InvalidError, NotFoundError, Page, Unit, page
from optimizer.clock import show_minute
from optimizer.problem import FleetRow, Problem, Service, VehicleType
from scenarios import FileFault

TYPE_CELLS = ("name", "seats", "reserved", "cost_day", "cost_km", "cost_driver_day", "cost_km_empty")
FLEET_CELLS = ("depot_id", "count", "from", "to")
SERVICE_CELLS = ("unit_seats", "reserved", "max_units", "min_units", "cost_fixed", "cost_unit", "cost_seat")
_TRY = "offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferForm:
    """What is offered. ``terms`` by the columns of a scenario.

    Coaches: those of vehicle_types.csv (``type_id`` any code, ``name``, ``seats``, prices) and of fleet.csv
    (``depot_id`` a site's code, ``count``, ``from``, ``to``). Services: those of services.csv, ``min_size`` and
    ``stops``, a list with site_id (a code), arrival and departure, in order. ``expires_at``: acceptance until then.
    """

    mode: str
    name: str
    terms: Mapping[str, Any]
    carrier_id: str | None = None
    expires_at: datetime | None = None
    note: str = ""


def create_offer(unit: Unit, campaign_id: str, form: OfferForm) -> Offer:
    """A new offer, by the bureau or by a carrier for itself. Raises InvalidError with every fault, ConflictError."""
    campaign = campaign_of(unit, campaign_id)
    carrier_id = unit.actor.carrier_id if unit.actor.role == "carrier" else form.carrier_id
    offer = Offer(campaign_id=campaign.id, carrier_id=carrier_id, state="offered", state_since=unit.now)
    require(unit.actor, "create", "offers", offer)
    _refuse_closed(campaign)
    if carrier_id is not None:
        unit.get(Carrier, carrier_id, what="carrier")
    _put(unit, campaign, offer, form)
    unit.add(offer)
    unit.session.flush()
    return offer


def change_offer(unit: Unit, offer_id: str, form: OfferForm, version: int | None) -> Offer:
    """The offer with other terms, until somebody decides on it. Raises StaleError, ConflictError, InvalidError."""
    offer = _open(unit, offer_id, version)
    if state_of(offer, unit.now) not in ("offered", "expired"):
        raise ConflictError(f"Offer {offer.id} is {offer.state}, so its terms stand. Maybe offer it anew.")
    if form.mode != offer.mode:
        fault = FileFault(place=_TRY, column="mode", value=form.mode, expected=f"{offer.mode}, a mode stays as it is")
        raise InvalidError("1 fault in the form, nothing was done.", [fault])
    _put(unit, campaign_of(unit, offer.campaign_id), offer, form)
    unit.session.flush()
    return offer


def step_offer(unit: Unit, offer_id: str, state: str, version: int | None) -> Offer:
    """The offer accepted, declined, withdrawn, or offered again. Raises StaleError, ConflictError, DeniedError.

    The bureau alone accepts and declines.
    """
    offer = _open(unit, offer_id, version)
    if unit.actor.role == "carrier" and state not in ("withdrawn", "offered"):
        raise DeniedError(f"offers, {state}: not for the role carrier. Maybe ask the bureau.")
    now = state_of(offer, unit.now)
    if state not in OFFER_STEPS[now]:
        steps = ", ".join(word for word in OFFER_STATES if word in OFFER_STEPS[now])
        raise ConflictError(f"Offer {offer.id} is {now} and cannot become {state}. Maybe {steps}.")
    if unit.actor.role == "carrier" and now == "declined":
        raise DeniedError(
            "offers, offered: what the bureau has declined a carrier cannot offer again. Maybe make a new one."
        )
    if state == "offered" and offer.expires_at is not None and offer.expires_at <= unit.now:
        raise ConflictError(f"Offer {offer.id} has expired at {offer.expires_at}. Maybe give it a later time first.")
    offer.state, offer.state_since = state, unit.now
    unit.session.flush()
    return offer


def delete_offer(unit: Unit, offer_id: str, version: int | None) -> None:
    """Takes away an offer that is not accepted. Raises ConflictError."""
    offer = unit.expect(find(unit, Offer, offer_id, what="offer", action="delete", lock=True), version)
    if offer.state == "accepted":
        raise ConflictError(f"Offer {offer.id} is accepted, plans may count on it. Maybe withdraw it first.")
    unit.delete(offer)
    unit.session.flush()


def offer_of(unit: Unit, offer_id: str) -> Offer:
    """An offer that the actor may read. Raises NotFoundError."""
    return find(unit, Offer, offer_id, what="offer")


def offers(unit: Unit, campaign_id: str, *, state: str | None, cursor: str | None, limit: int) -> Page[Offer]:
    """The campaign's offers that the actor sees, by their state of this moment."""
    require(unit.actor, "list", "offers")
    campaign_of(unit, campaign_id)
    wanted = select(Offer).where(
        Offer.campaign_id == campaign_id, Offer.deleted_at.is_(None), visible(unit.actor, Offer)
    )
    late = (Offer.state == "offered") & Offer.expires_at.is_not(None) & (Offer.expires_at <= unit.now)
    if state == "expired":
        wanted = wanted.where(late | (Offer.state == "expired"))
    elif state is not None:
        wanted = wanted.where(Offer.state == state, ~late)
    return page(unit, wanted, cursor=cursor, limit=limit)


def accepted_offers(unit: Unit, campaign_id: str) -> list[Offer]:
    """What may be planned with: accepted, and nothing else."""
    wanted = select(Offer).where(
        Offer.campaign_id == campaign_id, Offer.deleted_at.is_(None), Offer.state == "accepted"
    )
    return list(unit.session.scalars(wanted.order_by(Offer.id)))


def state_of(offer: Offer, now: datetime) -> str:
    """The state at a time: what nobody has accepted is expired from its expiry on."""
    late = offer.state == "offered" and offer.expires_at is not None and offer.expires_at <= now
    return "expired" if late else offer.state


def terms_of(offer: Offer, depot: str | None) -> dict[str, Any]:
    """The terms as a form has them; ``depot`` is the code of the depot's site."""
    if offer.mode == "coach":
        days = {"from": offer.from_day, "to": offer.to_day}
        shown: dict[str, Any] = {"type_id": offer.type_code, "name": offer.type_name, "seats": offer.unit_seats}
        shown |= {name: getattr(offer, name) for name in TYPE_CELLS[2:]}
        return {**shown, "depot_id": depot, "count": offer.count, **{k: d and str(d) for k, d in days.items()}}
    shown = {name: getattr(offer, name) for name in SERVICE_CELLS}
    return {**shown, "min_size": offer.min_size, "stops": offer.stops}


def _open(unit: Unit, offer_id: str, version: int | None) -> Offer:
    offer = unit.expect(find(unit, Offer, offer_id, what="offer", action="change", lock=True), version)
    _refuse_closed(unit.get(Campaign, offer.campaign_id, what="campaign"))
    return offer


def _refuse_closed(campaign: Campaign) -> None:
    if campaign.state == "closed":
        raise ConflictError(f"Campaign {campaign.id} is closed, and nothing in it changes any more.")


def _put(unit: Unit, campaign: Campaign, offer: Offer, form: OfferForm) -> None:
    if form.expires_at is not None and form.expires_at <= unit.now:
        fault = FileFault(
            place=_TRY,
            column="expires_at",
            value=str(form.expires_at),
            expected=f"a time after now, {unit.now:%Y-%m-%d %H:%M} UTC",
        )
        raise InvalidError("1 fault in the form, nothing was done.", [fault])
    offer.mode, offer.name, offer.note, offer.expires_at = form.mode, form.name, form.note, form.expires_at
    if form.mode == "coach":
        _put_coaches(unit, campaign, offer, form.terms)
    else:
        _put_service(unit, campaign, offer, form)


def _put_coaches(unit: Unit, campaign: Campaign, offer: Offer, terms: Cells) -> None:
    type_code = str(terms.get("type_id") or "coach")
    type_row = {"type_id": type_code, **{key: terms.get(key) for key in TYPE_CELLS}}
    fleet_row = {"type_id": type_code, **{key: terms.get(key) for key in FLEET_CELLS}}
    depot = site_by_code(unit, campaign.id, _text(terms.get("depot_id")))
    sites = [] if depot is None else [site_cells(depot, None)]
    names = {"vehicle_types": _TRY, "fleet": _TRY}
    problem = tried(campaign, {"sites": sites, "vehicle_types": [type_row], "fleet": [fleet_row]}, names=names)
    put_coach_columns(offer, problem.vehicle_types[0], problem.fleet[0], depot)


def put_coach_columns(offer: Offer, kind: VehicleType, row: FleetRow, depot: CampaignSite | None) -> None:
    """The columns of an offer of coaches from a scenario's records."""
    if depot is None:
        raise NotFoundError(f"There is no site {row.depot_id}. Maybe its list has the right one.")
    offer.depot_id, offer.type_code, offer.type_name = depot.id, kind.type_id, kind.name
    offer.unit_seats, offer.reserved = kind.seats, kind.reserved
    offer.cost_day, offer.cost_km, offer.cost_driver_day = kind.cost_day, kind.cost_km, kind.cost_driver_day
    offer.cost_km_empty, offer.count = kind.cost_km_empty, row.count
    offer.from_day, offer.to_day = _date(row.from_day), _date(row.to_day)


def _put_service(unit: Unit, campaign: Campaign, offer: Offer, form: OfferForm) -> None:
    terms = form.terms
    row = {"service_id": _TRY, "name": form.name, "mode": form.mode, **{key: terms.get(key) for key in SERVICE_CELLS}}
    stops = [{**stop, "service_id": _TRY, "seq": seq} for seq, stop in enumerate(terms.get("stops") or (), 1)]
    codes = dict.fromkeys(_text(stop.get("site_id")) for stop in stops)
    sites = [site_cells(site, None) for code in codes if (site := site_by_code(unit, campaign.id, code)) is not None]
    names = {"services": _TRY, "service_stops": "stops"}
    problem = tried(campaign, {"sites": sites, "services": [row], "service_stops": stops}, names=names)
    put_service_columns(offer, problem, problem.services[0], terms.get("min_size"))


def put_service_columns(offer: Offer, problem: Problem, service: Service, min_size: int | None) -> None:
    """The columns of an offer of a service from a scenario's records. Raises InvalidError for an impossible size."""
    most = service.unit_seats * service.max_units
    if min_size is not None and not 1 <= min_size <= most:
        fault = FileFault(place=_TRY, column="min_size", value=min_size, expected=f"workers from 1 to the {most} seats")
        raise InvalidError("1 fault in the form, nothing was done.", [fault])
    offer.unit_seats, offer.reserved, offer.min_size = service.unit_seats, service.reserved, min_size
    offer.min_units, offer.max_units = service.min_units, service.max_units
    offer.cost_fixed, offer.cost_unit, offer.cost_seat = service.cost_fixed, service.cost_unit, service.cost_seat
    offer.stops = [
        {"site_id": stop.site_id, "arrival": _moment(stop.arrival), "departure": _moment(stop.departure)}
        for stop in problem.stops_of[service.service_id]
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)


def _moment(minute: int | None) -> str | None:
    return None if minute is None else show_minute(minute)
