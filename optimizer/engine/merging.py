"""A part's new plan put back into the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.engine.journal import SPARE, outings_out, settle_slots
from optimizer.engine.layout import MAX_PARCELS, Array, State
from optimizer.engine.moves import Board
from optimizer.engine.part_tables import Part


@dataclass(frozen=True, slots=True)
class PartPlan:
    """The plan of a part as it comes back: tables of its slots in use, numbered as in the part, and its counts."""

    run_slots: Array
    runs: Array
    outing_slots: Array
    outings: Array
    itinerary_slots: Array
    itineraries: Array
    left: Array
    boarded: Array
    load: Array
    used: Array


def part_plan(state: State) -> PartPlan:
    """The plan of a part's state."""
    runs = np.flatnonzero(state.runs["outing"][:-SPARE] >= 0)
    outings = np.flatnonzero(state.outings["runs"][:-SPARE] > 0)
    itineraries = np.flatnonzero(state.itineraries["heads"] > 0)
    return PartPlan(
        run_slots=runs,
        runs=state.runs[runs],
        outing_slots=outings,
        outings=state.outings[outings],
        itinerary_slots=itineraries,
        itineraries=state.itineraries[itineraries],
        left=state.left.copy(),
        boarded=state.boarded.copy(),
        load=state.load.copy(),
        used=state.used.copy(),
    )


def merge(board: Board, part: Part, found: PartPlan) -> bool:
    """Puts a part's plan in place of what the part was cut from; False, and nothing done, where coaches clash.

    Two parts at work at the same time may both send a coach out that only one of them can have.
    """
    if not _coaches_suffice(board, part, found):
        return False
    inst, state = board.inst, board.state
    state.runs["outing"][part.runs] = -1
    state.outings["runs"][part.outings] = 0
    state.itineraries["heads"][part.itineraries] = 0
    slots = len(state.free_itineraries)
    run_at = np.flatnonzero(state.runs["outing"][:slots] < 0)[: len(found.runs)]
    outing_at = np.flatnonzero(state.outings["runs"][:slots] == 0)[: len(found.outings)]
    itinerary_at = np.flatnonzero(state.itineraries["heads"][:slots] == 0)[: len(found.itineraries)]
    assert len(run_at) == len(found.runs), "a whole has slots for all its parts"
    new_run = _numbers(found.run_slots, run_at)
    new_outing = _numbers(found.outing_slots, outing_at)
    slots_of_part = len(part.state.free_itineraries)
    new_itinerary = np.full(slots_of_part + len(part.pinned), -1, dtype=np.int64)
    new_itinerary[found.itinerary_slots] = itinerary_at
    new_itinerary[slots_of_part:] = part.pinned
    state.runs[run_at] = _runs(part, found, new_outing, new_itinerary)
    _tell_pinned(board, part, run_at)
    outings = found.outings.copy()
    outings["row"] = part.rows[outings["row"]]
    running = np.arange(outings["run"].shape[1]) < outings["runs"][:, None]
    outings["run"] = np.where(running, new_run[np.where(running, outings["run"], 0)], 0) if len(outings) else 0
    state.outings[outing_at] = outings
    state.itineraries[itinerary_at] = _itineraries(part, found, new_run)
    state.left[part.demands] += found.left - part.left
    state.boarded[:] += found.boarded - part.boarded
    state.load[:] += found.load - part.load
    state.used[part.limits] += found.used - part.used
    settle_slots(inst, state)
    return True


def _runs(part: Part, found: PartPlan, new_outing: Array, new_itinerary: Array) -> Array:
    runs = found.runs.copy()
    if not len(runs):
        return runs
    runs["outing"] = new_outing[runs["outing"]]
    called = np.arange(runs["site"].shape[1]) < runs["stops"][:, None]
    runs["site"] = np.where(called, part.sites[np.where(called, runs["site"], 0)], 0)
    aboard = np.arange(MAX_PARCELS) < runs["parcels"][:, None]
    runs["task"] = np.where(aboard, part.tasks[np.where(aboard, runs["task"], 0)], 0)
    runs["itinerary"] = np.where(aboard, new_itinerary[np.where(aboard, runs["itinerary"], 0)], 0)
    return runs


def _tell_pinned(board: Board, part: Part, run_at: Array) -> None:
    """Tells pinned itineraries by which run they go now: the one with their feeder's or their last mile's task."""
    inst, state = board.inst, board.state
    pinned = np.zeros(len(state.itineraries), dtype=bool)
    pinned[part.pinned] = True
    runs = state.runs[run_at]
    aboard = np.arange(MAX_PARCELS) < runs["parcels"][:, None]
    at, place = np.nonzero(aboard & pinned[np.where(aboard, runs["itinerary"], 0)])
    itinerary, task = runs["itinerary"][at, place], runs["task"][at, place]
    option = state.itineraries["option"][itinerary]
    last = inst.options["last_mile"][option] == task
    state.itineraries["first_run"][itinerary[~last]] = run_at[at[~last]]
    state.itineraries["last_run"][itinerary[last]] = run_at[at[last]]


def _itineraries(part: Part, found: PartPlan, new_run: Array) -> Array:
    rows = found.itineraries.copy()
    rows["demand"] = part.demands[rows["demand"]]
    if len(part.options):
        rows["option"] = np.where(rows["option"] < 0, -1, part.options[np.maximum(rows["option"], 0)])
    if len(new_run):
        for run in ("first_run", "last_run"):
            rows[run] = np.where(rows[run] < 0, -1, new_run[np.maximum(rows[run], 0)])
    return rows


def _numbers(own: Array, whole: Array) -> Array:
    """The whole's number of each of a part's slots in use, -1 for the others."""
    new = np.full(int(own.max(initial=-1)) + 1, -1, dtype=np.int64)
    new[own] = whole
    return new


def _coaches_suffice(board: Board, part: Part, found: PartPlan) -> bool:
    """Whether every limited fleet row has coaches enough for the part's new outings beside those of everybody else."""
    rows, state = board.inst.rows, board.state
    new_rows = part.rows[found.outings["row"]]
    others = outings_out(state)
    others[part.outings] = False
    away = state.outings[:-SPARE][others]
    for f in np.unique(new_rows):
        count = int(rows[f]["count"])
        if count < 0:
            continue
        mine, theirs = found.outings[new_rows == f], away[away["row"] == f]
        if len(mine) + len(theirs) > rows[f]["slots"]:
            return False
        leaves = np.concatenate([mine["leaves"], theirs["leaves"]])
        returns = np.concatenate([mine["returns"], theirs["returns"]])
        if most_at_once(leaves, returns) > count:
            return False
    return True


def most_at_once(leaves: Array, returns: Array) -> int:
    """Most intervals [leaves, returns) that hold one moment; shape (intervals,) each."""
    times = np.concatenate([returns, leaves])
    steps = np.concatenate([np.full(len(returns), -1), np.full(len(leaves), 1)])
    order = np.lexsort((steps, times))
    return int(np.cumsum(steps[order]).max(initial=0))
