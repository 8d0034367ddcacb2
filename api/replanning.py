"""A search that goes on from an earlier plan: the plan read, what no longer holds told, pins found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from api.exits import InputError, complain
from api.screen import talk
from api.starting import carried_over, pins_of, start_json, workers_aboard
from optimizer.pinning import PinError
from optimizer.plan import Plan
from optimizer.problem import Problem
from optimizer.start import Pins, PlanIndex, held_by
from scenarios import PlanFolder, read_plan

if TYPE_CHECKING:
    from optimizer.replanning import Carried

_DROPPED_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """From which plan's folder to go on, and what of it is pinned: runs, itineraries, or with ``everything`` all."""

    folder: Path
    runs: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    everything: bool = False


def request(folder: Path | None, runs: Iterable[str], journeys: Iterable[str], *, everything: bool) -> Request | None:
    """What the options of a command ask for; None where they name no plan. Raises InputError for pins without one."""
    wanted = tuple(runs), tuple(journeys)
    if folder is not None:
        return Request(folder=folder, runs=wanted[0], journeys=wanted[1], everything=everything)
    if any(wanted) or everything:
        raise InputError("There are pins, but no plan that they are in. Maybe --from PLAN.")
    return None


def go_on_from(problem: Problem, wanted: Request) -> Carried:
    """The valid part of the plan; what no longer holds of it is told. Raises InputError."""
    plan = _read(wanted.folder).plan
    try:
        carried = carried_over(problem, plan, pins_of(plan, wanted.runs, wanted.journeys, everything=wanted.everything))
    except PinError as error:
        raise InputError(f"{wanted.folder}: pins cannot hold, nothing was done.\n{error}") from error
    _tell(problem, wanted.folder, carried)
    return carried


def _read(folder: Path) -> PlanFolder:
    read = read_plan(folder)
    if read.faults and not (read.plan.riders or read.plan.unserved):
        faults = "\n".join(map(str, read.faults))
        raise InputError(f"{folder}: there is no plan to go on from.\n{faults}")
    for fault in read.faults:
        complain(f"Warning: {fault}")
    return read


def _tell(problem: Problem, folder: Path, carried: Carried) -> None:
    console, start = talk(), carried.start
    heads, money = workers_aboard(carried), f"{start.objective:,.0f} {problem.settings.currency}"
    console.print(
        Text(f"From {folder}: {heads:,} of {problem.workers():,} workers travel as there, objective {money}.")
    )
    if start.pins.runs or start.pins.journeys:
        console.print(Text(_pinned(start.plan, start.pins)))
    if not carried.dropped:
        return
    gone = sum(row.headcount for row in carried.dropped)
    console.print(Text(f"{len(carried.dropped)} of its journeys hold no more, with {gone:,} workers:"))
    for row in carried.dropped[:_DROPPED_SHOWN]:
        console.print(Text(f"- {row.headcount} of {row.demand_id}, itinerary {row.itinerary_id}: {row.why}"))
    if len(carried.dropped) > _DROPPED_SHOWN:
        console.print(Text(f"and {len(carried.dropped) - _DROPPED_SHOWN} more; plan.json lists them all"))


def _pinned(plan: Plan, pins: Pins) -> str:
    index = PlanIndex(plan)
    held = held_by(index, pins)
    runs = sum(len(index.runs_of[key]) for key in held.outings) + len(held.services)
    heads = sum(index.legs[name][0].headcount for name in held.journeys)
    return f"Pinned: {runs:,} runs stay, {len(held.outings):,} outings of coaches whole, with {heads:,} workers."


def told_of(wanted: Request, carried: Carried) -> dict[str, Any]:
    """What ``plan.json`` says of the plan that a search went on from."""
    return start_json(wanted.folder.resolve().name, carried)
