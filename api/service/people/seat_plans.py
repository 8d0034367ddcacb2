"""Seats of a published plan: worked out from its schedule and from who holds which place, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert

from api.service.people.keys import AT_ONCE
from api.service.people.seating import Group, RunSeats, seat_run
from api.service.people.tables import Seating, SeatPlan
from api.service.store import Unit, new_id
from optimizer.check.places import Places
from optimizer.check.seats import Seats
from optimizer.clock import DAY_MINUTES
from optimizer.problem import Site
from scenarios.schedule import Party, Schedule


def runs_to_seat(schedule: Schedule, places: Mapping[str, Sequence[int]]) -> Iterator[RunSeats]:
    """Every run of a plan with its groups. ``places``: by itinerary the places of its demand that travel so."""
    problem = schedule.problem
    risks, seats = Places(problem), Seats(problem)
    types = {(outing.vehicle_id, outing.outing): outing.type_id for outing in schedule.outings}
    for run in schedule.runs:
        vehicle = (
            problem.vehicle_type[types[run.vehicle_id or "", run.outing or ""]]
            if run.service_id is None
            else problem.service[run.service_id]
        )
        units = run.units or 1
        unit_seats = run.seats // units
        groups = [_group(party, places, risks.risk(_home(schedule, party))) for party in run.parties]
        usable = seats.usable(
            seats=unit_seats,
            reserved=vehicle.reserved,
            mode=run.mode,
            trip=risks.trip(problem.site[stop.site_id] for stop in run.stops),
            day=run.departs // DAY_MINUTES,
            risk=max((group.risk for group in groups), default=0),
        )
        yield RunSeats(
            run_id=run.run_id,
            mode=run.mode,
            units=units,
            seats=unit_seats,
            reserved=vehicle.reserved,
            usable=usable,
            groups=groups,
            apart=not problem.settings.mixing_risk and run.service_id is not None,
        )


def keep_seats(
    unit: Unit, campaign_id: str, plan_id: str, runs: Iterable[RunSeats], carriers: Mapping[str, str | None]
) -> int:
    """Seats every run and keeps it for the plan, in place of what was there; how many places got a seat.

    ``carriers``: by run. For a publication's own transaction; it asks for no permission of its own. Raises ValueError
    for a run with more riders than seats.
    """
    connection = unit.session.connection()
    for table in (Seating, SeatPlan):
        connection.execute(delete(table).where(table.plan_id == plan_id))
    plans: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for run in runs:
        plans.append(
            {
                "id": new_id(), "plan_id": plan_id, "run_id": run.run_id, "mode": run.mode,
                "units": run.units, "seats": run.seats, "reserved": run.reserved,
            }
        )  # fmt: skip
        for seated in seat_run(run):
            group = seated.group
            rows.append(
                {
                    "id": new_id(), "campaign_id": campaign_id, "plan_id": plan_id, "run_id": run.run_id,
                    "carrier_id": carriers.get(run.run_id), "employer_id": group.employer_id,
                    "origin_id": group.origin_id, "board_seq": group.board_seq, "alight_seq": group.alight_seq,
                    "places": list(group.places), "seats": list(seated.seats),
                }
            )  # fmt: skip
    for table, values in ((SeatPlan, plans), (Seating, rows)):
        for at in range(0, len(values), AT_ONCE):
            connection.execute(insert(table), values[at : at + AT_ONCE])
    return sum(len(row["places"]) for row in rows)


def _group(party: Party, places: Mapping[str, Sequence[int]], risk: int) -> Group:
    return Group(
        itinerary_id=party.itinerary_id,
        origin_id=party.demand_id,
        employer_id=party.employer_id,
        board_seq=party.board_seq,
        alight_seq=party.alight_seq,
        places=places[party.itinerary_id],
        risk=risk,
    )


def _home(schedule: Schedule, party: Party) -> Site:
    return schedule.problem.site[schedule.problem.demand[party.demand_id].pickup_id]
