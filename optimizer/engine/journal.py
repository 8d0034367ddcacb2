"""The plan in the making: slots for runs, outings and itineraries, and a journal that takes steps back.

A step begins with ``begin``; everything touched after it is kept as it was, until ``settle`` accepts or undoes it.
"""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import (
    ALONE,
    CANDIDATE,
    ITINERARY,
    MARGIN_DAYS,
    MAX_STARTS,
    NEAR,
    OUTING,
    RUN,
    Array,
    Instance,
    State,
)
from optimizer.kernel import inner, kernel
from optimizer.problem import Problem

RUNS, OUTINGS, ITINERARIES = 0, 1, 2
_JOURNAL = 8192
SHORTLIST = 64
SPARE = 3


def empty_state(problem: Problem, inst: Instance, *, least_slots: int = 0, away: int = 0, pinned: int = 0) -> State:
    """A state in which nobody travels; ``least_slots`` at least, the rest as in ``blank_state``."""
    demands = len(problem.demands)
    slots = 2 * demands + problem.workers() // 8 + 64
    nights = max((d.quarantine_nights for d in problem.demands), default=0)
    days = problem.settings.last_day - problem.settings.first_day + 1 + nights + 2 * MARGIN_DAYS
    left = np.array([d.headcount for d in problem.demands], dtype=np.int64)
    slots = max(least_slots, min(slots, 4 * problem.workers() + 64))
    return blank_state(inst, left, slots=slots, days=days, away=away, pinned=pinned)


def blank_state(inst: Instance, left: Array, *, slots: int, days: int, away: int = 0, pinned: int = 0) -> State:
    """A state in which nobody travels, with room for ``slots`` runs, outings and itineraries and ``days`` of limits.

    ``away`` outings and ``pinned`` itineraries have rows more, behind the slots, which no step ever touches.
    """
    sections = int(inst.services["sections"].sum())
    services = len(inst.services)
    outings = slots + away + SPARE
    journal = min(_JOURNAL, slots + SPARE)
    used = np.zeros((len(inst.limit_day), days), dtype=np.int64)
    runs = np.zeros(slots + SPARE, dtype=RUN)
    runs["outing"] = -1
    spare_stack = np.arange(slots - 1, -1, -1, dtype=np.int64)
    total_slots = int(inst.rows["slots"].sum())
    return State(
        runs=runs,
        outings=np.zeros(outings, dtype=OUTING),
        itineraries=np.zeros(slots + pinned, dtype=ITINERARY),
        left=left,
        boarded=np.zeros(services, dtype=np.int64),
        load=np.zeros((sections, 3), dtype=np.int64),
        used=used,
        slots=np.zeros(total_slots + 1, dtype=np.int64),
        slots_taken=np.zeros(len(inst.rows), dtype=np.int64),
        free_runs=spare_stack.copy(),
        free_outings=spare_stack.copy(),
        free_itineraries=spare_stack.copy(),
        free_counts=np.full(3, slots, dtype=np.int64),
        high=np.zeros(2, dtype=np.int64),
        journal_runs=np.zeros(journal, dtype=RUN),
        journal_run_ids=np.zeros(journal, dtype=np.int64),
        journal_outings=np.zeros(journal, dtype=OUTING),
        journal_outing_ids=np.zeros(journal, dtype=np.int64),
        journal_itineraries=np.zeros(journal, dtype=ITINERARY),
        journal_itinerary_ids=np.zeros(journal, dtype=np.int64),
        journal_counts=np.zeros(3, dtype=np.int64),
        run_mark=np.zeros(slots + SPARE, dtype=np.int64),
        outing_mark=np.zeros(outings, dtype=np.int64),
        itinerary_mark=np.zeros(slots + pinned, dtype=np.int64),
        epoch=np.zeros(1, dtype=np.int64),
        doomed=np.zeros(slots + pinned, dtype=np.bool_),
        saved_left=left.copy(),
        saved_boarded=np.zeros(services, dtype=np.int64),
        saved_load=np.zeros((sections, 3), dtype=np.int64),
        saved_used=used.copy(),
        best=np.zeros(4, dtype=CANDIDATE),
        shortlist=np.zeros(SHORTLIST, dtype=CANDIDATE),
        starts=np.zeros((MAX_STARTS, 3), dtype=np.int64),
        alone=nothing_known(1),
        near=np.zeros(slots + SPARE, dtype=NEAR),
    )


