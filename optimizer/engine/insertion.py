"""The cheapest way to carry one task: into a run, as a new run of an outing, or in an outing of its own.

All places are first ranked by estimate; the best of each kind are then timed and priced exactly under all rules.
"""

from __future__ import annotations

import numpy as np

from optimizer.engine.alone import cheapest_alone, rebuild_alone
from optimizer.engine.detours import make_workspace
from optimizer.engine.layout import FOREVER, Array, Instance, State
from optimizer.engine.ranking import rank_gaps, rank_rows, rank_runs
from optimizer.engine.shortlist import (
    GAPS_FROM,
    INTO_FROM,
    NOTHING,
    ROWS_FROM,
    SHORTLIST_END,
    clear_shortlist,
    limit_room,
)
from optimizer.engine.timing import usable_seats
from optimizer.engine.trial import try_entry
from optimizer.kernel import inner, kernel

_PLACES_TRIED = 8
_ROWS_TRIED = 2


@inner
def _seek_alone(inst: Instance, st: State, t: int, price: float, blink: float, which: int) -> None:
    """Tries the ranked fleet rows for an outing of its own; a better one than ``st.best[which]`` is noted there."""
    run_slot = st.runs.shape[0] - 1
    out_slot = st.outings.shape[0] - 1
    best = st.best[which]
    found, starts = 0, -1
    for x in range(ROWS_FROM, SHORTLIST_END):
        entry = st.shortlist[x]
        if entry.kind == NOTHING or entry.score >= best.score or found >= _ROWS_TRIED:
            break
        if blink > 0 and np.random.random() < blink:
            continue
        cost, start, starts = cheapest_alone(inst, st, entry.row, t, entry.heads, starts, run_slot, out_slot)
        if cost < np.inf:
            found += 1
        if cost - entry.heads * price < best.score:
            st.best[which] = entry
            best.delta = cost
            best.score = cost - entry.heads * price
            best.start = start


@inner
def _probe(inst: Instance, st: State, t: int, want: int, price: float, fill: float) -> tuple[float, int, int]:
    """What a head of a task costs in a coach of its own filled to ``fill`` at least, and when it leaves and arrives.

    Money shared by max(heads, fill x usable seats), worker-hours by heads. (inf, 0, 0) where no coach can do it alone.
    """
    run_slot = st.runs.shape[0] - 1
    out_slot = st.outings.shape[0] - 1
    best = st.best[0]
    best.kind = NOTHING
    best.score = np.inf
    clear_shortlist(st)
    rank_rows(inst, st, t, want, price, False, FOREVER, np.inf)
    _seek_alone(inst, st, t, price, 0.0, 0)
    if best.kind == NOTHING or not rebuild_alone(inst, st, best, t, -1, run_slot, out_slot):
        return np.inf, 0, 0
    run, out = st.runs[run_slot], st.outings[out_slot]
    waiting = run.worker_minutes * inst.rules.per_minute
    seats = usable_seats(inst, run, inst.rows[out.row].kind)
    money = (out.cost - waiting) / max(float(best.heads), fill * seats)
    return money + waiting / best.heads, run.depart[0], run.arrive[run.stops - 1]


@kernel
def probe_all(
    inst: Instance, st: State, tasks: Array, wanted: Array, price: Array, fill: float, costs: Array, moments: Array
) -> None:
    """Writes what each task alone costs a head, and its (departure, arrival) into ``moments``, shape (tasks, 2)."""
    for x in range(len(tasks)):
        costs[x], moments[x, 0], moments[x, 1] = _probe(inst, st, tasks[x], wanted[x], price[x], fill)


@kernel
def best_leg(
    inst: Instance,
    st: State,
    t: int,
    want: int,
    exact: bool,
    price: float,
    blink: float,
    but: int,
    not_into: int,
    which: int,
) -> float:
    """Finds the place for a task with the least (cost - heads x price) and notes it in ``st.best[which]``.

    Returns that score, inf where there is none. ``blink``: chance to overlook a place; ``but``: an outing not to use,
    ``not_into``: a run not to enter (-1: none).
    """
    run_slot = st.runs.shape[0] - 1
    out_slot = st.outings.shape[0] - 1
    best = st.best[which]
    best.kind = NOTHING
    best.score = np.inf
    if t < 0:
        return np.inf
    clear_shortlist(st)
    room = limit_room(inst, st, t)
    if room <= 0:
        return np.inf
    rank_runs(inst, st, t, want, price, exact, room, but, not_into, make_workspace())
    rank_gaps(inst, st, t, want, price, exact, room, but)
    for low, high in ((INTO_FROM, GAPS_FROM), (GAPS_FROM, ROWS_FROM)):
        tried = 0
        for x in range(low, high):
            entry = st.shortlist[x]
            if entry.kind == NOTHING or entry.score >= best.score or tried >= _PLACES_TRIED:
                break
            if blink > 0 and np.random.random() < blink:
                continue
            tried += 1
            delta = try_entry(inst, st, entry, t, -1, run_slot, out_slot)
            score = delta - entry.heads * price
            if score < best.score:
                st.best[which] = entry
                best.delta = delta
                best.score = score
                best.start = st.runs[run_slot].depart[0]
    rank_rows(inst, st, t, want, price, exact, room, best.score)
    _seek_alone(inst, st, t, price, blink, which)
    return best.score
