"""The oracle's one entrance: enumerate, choose, write the plan down."""

from __future__ import annotations

import time
from dataclasses import dataclass

from optimizer.plan import Plan, Statement
from optimizer.problem import Problem
from tests.oracle.elements import Element, elements_of
from tests.oracle.master import Master
from tests.oracle.outings import Column, Outings
from tests.oracle.packing import merged, packed, relayed
from tests.oracle.schedules import Scheduler
from tests.oracle.search import optimum
from tests.oracle.sequences import sequences_of
from tests.oracle.tasks import Trunk, tasks_of, trunks_of
from tests.oracle.world import World
from tests.oracle.writer import SameCoachError, write

MAX_STOPS = 4
SPACE = """\
Journeys: direct; one service or two in a row, with a coach before, after, both or neither; two coaches that meet at a \
hub (the next two onward coaches of each sequence of stops). No journey of three coaches, none with a coach between \
two services.
Runs: every order of up to {stops} different sites that serve someone at each; relays between coaches at the first or \
last of up to three stops, and of runs that meet no service at their first and last departure, of all and of the \
quickest. At inner stops a coach stands as short as may be, or for a break, or at one stop until a rider may board \
there or the next stop's window opens.
Times, to the minute: a run for direct rides begins anywhere; one that meets a service or a coach at the ends of every \
stretch on which its times move evenly{grid}, or packed against a run before or after it, or against the other coach \
of a relay. Outings of one run leave at both ends of each stretch of equal durations and dates.
Outings: one run of any kind, or several runs of up to three stops each that are not mere relays, packed early, \
together or late ({runs}); the coach may wait at its first stop for the relief in drivers of a longer outing.
At most three coaches of a type on the very same run; of a demand with min_group above 1, the workers by one service \
come in one coach or leave in one. Everything else, riders, units, coaches, limits: exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OracleResult:
    """The best plan of ``space``. ``complete``: all of the space was enumerated and the choice proven optimal.

    ``dropped`` tells what of the space was too much to enumerate; what was left was searched all the same.
    ``objective`` in the currency, as recomputed from the plan; ``lower`` the proven least of the space; ``runs`` and
    ``outings`` count what was enumerated.
    """

    plan: Plan
    statement: Statement
    objective: float
    lower: float
    space: str
    dropped: tuple[str, ...]
    complete: bool
    runs: int
    outings: int
    seconds: float


def solve(
    problem: Problem,
    *,
    time_grid_min: int = 0,
    max_runs_per_outing: int = 4,
    relays: bool = True,
    in_a_row: int = 2,
    seconds: float = 120.0,
    most_runs: int = 1_500,
    most_outings: int = 10_000,
) -> OracleResult:
    """The best plan of the stated space; ``time_grid_min`` above 0 adds departures on a grid to the exact ones.

    ``in_a_row``: most services in a row, 1 or 2.
    At worst, after ``seconds`` of search, the plan is that everybody stays, and ``complete`` is False.
    """
    begun = time.perf_counter()
    world = World(problem)
    trunks = trunks_of(world, in_a_row)
    dropped: list[str] = []
    elements = _elements(world, trunks, time_grid_min, relays)
    if relays and len(elements) > most_runs:
        dropped.append(f"relays between coaches, for their runs were {len(elements)}, more than {most_runs}")
        elements = _elements(world, trunks, time_grid_min, False)
    columns, runs = _columns(world, elements, max_runs_per_outing, most_outings, dropped)
    for strict in (False, True):
        master = Master(world, trunks, elements, columns, strict)
        found = optimum(master.model, master.nobody_travels(), [master.beyond(1), []], seconds)
        try:
            plan, statement = write(master, found.of())
        except SameCoachError:
            if strict:
                raise
            continue
        break
    grid = f", and every {time_grid_min} minutes" if time_grid_min else ""
    space = SPACE.format(stops=MAX_STOPS, grid=grid, runs=runs)
    if not relays:
        space = "No relays between coaches. " + space
    if in_a_row < 2:
        space = "No two services in a row. " + space
    return OracleResult(
        plan=plan,
        statement=statement,
        objective=statement.objective,
        lower=found.lower,
        space=space,
        dropped=tuple(dropped),
        complete=not dropped and not strict and found.proven,
        runs=len(elements),
        outings=len(columns),
        seconds=time.perf_counter() - begun,
    )


def _elements(world: World, trunks: list[Trunk], grid_min: int, relays: bool) -> list[Element]:
    scheduler = Scheduler(world, trunks)
    elements, tables = [], []
    for sequence in sequences_of(world, tasks_of(world, trunks, relays), MAX_STOPS):
        found, table = elements_of(world, scheduler, sequence, grid_min)
        elements += found
        if table is not None:
            tables.append(table)
    return merged(world, elements, packed(world, elements, tables), relayed(elements, tables))


def _columns(
    world: World, elements: list[Element], max_runs: int, most: int, dropped: list[str]
) -> tuple[list[Column], str]:
    """All outings, and how many runs they have at most by row of the fleet."""
    columns: list[Column] = []
    runs = []
    for index, row in enumerate(world.problem.fleet):
        if row.count == 0:
            continue
        outings = Outings(world, index, elements)
        singles = outings.singles()
        chains, reached, whole = outings.chains(max_runs, singles, most) if max_runs > 1 else ([], 1, True)
        columns += singles + chains
        runs.append(f"{row.depot_id} {row.type_id}: up to {reached}")
        if not whole:
            dropped.append(f"outings of {reached} runs from {row.depot_id} in a {row.type_id} beyond {most}")
    return columns, ", ".join(runs) or "no fleet"