def nothing_known(slots: int) -> Array:
    """Room to note the departures of coaches with one task alone; a board brings its own for a state's single slot."""
    return np.zeros(slots, dtype=ALONE)


@kernel
def begin(st: State) -> None:
    """Starts a step that ``settle`` will accept or undo."""
    st.epoch[0] += 1
    st.journal_counts[:] = 0
    st.saved_left[:] = st.left
    st.saved_boarded[:] = st.boarded
    st.saved_load[:] = st.load
    st.saved_used[:] = st.used


@inner
def touch_run(st: State, r: int) -> None:
    """Keeps a run as it is now, once a step."""
    if st.run_mark[r] != st.epoch[0]:
        st.run_mark[r] = st.epoch[0]
        x = st.journal_counts[0]
        st.journal_runs[x] = st.runs[r]
        st.journal_run_ids[x] = r
        st.journal_counts[0] = x + 1


@inner
def touch_outing(st: State, o: int) -> None:
    """Keeps an outing as it is now, once a step."""
    if st.outing_mark[o] != st.epoch[0]:
        st.outing_mark[o] = st.epoch[0]
        x = st.journal_counts[1]
        st.journal_outings[x] = st.outings[o]
        st.journal_outing_ids[x] = o
        st.journal_counts[1] = x + 1


@kernel
def touch_itinerary(st: State, i: int) -> None:
    """Keeps an itinerary as it is now, once a step."""
    if st.itinerary_mark[i] != st.epoch[0]:
        st.itinerary_mark[i] = st.epoch[0]
        x = st.journal_counts[2]
        st.journal_itineraries[x] = st.itineraries[i]
        st.journal_itinerary_ids[x] = i
        st.journal_counts[2] = x + 1


@inner
def take_slot(inst: Instance, st: State, o: int) -> None:
    """Enters an outing among those of its fleet row."""
    number = st.outings[o].row
    if inst.rows[number].count >= 0:
        st.slots[inst.rows[number].first_slot + st.slots_taken[number]] = o
        st.slots_taken[number] += 1


@inner
def leave_slot(inst: Instance, st: State, o: int) -> None:
    """Takes an outing out of those of its fleet row."""
    number = st.outings[o].row
    row = inst.rows[number]
    if row.count >= 0:
        last = row.first_slot + st.slots_taken[number] - 1
        for x in range(row.first_slot, last + 1):
            if st.slots[x] == o:
                st.slots[x] = st.slots[last]
                st.slots_taken[number] -= 1
                return


@kernel
def settle(inst: Instance, st: State, accept: bool) -> None:
    """Ends a step: keeps it, or puts everything back as it was at ``begin``."""
    if not accept:
        for x in range(st.journal_counts[1]):
            o = st.journal_outing_ids[x]
            if st.outings[o].runs > 0:
                leave_slot(inst, st, o)
        for x in range(st.journal_counts[1]):
            o = st.journal_outing_ids[x]
            st.outings[o] = st.journal_outings[x]
            if st.outings[o].runs > 0:
                take_slot(inst, st, o)
        for x in range(st.journal_counts[0]):
            st.runs[st.journal_run_ids[x]] = st.journal_runs[x]
        for x in range(st.journal_counts[2]):
            st.itineraries[st.journal_itinerary_ids[x]] = st.journal_itineraries[x]
        st.left[:] = st.saved_left
        st.boarded[:] = st.saved_boarded
        st.load[:] = st.saved_load
        st.used[:] = st.saved_used
    for x in range(st.journal_counts[0]):
        if st.runs[st.journal_run_ids[x]].outing < 0:
            st.free_runs[st.free_counts[0]] = st.journal_run_ids[x]
            st.free_counts[0] += 1
    for x in range(st.journal_counts[1]):
        if st.outings[st.journal_outing_ids[x]].runs == 0:
            st.free_outings[st.free_counts[1]] = st.journal_outing_ids[x]
            st.free_counts[1] += 1
    for x in range(st.journal_counts[2]):
        if st.itineraries[st.journal_itinerary_ids[x]].heads == 0:
            st.free_itineraries[st.free_counts[2]] = st.journal_itinerary_ids[x]
            st.free_counts[2] += 1
    st.journal_counts[:] = 0
    st.epoch[0] += 1


