"""What the answers look like, for OpenAPI and for whoever reads it. Money in the scenario's currency, local times."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.jobs import State
from api.service.plans.states import JobState
from optimizer.problem import MODES

Mode = Annotated[str, Field(json_schema_extra={"enum": list(MODES)})]
LocalTime = Annotated[str, Field(description="Local time of the scenario", examples=["2020-03-12 07:30"])]


class Answer(BaseModel):
    """Every key is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Fault(Answer):
    """One broken cell, row, table or parameter, as the command line tells it."""

    place: str = Field(description="Sheet, table or file, or `query`, `path`", examples=["demands"])
    row: int | None = Field(description="Its line; the header, or what stands for it in a JSON document, is 1")
    column: str | None = Field(examples=["headcount"])
    value: str | int | float | bool | None = Field(examples=["many"])
    expected: str = Field(description="Completes the sentence: expected …", examples=["a whole number of at least 1"])
    advice: str = Field(description="Empty, or what may have been meant: Maybe …")


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(examples=["urn:fangang:problem:unusable"])
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do")
    faults: list[Fault] | None = Field(default=None, description="Every broken cell, the first ones of very many")
    fault_count: int | None = Field(default=None, description="How many there are in all")


class Health(Answer):
    """The service is up."""

    status: Literal["ok"]
    version: str


class Ready(Answer):
    """The service can do its work."""

    status: Literal["ready"]


class Warned(Answer):
    """Something odd that does no harm."""

    place: str
    row: int | None
    column: str | None
    text: str


class CaseLine(Answer):
    """A shipped case."""

    name: str = Field(examples=["jinan-k4016"])
    title: str
    summary: str


class CasePage(CaseLine):
    """A shipped case with its whole page."""

    page: str = Field(description="Sources and assumptions, Markdown")
    workers: int


class ScenarioReport(Answer):
    """A scenario that can be planned."""

    valid: Literal[True]
    name: str
    sha256: str = Field(description="Of the canonical form: the same for folder, workbook and JSON document")
    workers: int
    rows: dict[str, int] = Field(description="How many each table has")
    warnings: list[Warned] = Field(description="The first ones of very many")
    warning_count: int


class Moment(Answer):
    """Where a search is."""

    phase: str = Field(examples=["improvement"])
    objective: float | None = Field(description="Of the best plan so far")
    bound: float | None = Field(description="Proven: no plan is below")
    gap: float | None = Field(description="(objective - bound) / objective", examples=[0.05])


class Links(Answer):
    """Where the parts of a plan are."""

    self: str
    events: str
    stop: str
    result: str
    summary: str
    schedule: str
    workbook: str
    unserved: str
    map: str
    timeline: str
    geojson: str
    files: str


class StartStatus(Answer):
    """The earlier plan that a search goes on from. `result` lists the pins, and what was dropped and why."""

    plan_id: str
    pin_all: bool
    pinned_runs: int = Field(description="How many runs stay as they are")
    pinned_itineraries: int
    objective: float | None = Field(description="Of what still holds; null until a worker has looked, as what follows")
    workers: int | None = Field(description="Who travel in what still holds")
    dropped: int | None = Field(description="Itineraries that hold no more")
    dropped_workers: int | None = Field(description="Their workers, who are offered a new way")


class PlanStatus(Answer):
    """A plan that is being made, or was. Its parts can be read once the stage is `done` or `stopped`."""

    id: str
    state: State = Field(description="The stage in fewer words: `waiting` is queued, `finished` is done or stopped")
    stage: JobState = Field(
        description="`stopped`: ended early, with the best plan so far; `cancelled`: stopped before its search began, "
        "so there is no plan; `failed`: see `error`"
    )
    scenario: str = Field(description="The scenario's name")
    snapshot_id: str | None = Field(description="The snapshot of a campaign that is planned; null: an upload")
    planning_seconds: float = Field(description="How long it may search")
    seed: int
    created: datetime
    seconds: float | None = Field(description="Of searching so far, or in all; null: not begun")
    ahead: int = Field(description="Jobs before this one while it waits")
    stop_asked: bool
    stop_reason: str | None = Field(
        description="`time`, `iterations`, `optimal`, `stopped` or `crashed`; null until finished"
    )
    progress: Moment | None
    error: str | None = Field(description="Why it failed, and what to do; null unless it did")
    start: StartStatus | None = Field(description="The earlier plan that it goes on from; null: a new plan")
    links: Links


