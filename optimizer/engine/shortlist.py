"""The shortlist of places for a task, the best of each kind by estimate, and the room that a task may count on."""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import EVERY_DAY, FOREVER, MARGIN_DAYS, Instance, State
from optimizer.kernel import inner

NOTHING, INTO_RUN, NEW_RUN, NEW_OUTING = 0, 1, 2, 3
_STRAND = 0.25
INTO_FROM, GAPS_FROM, ROWS_FROM, SHORTLIST_END = 0, 10, 20, 44


@inner
def heads_that_fit(inst: Instance, demand: int, want: int, room: int, exact: bool) -> int:
    """How many of ``want`` workers may go where ``room`` seats are free.

    Mostly nobody is left in too small a group (contract, min_group); now and then the room is filled all the same, for
    where seats are short it pays to leave a few behind for good.
    """
    if room >= want:
        return want
    row = inst.demands[demand]
    if exact or not row.splittable:
        return 0
    heads = min(room, want - row.least)
    if heads < row.least:
        heads = 0
    if heads < room and room >= row.least and np.random.random() < _STRAND:
        heads = room
    return heads


@inner
def clear_shortlist(st: State) -> None:
    for x in range(SHORTLIST_END):
        st.shortlist[x].kind = NOTHING
        st.shortlist[x].score = np.inf


@inner
def enter(
    st: State,
    kind: int,
    outing: int,
    place: int,
    row: int,
    board: int,
    board_new: int,
    alight: int,
    alight_new: int,
    heads: int,
    score: float,
) -> None:
    low, high = INTO_FROM, GAPS_FROM
    if kind == NEW_RUN:
        low, high = GAPS_FROM, ROWS_FROM
    elif kind == NEW_OUTING:
        low, high = ROWS_FROM, SHORTLIST_END
    shortlist = st.shortlist
    if score >= shortlist[high - 1].score:
        return
    x = high - 1
    while x > low and shortlist[x - 1].score > score:
        shortlist[x] = shortlist[x - 1]
        x -= 1
    entry = shortlist[x]
    entry.kind = kind
    entry.outing = outing
    entry.place = place
    entry.row = row
    entry.board = board
    entry.board_new = board_new
    entry.alight = alight
    entry.alight_new = alight_new
    entry.heads = heads
    entry.score = score


@inner
def _room_on(inst: Instance, st: State, demand: int, kind: int, day: int) -> int:
    """Heads that the limits of one kind still let a demand have on a day."""
    room = FOREVER
    for x in range(inst.limit_from[kind, demand], inst.limit_from[kind, demand + 1]):
        limit = inst.limit_of[x]
        dated = inst.limit_day[limit]
        if dated in (EVERY_DAY, day) and 0 <= day + MARGIN_DAYS < st.used.shape[1]:
            room = min(room, inst.limit_value[limit] - st.used[limit, day + MARGIN_DAYS])
    return room


@inner
def limit_room(inst: Instance, st: State, t: int) -> int:
    """The most heads that limits let a task carry on the best day of its window (contract, rule 8)."""
    task = inst.tasks[t]
    room = FOREVER
    if not inst.demands[task.demand].limited:
        return room
    if task.starts:
        best = 0
        last = min(task.leave_to, task.reach_to, inst.rules.end) // 1440
        for day in range(max(task.leave_from, 0) // 1440, last + 1):
            best = max(best, _room_on(inst, st, task.demand, 0, day))
        room = min(room, best)
    if task.ends:
        best = 0
        for day in range(
            max(task.leave_from, task.reach_from, 0) // 1440, min(task.reach_to, inst.rules.end) // 1440 + 1
        ):
            here = _room_on(inst, st, task.demand, 1, day)
            for night in range(inst.demands[task.demand].nights):
                here = min(here, _room_on(inst, st, task.demand, 2, day + night))
            best = max(best, here)
        room = min(room, best)
    return room
