"""The plan that an order goes on from, as it stands in a body or a query."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Query
from pydantic import Field

from api.http.account_schemas import PRINTABLE, Body, example
from api.http.context import ID_PATTERN
from api.http.samples import SAMPLES

_MOST_IN_BODY = 20_000
_MOST_IN_QUERY = 1000
_RUN = "S-T1"

_PLAN_TEXT = "An earlier plan to go on from: of this scenario, or of what it was before it changed"
_RUNS_TEXT = "Runs of that plan that stay as they are; of a coach its whole outing"
_ITINERARIES_TEXT = "Itineraries of that plan that stay with all their runs and times"
_ALL_TEXT = "Every run of that plan stays; only who is left is planned"

PinnedId: TypeAlias = Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTABLE)]
_Pins: TypeAlias = Annotated[list[PinnedId], Field(max_length=_MOST_IN_BODY)]


class StartBody(Body):
    """The plan to go on from, and what of it is pinned."""

    plan_id: str = Field(description=_PLAN_TEXT, pattern=ID_PATTERN, examples=[SAMPLES[0]])
    pin_runs: _Pins = Field(default=[], description=_RUNS_TEXT)
    pin_itineraries: _Pins = Field(default=[], description=_ITINERARIES_TEXT)
    pin_all: Annotated[bool, Field(strict=True)] = Field(default=False, description=_ALL_TEXT)


class OrderBody(Body):
    """What else is wanted of a plan."""

    model_config = example(start={"plan_id": SAMPLES[0], "pin_runs": [_RUN]})
    start: StartBody | None = Field(default=None, description="Null or missing: a new plan")


StartQuery: TypeAlias = Annotated[str | None, Query(description=_PLAN_TEXT, pattern=ID_PATTERN, examples=[SAMPLES[0]])]
PinRunsQuery: TypeAlias = Annotated[
    list[PinnedId] | None, Query(description=_RUNS_TEXT, max_length=_MOST_IN_QUERY, examples=[[_RUN]])
]
PinItinerariesQuery: TypeAlias = Annotated[
    list[PinnedId] | None, Query(description=_ITINERARIES_TEXT, max_length=_MOST_IN_QUERY, examples=[["I00001"]])
]
PinAllQuery: TypeAlias = Annotated[bool, Query(description=_ALL_TEXT, examples=[False])]