class ModeFigures(Answer):
    """One mode of transport."""

    mode: Mode
    riders: int = Field(description="Workers it carries at least once")
    mainly: int = Field(description="Workers whose main leg it is")
    runs: int
    units: int
    load_factor: float
    money: float
    money_per_rider: float


class EmployerFigures(Answer):
    """What an employer gets."""

    employer_id: str
    name: str
    asked: int
    served: int
    first_arrival: LocalTime | None
    last_arrival: LocalTime | None


class DroppedJourney(Answer):
    """A journey of the earlier plan that holds no more."""

    itinerary_id: str
    demand_id: str
    headcount: int
    why: str


class StartResult(Answer):
    """The earlier plan that a search went on from, as `plan.json` has it."""

    plan: str = Field(description="Its id")
    objective: float = Field(description="Of what still held; the new plan's is not above it")
    workers: int = Field(description="Who travelled in what still held")
    pinned_runs: list[str]
    pinned_itineraries: list[str]
    dropped: list[DroppedJourney]


class PlanResult(Answer):
    """A checked plan in figures."""

    id: str
    name: str
    currency: str
    first_day: str
    last_day: str
    asked: int
    served: int
    unserved: int
    on_time: int
    tightest_min: int | None = Field(description="Least time between an arrival and its due time")
    money: float
    money_per_worker: float
    hours: float = Field(description="Worker-hours from first departure to final arrival")
    hours_per_worker: float
    objective: float
    bound: float
    bound_source: str
    bound_drops: list[str] = Field(description="Rules that the relaxation behind the bound leaves out")
    gap: float
    status: Literal["optimal", "feasible"]
    stop_reason: str
    wall_seconds: float
    seed: int
    vehicles: int
    outings: int
    km_loaded: float
    km_empty: float
    modes: list[ModeFigures]
    employers: list[EmployerFigures]
    start: StartResult | None = Field(description="The earlier plan that it goes on from; null: a new plan")
    valid: Literal[True] = Field(description="The checker has found no broken rule; another plan is never shown")


class SheetTable(Answer):
    """A table to show."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    numbers: list[int] = Field(description="Columns set to the right, counted from 0")
    note: str


class Fact(Answer):
    """One line of the summary."""

    label: str
    value: str


class Summary(Answer):
    """The one-page summary in words."""

    title: str
    headline: str
    facts: list[Fact]
    tables: list[SheetTable]
    note: str


class Change(Answer):
    """The cheapest single change found that would bring all of them, tried out and checked."""

    kind: str = Field(examples=["coach"])
    subject: str = Field(description="Id of what changes; a coach's type and depot as type@depot")
    date: str | None
    amount: float = Field(description="Minutes, days, workers, coaches, units, drivers or money, by kind")
    money: float = Field(description="What it costs beyond this plan's money")
    gain: float = Field(description="What the objective falls by")
    sentence: str


class Left(Answer):
    """Workers of a demand who stay behind, and why."""

    demand_id: str
    employer_id: str
    employer: str
    pickup_id: str
    pickup: str
    workplace_id: str
    workplace: str
    headcount: int
    reason: str = Field(examples=["cannot_arrive_in_time"])
    reason_words: str = Field(description="The reason in the language asked for")
    proven: bool
    detail: str
    change: Change | None = Field(description="The cheapest single change found that would bring them")


class UnservedList(Answer):
    """Everyone who stays behind."""

    workers: int
    unserved: list[Left]