@inner
def new_run(st: State) -> int:
    """A free run slot, or -1."""
    if st.free_counts[0] == 0:
        return -1
    st.free_counts[0] -= 1
    r = st.free_runs[st.free_counts[0]]
    touch_run(st, r)
    return r


@inner
def new_outing(st: State) -> int:
    """A free outing slot, or -1."""
    if st.free_counts[1] == 0:
        return -1
    st.free_counts[1] -= 1
    o = st.free_outings[st.free_counts[1]]
    st.high[0] = max(st.high[0], o + 1)
    touch_outing(st, o)
    return o


@kernel
def new_itinerary(st: State) -> int:
    """A free itinerary slot, or -1."""
    if st.free_counts[2] == 0:
        return -1
    st.free_counts[2] -= 1
    i = st.free_itineraries[st.free_counts[2]]
    st.high[1] = max(st.high[1], i + 1)
    touch_itinerary(st, i)
    return i


def copy_state(st: State) -> tuple[Array, ...]:
    """All that a plan consists of, to come back to with ``restore_state``."""
    parts = (st.runs, st.outings, st.itineraries, st.left, st.boarded, st.load, st.used, st.slots, st.slots_taken)
    books = (st.free_runs, st.free_outings, st.free_itineraries, st.free_counts, st.high)
    return tuple(part.copy() for part in (*parts, *books))


def restore_state(st: State, kept: tuple[Array, ...]) -> None:
    """Puts a state back to what ``copy_state`` kept."""
    parts = (st.runs, st.outings, st.itineraries, st.left, st.boarded, st.load, st.used, st.slots, st.slots_taken)
    targets = (*parts, st.free_runs, st.free_outings, st.free_itineraries, st.free_counts, st.high)
    for target, source in zip(targets, kept, strict=True):
        target[:] = source


def settle_slots(inst: Instance, st: State) -> None:
    """Makes the books of free and taken slots anew from the runs, outings and itineraries as they stand.

    Outings behind the slots are away: they take a place of their fleet row.
    """
    slots = len(st.free_itineraries)
    books = (
        (st.free_runs, st.runs["outing"][:slots] < 0),
        (st.free_outings, st.outings["runs"][:slots] == 0),
        (st.free_itineraries, st.itineraries["heads"][:slots] == 0),
    )
    for number, (stack, free) in enumerate(books):
        found = np.flatnonzero(free)[::-1]
        stack[: len(found)] = found
        st.free_counts[number] = len(found)
        if number != RUNS:
            st.high[number - 1] = 0 if free.all() else np.flatnonzero(~free)[-1] + 1
    st.slots_taken[:] = 0
    active = np.flatnonzero(outings_out(st))
    rows = st.outings["row"][active]
    for f in np.unique(rows[inst.rows["count"][rows] >= 0]):
        taken = active[rows == f]
        first = int(inst.rows[f]["first_slot"])
        st.slots[first : first + len(taken)] = taken
        st.slots_taken[f] = len(taken)


def outings_out(st: State) -> Array:
    """Which outings keep a coach busy, those behind the slots too; shape (outings without the spare ones,)."""
    out: Array = st.outings["runs"][:-SPARE] > 0
    out[len(st.free_outings) :] = True
    return out
