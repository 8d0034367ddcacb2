"""A schedule as JSON: times as local text ``2020-03-10 07:30``, names beside the ids, every key always there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from optimizer.clock import Minute, show_day, show_minute
from optimizer.plan import Change
from optimizer.problem import Problem
from scenarios.schedule.driving import Halt
from scenarios.schedule.records import (
    EmptyDrive,
    Journey,
    LeftBehind,
    Party,
    RunTimes,
    StopTimes,
    Transfer,
    VehicleOuting,
)
from scenarios.schedule.whole import Schedule


def as_json(schedule: Schedule) -> dict[str, Any]:
    """The schedule as an object of lists; null where something is not there."""
    problem = schedule.problem
    settings = problem.settings
    return {
        "scenario": settings.name,
        "timezone": settings.timezone,
        "currency": settings.currency,
        "horizon": [show_day(settings.first_day), show_day(settings.last_day)],
        "served": schedule.served,
        "left_behind": schedule.left_behind,
        "runs": [_run(problem, run) for run in schedule.runs],
        "vehicles": [_outing(problem, outing) for outing in schedule.outings],
        "journeys": [_journey(problem, journey) for journey in schedule.journeys],
        "transfers": [_transfer(problem, transfer) for transfer in schedule.transfers],
        "unserved": [_left_behind(problem, case) for case in schedule.unserved],
    }


def _run(problem: Problem, run: RunTimes) -> dict[str, Any]:
    return {
        "run_id": run.run_id,
        "name": run.name,
        "mode": run.mode,
        "service_id": run.service_id,
        "units": run.units,
        "vehicle_id": run.vehicle_id,
        "outing": run.outing,
        "drivers": run.drivers,
        "seats": run.seats,
        "riders": run.riders,
        "most_aboard": run.most_aboard,
        "km": run.km,
        "driving_min": run.driving_min,
        "departs": show_minute(run.departs),
        "arrives": show_minute(run.arrives),
        "stops": [_stop(problem, stop) for stop in run.stops],
    }


def _stop(problem: Problem, stop: StopTimes) -> dict[str, Any]:
    return {
        "seq": stop.seq,
        **_site(problem, "site", stop.site_id),
        "arrival": show_minute(stop.arrival),
        "departure": _time(stop.departure),
        "board": stop.board,
        "alight": stop.alight,
        "aboard": stop.aboard,
        "boarding": [_party(problem, party) for party in stop.boarding],
        "alighting": [_party(problem, party) for party in stop.alighting],
        "halts": _halts(stop.halts),
    }


def _party(problem: Problem, party: Party) -> dict[str, Any]:
    return {
        **_who(problem, party),
        "leg": party.leg,
        "board_seq": party.board_seq,
        "alight_seq": party.alight_seq,
    }


def _outing(problem: Problem, outing: VehicleOuting) -> dict[str, Any]:
    kind = problem.vehicle_type[outing.type_id]
    return {
        "vehicle_id": outing.vehicle_id,
        "outing": outing.outing,
        "type_id": outing.type_id,
        "type": kind.name or outing.type_id,
        "seats": kind.seats,
        **_site(problem, "depot", outing.depot_id),
        "leaves": show_minute(outing.leaves),
        "returns": show_minute(outing.returns),
        "days": outing.days,
        "drivers": outing.drivers,
        "km_loaded": outing.km_loaded,
        "km_empty": outing.km_empty,
        "money": outing.money,
        "runs": list(outing.run_ids),
        "empty_drives": [_empty_drive(problem, drive) for drive in outing.empty_drives],
    }


def _empty_drive(problem: Problem, drive: EmptyDrive) -> dict[str, Any]:
    return {
        **_site(problem, "from", drive.from_id),
        **_site(problem, "to", drive.to_id),
        "departs": show_minute(drive.departs),
        "arrives": show_minute(drive.arrives),
        "km": drive.km,
        "halts": _halts(drive.halts),
    }


def _journey(problem: Problem, journey: Journey) -> dict[str, Any]:
    return {
        **_who(problem, journey),
        "departs": show_minute(journey.legs[0].departs),
        "arrives": show_minute(journey.legs[-1].arrives),
        "legs": [
            {
                "leg": leg.leg,
                "run_id": leg.run_id,
                "mode": leg.mode,
                **_site(problem, "from", leg.from_id),
                **_site(problem, "to", leg.to_id),
                "departs": show_minute(leg.departs),
                "arrives": show_minute(leg.arrives),
            }
            for leg in journey.legs
        ],
    }


def _transfer(problem: Problem, transfer: Transfer) -> dict[str, Any]:
    return {
        **_who(problem, transfer),
        **_site(problem, "site", transfer.site_id),
        "from_run_id": transfer.from_run_id,
        "to_run_id": transfer.to_run_id,
        "arrives": show_minute(transfer.arrives),
        "departs": show_minute(transfer.departs),
        "wait_min": transfer.departs - transfer.arrives,
    }


def _left_behind(problem: Problem, case: LeftBehind) -> dict[str, Any]:
    return {
        "demand_id": case.demand_id,
        **_employer(problem, case.employer_id),
        **_site(problem, "pickup", case.pickup_id),
        **_site(problem, "workplace", case.workplace_id),
        "headcount": case.headcount,
        "reason": case.reason,
        "proven": case.proven,
        "detail": case.detail,
        "change": None if case.change is None else _change(case.change),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "subject": change.subject,
        "date": None if change.date is None else show_day(change.date),
        "amount": change.amount,
        "money": change.money,
        "gain": change.gain,
        "sentence": change.sentence,
    }


def _who(problem: Problem, group: Party | Journey | Transfer) -> dict[str, Any]:
    return {
        "itinerary_id": group.itinerary_id,
        "demand_id": group.demand_id,
        **_employer(problem, group.employer_id),
        "headcount": group.headcount,
    }


def _employer(problem: Problem, employer_id: str) -> dict[str, str]:
    return {"employer_id": employer_id, "employer": problem.employer[employer_id].name}


def _site(problem: Problem, what: str, site_id: str) -> dict[str, str]:
    return {f"{what}_id": site_id, what: problem.site[site_id].name}


def _halts(halts: Sequence[Halt]) -> list[dict[str, str]]:
    return [{"kind": h.kind, "start": show_minute(h.start), "end": show_minute(h.end)} for h in halts]


def _time(minute: Minute | None) -> str | None:
    return None if minute is None else show_minute(minute)
