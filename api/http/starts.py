"""From what an order says of an earlier plan to that plan and its pins, every fault told before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from api.http.context import Context, Here
from api.http.plan_rows import plan_for
from api.http.problems import unusable
from api.http.start_schemas import OrderBody, PinAllQuery, PinItinerariesQuery, PinRunsQuery, StartQuery
from api.service.plans.starts import Beginning, beginning
from api.starting import pins_of
from optimizer.pinning import Unpinnable, unpinnable
from optimizer.start import PlanIndex
from scenarios import FileFault
from scenarios.advice import closest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The plan to go on from and its pins, and the ``place`` and ``prefix`` of their fields for whoever sent them."""

    plan_id: str
    runs: Sequence[str]
    itineraries: Sequence[str]
    pin_all: bool
    place: str
    prefix: str = ""


def _in_query(
    here: Here,
    start: StartQuery = None,
    pin_runs: PinRunsQuery = None,
    pin_itineraries: PinItinerariesQuery = None,
    pin_all: PinAllQuery = False,
) -> Wish | None:
    """Raises HttpError 422 for pins without a plan that they are in."""
    runs, itineraries = pin_runs or [], pin_itineraries or []
    if start is not None:
        return Wish(plan_id=start, runs=runs, itineraries=itineraries, pin_all=pin_all, place="query")
    if runs or itineraries or pin_all:
        fault = FileFault(place="query", column="start", expected="the id of the plan that the pins are in")
        raise unusable([fault], here.settings.fault_rows)
    return None


Started: TypeAlias = Annotated[Wish | None, Depends(_in_query)]
"""What the query says of an earlier plan."""


async def _in_body(request: Request, here: Here, body: OrderBody | None = None) -> Wish | None:
    """Raises HttpError 422 for null, which is no body left out."""
    if (await request.body()).strip() == b"null":
        fault = FileFault(place="body", value="null", expected="an object, or no body at all")
        raise unusable([fault], here.settings.fault_rows)
    if body is None or body.start is None:
        return None
    start = body.start
    return Wish(
        plan_id=start.plan_id,
        runs=start.pin_runs,
        itineraries=start.pin_itineraries,
        pin_all=start.pin_all,
        place="body",
        prefix="start.",
    )


StartedByBody: TypeAlias = Annotated[Wish | None, Depends(_in_body)]
"""What a body that may be left out says of an earlier plan."""


def begun(request: Request, here: Context, wish: Wish | None) -> Beginning | None:
    """The plan as the order keeps it, if the caller may read it.

    Raises HttpError: 404, 409 where there is no plan yet or never will be, or 422 with every pin that it does not have.
    """
    if wish is None:
        return None
    plan = plan_for(request, here, wish.plan_id).plan
    pins = pins_of(plan, wish.runs, wish.itineraries, everything=wish.pin_all)
    index = PlanIndex(plan)
    if faults := [_fault(wish, index, pin) for pin in unpinnable(index, pins)]:
        raise unusable(faults, here.settings.fault_rows)
    return beginning(wish.plan_id, plan, pins, pin_all=wish.pin_all)


def _fault(wish: Wish, index: PlanIndex, pin: Unpinnable) -> FileFault:
    of_run = pin.kind == "run"
    near = closest(pin.id, sorted(index.runs if of_run else index.legs))
    return FileFault(
        place=wish.place,
        column=f"{wish.prefix}{'pin_runs' if of_run else 'pin_itineraries'}",
        value=pin.id,
        expected=f"the {pin.kind} of plan {wish.plan_id} to pin; {pin.why.removesuffix('.')}",
        advice="" if near in (None, pin.id) else f"Maybe {near} was meant.",
    )
