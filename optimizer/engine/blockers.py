"""Who stands in the way of workers left behind: riders of coaches near, or whoever fills a limit (contract, rule 8)."""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import EVERY_DAY, MARGIN_DAYS, Array, Instance, State
from optimizer.engine.picking import keep_least
from optimizer.engine.ruins import mark_riders, mark_theirs
from optimizer.engine.windows import Windows
from optimizer.kernel import inner

_MOST_OUTINGS, _MOST_RIVALS = 3, 5
_RIVALS_SHARE = 0.5


@inner
def blockers(inst: Instance, st: State, windows: Windows, d: int, members: Array, touched: Array) -> None:
    """Marks who uses what demand d needs, and itself with its own itineraries."""
    if inst.demands[d].limited and np.random.random() < _RIVALS_SHARE:
        _rivals(inst, st, windows, d, members)
    else:
        _coaches_near(inst, st, d, members)
    touched[d] = True
    mark_theirs(st, touched, members)


@inner
def _coaches_near(inst: Instance, st: State, d: int, members: Array) -> None:
    """Marks the riders of a few outings from depots near the demand, the nearer the more likely."""
    pickup, workplace = inst.demands[d].pickup, inst.demands[d].workplace
    wanted = np.random.randint(1, _MOST_OUTINGS + 1)
    chosen: Array = np.full(wanted, -1, dtype=np.int64)
    scores = np.full(wanted, np.inf)
    for o in range(st.high[0]):
        if st.outings[o].runs == 0:
            continue
        depot = inst.rows[st.outings[o].row].depot
        score = (min(inst.km[depot, pickup], inst.km[workplace, depot]) + 5.0) * np.random.exponential(1.0)
        keep_least(chosen, scores, o, score)
    for outing in chosen:
        if outing >= 0:
            mark_riders(st, members, outing)


@inner
def _rivals(inst: Instance, st: State, windows: Windows, d: int, members: Array) -> None:
    """Marks some who fill a limit on a day on which the demand could use it, rather those with days to spare."""
    kind = np.random.randint(3)
    limit, day = _tight(inst, st, windows, d, kind)
    if limit < 0:
        return
    wanted = np.random.randint(1, _MOST_RIVALS + 1)
    chosen: Array = np.full(wanted, -1, dtype=np.int64)
    scores = np.full(wanted, np.inf)
    for i in range(st.high[1]):
        row = st.itineraries[i]
        if row.heads > 0 and _is_counted(inst, row.demand, limit) and _uses(inst, st, i, kind, day):
            spare = windows.spare_days[row.demand] + 0.1
            keep_least(chosen, scores, i, np.random.exponential(1.0) / spare)
    for rival in chosen:
        if rival >= 0:
            members[rival] = True


@inner
def _tight(inst: Instance, st: State, windows: Windows, d: int, kind: int) -> tuple[int, int]:
    """A limit of one kind, and a day, that has too little room for the demand's workers left; (-1, 0) for none."""
    few = max(1, min(5, st.left[d]))
    found, limit, day = 0, -1, 0
    for x in range(inst.limit_from[kind, d], inst.limit_from[kind, d + 1]):
        row = inst.limit_of[x]
        for on in range(windows.first_day[d], windows.last_day[d] + 1):
            if inst.limit_day[row] != EVERY_DAY and inst.limit_day[row] != on:
                continue
            if inst.limit_value[row] - st.used[row, on + MARGIN_DAYS] < few:
                found += 1
                if np.random.randint(found) == 0:
                    limit, day = row, on
    return limit, day


@inner
def _is_counted(inst: Instance, d: int, limit: int) -> bool:
    """Whether a limit counts a demand."""
    for kind in range(3):
        for x in range(inst.limit_from[kind, d], inst.limit_from[kind, d + 1]):
            if inst.limit_of[x] == limit:
                return True
    return False


@inner
def _uses(inst: Instance, st: State, i: int, kind: int, day: int) -> bool:
    """Whether an itinerary counts on a day: leaving (kind 0), arriving (1) or in quarantine (2)."""
    row = st.itineraries[i]
    if kind == 0:
        if row.first_run < 0:
            return inst.options[row.option].leaves // 1440 == day
        run = st.runs[row.first_run]
        return run.depart[run.board[_place(run.itinerary, run.parcels, i)]] // 1440 == day
    last = row.last_run if row.option >= 0 else row.first_run
    if last < 0:
        arrives = inst.options[row.option].reaches // 1440
    else:
        run = st.runs[last]
        arrives = run.arrive[run.alight[_place(run.itinerary, run.parcels, i)]] // 1440
    nights = inst.demands[row.demand].nights if kind == 2 else 1
    return arrives <= day < arrives + nights


@inner
def _place(riding: Array, parcels: int, i: int) -> int:
    """Which parcel of a run an itinerary is."""
    for p in range(parcels):
        if riding[p] == i:
            return p
    return 0
