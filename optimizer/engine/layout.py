"""How the engine lays out its data: record types of numpy that the compiled kernels read and write.

Times are minutes since 00:00 of the horizon's first date (clock times survive modulo 1440), money is in the scenario's
currency. Ids are row numbers of the tables. -1 stands for none.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.rules.drive import DriveRules

MAX_STOPS = 16
MAX_PARCELS = 24
MAX_RUNS = 32
MAX_STARTS = 96
MOST_DEPARTURES = 3 * MAX_STARTS
FOREVER = 1 << 40
EVERY_DAY = -(1 << 30)

Array = npt.NDArray[Any]
Record: TypeAlias = Any
"""A row of one of the tables below, its fields read and written by name."""

TASK = np.dtype(
    [
        ("demand", "i8"),
        ("origin", "i8"),
        ("goal", "i8"),
        ("leave_from", "i8"),
        ("leave_to", "i8"),
        ("reach_from", "i8"),
        ("reach_to", "i8"),
        ("starts", "i8"),
        ("ends", "i8"),
        ("offset", "i8"),
        ("max_ride", "f8"),
    ]
)
"""A coach leg that a demand may ask for. ``starts`` / ``ends``: 1 where the journey starts / ends with it: then opening
hours, limits and worker-hours count; ``offset``: minutes that complete the worker-hours of such a leg."""

DEMAND = np.dtype(
    [
        ("pickup", "i8"),
        ("workplace", "i8"),
        ("headcount", "i8"),
        ("least", "i8"),
        ("splittable", "i8"),
        ("risk", "i8"),
        ("employer", "i8"),
        ("nights", "i8"),
        ("limited", "i8"),
        ("penalty", "f8"),
        ("reference", "f8"),
        ("direct", "i8"),
        ("first_option", "i8"),
        ("options", "i8"),
    ]
)
"""``penalty`` per worker left; ``reference``: about what a worker costs in a full coach; ``direct``: its task."""

OPTION = np.dtype(
    [
        ("demand", "i8"),
        ("service", "i8"),
        ("board", "i8"),
        ("alight", "i8"),
        ("feeder", "i8"),
        ("last_mile", "i8"),
        ("leaves", "i8"),
        ("reaches", "i8"),
        ("estimate", "f8"),
        ("legs_price", "f8"),
        ("first_day", "i8"),
        ("last_day", "i8"),
    ]
)
"""A way by one service from its stop ``board`` to ``alight`` (from 0), with a feeder or last-mile task or -1.

``estimate``: about what a worker costs on it; ``legs_price``: the same without the service's own units and seats, inf
where no coach of its own can do a leg; ``first_day``, ``last_day``: when such a journey leaves and arrives."""

SERVICE = np.dtype(
    [
        ("first_section", "i8"),
        ("sections", "i8"),
        ("min_units", "i8"),
        ("max_units", "i8"),
        ("seats", "i8", (3,)),
        ("cost_fixed", "f8"),
        ("cost_unit", "f8"),
        ("cost_seat", "f8"),
    ]
)
"""``seats``: usable seats of a unit by the highest risk aboard."""

ROW = np.dtype(
    [
        ("depot", "i8"),
        ("kind", "i8"),
        ("count", "i8"),
        ("from_day", "i8"),
        ("to_day", "i8"),
        ("first_slot", "i8"),
        ("slots", "i8"),
    ]
)
"""A row of fleet.csv; ``count`` -1 for no limit; its outings stand in the slots from ``first_slot`` on."""

KIND = np.dtype(
    [("seats", "i8"), ("cost_day", "f8"), ("cost_km", "f8"), ("cost_km_empty", "f8"), ("cost_driver_day", "f8")]
)

RUN = np.dtype(
    [
        ("outing", "i8"),
        ("stops", "i8"),
        ("parcels", "i8"),
        ("risk", "i8"),
        ("trip", "i8"),
        ("aboard", "i8"),
        ("minutes", "i8"),
        ("km", "f8"),
        ("worker_minutes", "f8"),
        ("site", "i4", (MAX_STOPS,)),
        ("arrive", "i4", (MAX_STOPS,)),
        ("depart", "i4", (MAX_STOPS,)),
        ("leave_from", "i8", (MAX_STOPS,)),
        ("leave_to", "i8", (MAX_STOPS,)),
        ("reach_from", "i8", (MAX_STOPS,)),
        ("reach_to", "i8", (MAX_STOPS,)),
        ("starts", "i4", (MAX_STOPS,)),
        ("ends", "i4", (MAX_STOPS,)),
        ("through", "i4", (MAX_STOPS,)),
        ("task", "i4", (MAX_PARCELS,)),
        ("heads", "i4", (MAX_PARCELS,)),
        ("board", "i4", (MAX_PARCELS,)),
        ("alight", "i4", (MAX_PARCELS,)),
        ("itinerary", "i4", (MAX_PARCELS,)),
    ]
)
"""A coach run: ``stops`` stops with times and the windows that its riders ask for (``through``: heads who stay aboard),
``parcels`` groups of riders. ``trip``: 0 city, 1 province, 2 national; ``aboard``: most heads on a section.
``outing`` -1: the slot is free."""

OUTING = np.dtype(
    [
        ("row", "i8"),
        ("runs", "i8"),
        ("leaves", "i8"),
        ("returns", "i8"),
        ("drivers", "i8"),
        ("days", "i8"),
        ("cost", "f8"),
        ("km_empty", "f8"),
        ("run", "i4", (MAX_RUNS,)),
    ]
)
"""``cost``: its money and the worker-hours of its runs. ``runs`` 0: the slot is free."""

ITINERARY = np.dtype([("demand", "i8"), ("heads", "i8"), ("option", "i8"), ("first_run", "i8"), ("last_run", "i8")])
"""``option`` -1 is a direct coach (in ``first_run``); ``heads`` 0: the slot is free."""

CANDIDATE = np.dtype(
    [
        ("kind", "i8"),
        ("outing", "i8"),
        ("place", "i8"),
        ("row", "i8"),
        ("board", "i8"),
        ("board_new", "i8"),
        ("alight", "i8"),
        ("alight_new", "i8"),
        ("heads", "i8"),
        ("start", "i8"),
        ("delta", "f8"),
        ("score", "f8"),
    ]
)
"""A way to carry a task: into a run (kind 1), as a new run of an outing (2), in a new outing (3); 0 for none. ``place``
is the run's place in its outing, ``delta`` what it costs, ``score`` what it costs less the heads' reference price."""

ALONE = np.dtype(
    [
        ("task", "i8"),
        ("row", "i8"),
        ("heads", "i8"),
        ("max_drivers", "f8"),
        ("leave_from", "i8"),
        ("leave_to", "i8"),
        ("reach_from", "i8"),
        ("reach_to", "i8"),
        ("departures", "i8"),
        ("cost", "f8", (MOST_DEPARTURES,)),
        ("start", "i4", (MOST_DEPARTURES,)),
        ("leaves", "i4", (MOST_DEPARTURES,)),
        ("returns", "i4", (MOST_DEPARTURES,)),
    ]
)
"""When a coach of a fleet row can leave with so many heads of one task alone, the cheapest departure first, and what
its outing costs then; the task's window and max_drivers as they were. ``heads`` 0: nothing is known here."""

