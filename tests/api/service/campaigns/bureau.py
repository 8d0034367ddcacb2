"""A small campaign of a bureau: one employer in Jinan, two origins, coaches at Yongchuan and a train from Chongqing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.service.accounts.tables import Account, Carrier, Employer
from api.service.actor import Actor
from api.service.campaigns.campaigns import CampaignForm, create_campaign
from api.service.campaigns.ground import put_region, put_site
from api.service.campaigns.offers import OfferForm, create_offer, step_offer
from api.service.campaigns.tables import Campaign, Offer
from api.service.requests.tables import Request, RequestOrigin
from api.service.store import Unit

PLANNER = Actor(role="planner")
READER = Actor(role="reader")
NOON = datetime(2020, 3, 1, 4, tzinfo=UTC)

FORM = CampaignForm(
    name="Jinan, March",
    receiving_area="济南市",
    first_day=date(2020, 3, 10),
    last_day=date(2020, 3, 13),
    profile="2020-03",
)

COACHES: dict[str, Any] = {
    "type_id": "C49",
    "name": "49 seats",
    "seats": 49,
    "reserved": 9,
    "cost_day": 800,
    "cost_km": 3,
    "cost_driver_day": 300,
    "cost_km_empty": 1.5,
    "depot_id": "D1",
    "count": 4,
}

TRAIN: dict[str, Any] = {
    "unit_seats": 118,
    "reserved": 6,
    "max_units": 4,
    "min_units": 1,
    "cost_seat": 177.1,
    "stops": [
        {"site_id": "S1", "departure": "2020-03-11 12:07"},
        {"site_id": "S2", "arrival": "2020-03-12 15:22"},
    ],
}


def at(unit: Unit, now: datetime) -> Unit:
    """The same unit at another time."""
    return replace(unit, now=now)


def carrier(unit: Unit, name: str = "Wanzhou Coaches") -> Actor:
    """A carrier and somebody who acts for it."""
    row = unit.add(Carrier(name=name))
    unit.session.flush()
    return Actor(role="carrier", carrier_id=row.id)


def employer(unit: Unit, name: str = "山东建工", district: str = "历下区") -> Employer:
    """An employer with people whom no snapshot may name."""
    row = unit.add(Employer(name=name, district=district, industry="建筑", contact="王经理", phone="13800001111"))
    unit.session.flush()
    return row


def account(unit: Unit, role: str = "planner", **party: str) -> Account:
    """Somebody who can sign in."""
    row = unit.add(Account(login=f"{role}-{datetime.now(UTC).timestamp()}", name=f"The {role}", role=role, **party))
    unit.session.flush()
    return row


def place(name: str, city: str, province: str) -> dict[str, Any]:
    """A place of the gazetteer, without coordinates."""
    return {"place_name": name, "city": city, "province": province, "lat": None, "lon": None}


def request(unit: Unit, campaign: Campaign, of: Employer, *origins: dict[str, Any], state: str = "checked") -> Request:
    """A request for 历下区 with these origins, two by default."""
    row = unit.add(
        Request(
            campaign_id=campaign.id,
            employer_id=of.id,
            state=state,
            site_name="历下区",
            site_city="济南市",
            site_province="山东省",
        )
    )
    unit.session.flush()
    for number, origin in enumerate(
        origins or (place("永川区", "重庆市", "重庆市"), place("江津区", "重庆市", "重庆市")), 1
    ):
        cells = {
            "headcount": 20,
            "ready": "2020-03-10 06:00",
            "due": "2020-03-12 22:00",
            "state": "checked",
            **origin,
        }
        unit.add(RequestOrigin(request_id=row.id, number=number, **cells))
    unit.session.flush()
    unit.session.expire(row)
    return row


@dataclass(kw_only=True)
class Bureau:
    """The campaign and what is in it."""

    campaign: Campaign
    employer: Employer
    request: Request
    offers: dict[str, Offer] = field(default_factory=dict)


def offer(unit: Unit, campaign: Campaign, mode: str = "coach", state: str = "accepted", **changed: Any) -> Offer:
    """An offer by the bureau, taken to a state."""
    terms = {**(COACHES if mode == "coach" else TRAIN), **changed.pop("terms", {})}
    form = OfferForm(mode=mode, name=changed.pop("name", f"{mode} of somebody"), terms=terms, **changed)
    row = create_offer(unit, campaign.id, form)
    return row if state == "offered" else step_offer(unit, row.id, state, None)


def bureau(unit: Unit, form: CampaignForm = FORM) -> Bureau:
    """Everything, so that a snapshot can be taken."""
    campaign = create_campaign(unit, form)
    put_region(
        unit,
        campaign.id,
        {"region_id": "YC", "name": "永川区", "city": "重庆市", "province": "重庆市", "risk": "medium"},
    )
    for code, name, kind in (("D1", "永川区", "depot"), ("S1", "重庆西", "station"), ("S2", "济南", "station")):
        put_site(unit, campaign.id, {"site_id": code, "name": name, "kind": kind})
    firm = employer(unit)
    asked = request(unit, campaign, firm)
    offers = {"coach": offer(unit, campaign), "train": offer(unit, campaign, "train", name="K4016")}
    return Bureau(campaign=campaign, employer=firm, request=asked, offers=offers)


def in_days(unit: Unit, days: float) -> datetime:
    """A time from now on."""
    return unit.now + timedelta(days=days)
