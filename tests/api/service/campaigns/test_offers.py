"""Offers come from the bureau and from carriers, expire by the clock, and count once they are accepted."""

from __future__ import annotations

from typing import Any

import pytest

from api.service.campaigns.campaigns import step_campaign
from api.service.campaigns.offers import (
    OfferForm,
    accepted_offers,
    change_offer,
    create_offer,
    delete_offer,
    offer_of,
    offers,
    state_of,
    step_offer,
    terms_of,
)
from api.service.store import ConflictError, Database, DeniedError, InvalidError, NotFoundError, StaleError
from tests.api.service.campaigns.bureau import (
    COACHES,
    PLANNER,
    TRAIN,
    at,
    bureau,
    carrier,
    in_days,
    offer,
)

FLIGHT: dict[str, Any] = {
    **TRAIN,
    "unit_seats": 180,
    "max_units": 1,
    "min_size": 100,
    "cost_seat": 0,
    "cost_unit": 90000,
}


def form(mode: str = "coach", **changed: Any) -> OfferForm:
    terms = {**(COACHES if mode == "coach" else TRAIN), **changed.pop("terms", {})}
    return OfferForm(mode=mode, name="an offer", terms=terms, **changed)


def test_terms_come_back_as_they_were_given(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        coaches, train = here.offers["coach"], here.offers["train"]
        assert {key: terms_of(coaches, "D1")[key] for key in COACHES} == COACHES
        told = terms_of(train, None)
        assert {key: told[key] for key in TRAIN if key != "stops"} == {k: v for k, v in TRAIN.items() if k != "stops"}
        assert [(stop["site_id"], stop["arrival"], stop["departure"]) for stop in told["stops"]] == [
            ("S1", None, "2020-03-11 12:07"),
            ("S2", "2020-03-12 15:22", None),
        ]


def test_every_fault_of_an_offer_is_told_at_once(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        with pytest.raises(InvalidError) as told:
            create_offer(
                unit, here.campaign.id, form(terms={"seats": 9, "cost_km": -1, "depot_id": "D9", "count": 1.5})
            )
        assert {fault.column for fault in told.value.faults} == {"reserved", "cost_km", "depot_id", "count"}
        stops = [{"site_id": "S1", "departure": "2020-03-11 12:07"}, {"site_id": "S9", "arrival": "2020-03-10 12:00"}]
        with pytest.raises(InvalidError) as told:
            create_offer(unit, here.campaign.id, form("train", terms={"min_units": 5, "unit_seats": 6, "stops": stops}))
        faults = {(fault.place, fault.row, fault.column) for fault in told.value.faults}
        assert faults == {
            ("offer", None, "min_units"),
            ("offer", None, "reserved"),
            ("stops", 2, "site_id"),
            ("stops", 2, "arrival"),
        }


def test_a_smallest_size_that_it_cannot_carry_is_refused(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        with pytest.raises(InvalidError, match="1 fault"):
            create_offer(unit, here.campaign.id, form("flight", terms={**FLIGHT, "min_size": 181}))


def test_an_offer_that_nobody_accepts_in_time_expires(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = create_offer(unit, here.campaign.id, form(expires_at=in_days(unit, 1)))
        later = at(unit, in_days(unit, 1))
        assert state_of(row, unit.now) == "offered"
        assert state_of(row, later.now) == "expired"
        with pytest.raises(ConflictError, match="is expired and cannot become accepted"):
            step_offer(later, row.id, "accepted", None)
        assert [item.id for item in offers(later, here.campaign.id, state="expired", cursor=None, limit=9).items] == [
            row.id
        ]
        assert offers(later, here.campaign.id, state="offered", cursor=None, limit=9).items == []
        with pytest.raises(ConflictError, match="Maybe give it a later time first"):
            step_offer(later, row.id, "offered", None)
        change_offer(later, row.id, form(expires_at=in_days(unit, 2)), None)
        assert step_offer(later, row.id, "accepted", None).state == "accepted"
        assert state_of(row, in_days(unit, 3)) == "accepted"


def test_an_expiry_in_the_past_is_no_offer(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        with pytest.raises(InvalidError):
            create_offer(unit, here.campaign.id, form(expires_at=unit.now))


def test_terms_stand_once_somebody_has_decided(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = here.offers["coach"]
        with pytest.raises(ConflictError, match="its terms stand"):
            change_offer(unit, row.id, form(), None)
        step_offer(unit, row.id, "withdrawn", row.version)
        step_offer(unit, row.id, "offered", row.version)
        change_offer(unit, row.id, form(terms={"count": 2}), row.version)
        assert (row.count, row.state) == (2, "offered")
        with pytest.raises(StaleError):
            change_offer(unit, row.id, form(), row.version - 1)
        with pytest.raises(InvalidError, match="1 fault"):
            change_offer(unit, row.id, form("train"), None)


def test_a_carrier_offers_for_itself_and_sees_nothing_of_another(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        one, other = carrier(unit), carrier(unit, "Fuling Coaches")
    with database.write(one) as unit:
        row = create_offer(unit, here.campaign.id, form(carrier_id=other.carrier_id))
        assert row.carrier_id == one.carrier_id
        with pytest.raises(DeniedError, match="Maybe ask the bureau"):
            step_offer(unit, row.id, "accepted", None)
        assert [item.id for item in offers(unit, here.campaign.id, state=None, cursor=None, limit=9).items] == [row.id]
    with database.write(other) as unit:
        assert offers(unit, here.campaign.id, state=None, cursor=None, limit=9).items == []
        for attempt in (
            offer_of,
            lambda u, i: step_offer(u, i, "withdrawn", None),
            lambda u, i: delete_offer(u, i, None),
        ):
            with pytest.raises(NotFoundError):
                attempt(unit, row.id)


def test_a_carrier_does_not_reopen_what_was_declined(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        one = carrier(unit)
    with database.write(one) as unit:
        row_id = create_offer(unit, here.campaign.id, form()).id
    with database.write(PLANNER) as unit:
        step_offer(unit, row_id, "declined", None)
    with database.write(one) as unit, pytest.raises(DeniedError, match="Maybe make a new one"):
        step_offer(unit, row_id, "offered", None)


def test_an_accepted_offer_is_withdrawn_before_it_is_deleted(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = here.offers["train"]
        with pytest.raises(ConflictError, match="withdraw it first"):
            delete_offer(unit, row.id, None)
        step_offer(unit, row.id, "withdrawn", None)
        delete_offer(unit, row.id, None)
        assert [item.id for item in accepted_offers(unit, here.campaign.id)] == [here.offers["coach"].id]


def test_a_closed_campaign_takes_no_offers(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        row = offer(unit, here.campaign, state="offered")
        step_campaign(unit, here.campaign.id, "closed", None)
        for attempt in (
            lambda: create_offer(unit, here.campaign.id, form()),
            lambda: step_offer(unit, row.id, "accepted", None),
        ):
            with pytest.raises(ConflictError, match="closed"):
                attempt()


def test_an_offer_of_an_unknown_carrier_is_refused(database: Database) -> None:
    with database.write(PLANNER) as unit:
        here = bureau(unit)
        with pytest.raises(NotFoundError, match="carrier"):
            create_offer(unit, here.campaign.id, form(carrier_id="nobody"))