NEAR = np.dtype([("score", "f8"), ("outing", "i8"), ("place", "i8")])
"""The run at a place of an outing that a task could enter; ``score``: the least that any place in it can score."""


class Rules(NamedTuple):
    """The settings that the kernels need."""

    per_minute: float
    end: int
    driver_min: float
    max_drivers: float
    turnaround: float
    max_pickups: float
    max_dropoffs: float
    max_stand: float
    home_end: int
    keep_risks_apart: int
    max_employers: float


class Instance(NamedTuple):
    """A problem as arrays; nothing here changes during a solve.

    ``km``, ``minutes``: (sites, sites); ``dwell_whole``: dwell rounded up; ``open_from``, ``open_length``: clock
    minutes, length 0 for always open; ``coach_seats``: (kind, trip, risk, day); ``task_seats``: (tasks, 2, kinds),
    fewest and most usable seats of a coach type on the days of a task's window; limits of demand d stand in
    ``limit_of[kind][limit_from[kind, d]:limit_from[kind, d + 1]]`` for kinds 0 depart, 1 arrive, 2 beds.
    """

    rules: Rules
    drive: DriveRules
    km: Array
    minutes: Array
    dwell: Array
    dwell_whole: Array
    open_from: Array
    open_length: Array
    city: Array
    province: Array
    demands: Array
    tasks: Array
    options: Array
    services: Array
    rows: Array
    kinds: Array
    coach_seats: Array
    task_seats: Array
    limit_from: Array
    limit_of: Array
    limit_day: Array
    limit_value: Array


class State(NamedTuple):
    """A plan in the making and the journal that takes its last steps back.

    ``used``: (limits, days + margins); ``load``: (sections of all services, risk); ``high``: one more than the highest
    outing and itinerary ever used. The last three runs and outings of their tables are spare slots for trials.
    """

    runs: Array
    outings: Array
    itineraries: Array
    left: Array
    boarded: Array
    load: Array
    used: Array
    slots: Array
    slots_taken: Array
    free_runs: Array
    free_outings: Array
    free_itineraries: Array
    free_counts: Array
    high: Array
    journal_runs: Array
    journal_run_ids: Array
    journal_outings: Array
    journal_outing_ids: Array
    journal_itineraries: Array
    journal_itinerary_ids: Array
    journal_counts: Array
    run_mark: Array
    outing_mark: Array
    itinerary_mark: Array
    epoch: Array
    doomed: Array
    saved_left: Array
    saved_boarded: Array
    saved_load: Array
    saved_used: Array
    best: Array
    shortlist: Array
    starts: Array
    alone: Array
    near: Array


MARGIN_DAYS = 2
