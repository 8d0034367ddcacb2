"""What it costs a run to go out of its way for a task: kilometres, deadhead and the hours of those aboard."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.engine.layout import MAX_STOPS, Array, Instance, Record
from optimizer.kernel import inner

MOST_BIGGER = 8
BOARD, ALIGHT, BOTH = 0, 1, 2


class Workspace(NamedTuple):
    """Arrays that the ranking of a run fills anew each time; to make them for every run would cost more than to rank.

    ``load`` (stops + 1): heads aboard from each stop on; ``money`` (3, stops + 1): what a detour costs to the origin
    (BOARD), to the goal (ALIGHT), or to one after the other (BOTH), put in before each stop, and ``slower``, of the
    same shape, what the hours of those aboard cost meanwhile; ``bigger`` (MOST_BIGGER, 2) and ``bigger_cost``: bigger
    coaches.
    """

    load: Array
    money: Array
    slower: Array
    bigger: Array
    bigger_cost: Array


@inner
def make_workspace() -> Workspace:
    most = MAX_STOPS + 1
    return Workspace(
        np.zeros(most, dtype=np.int64),
        np.zeros((3, most)),
        np.zeros((3, most)),
        np.zeros((MOST_BIGGER, 2), dtype=np.int64),
        np.zeros(MOST_BIGGER),
    )


@inner
def detours(
    km: Array,
    run: Record,
    origin: int,
    goal: int,
    before: int,
    after: int,
    loaded: float,
    empty: float,
    money: Array,
) -> float:
    """Fills the money of all detours of a run for a task; returns the least that any pair of stops costs.

    ``before``, ``after``: where its coach comes from and goes empty; ``loaded``, ``empty``: money per km.
    """
    site, n = run.site, run.stops
    between_them = km[origin, goal]
    start, end = site[0], site[n - 1]
    ahead = (km[before, origin] - km[before, start]) * empty
    behind = (km[goal, after] - km[end, after]) * empty
    money[BOARD, 0] = km[origin, start] * loaded + ahead
    money[BOTH, 0] = (between_them + km[goal, start]) * loaded + ahead
    money[BOARD, n] = 0.0
    money[ALIGHT, 0] = np.inf
    money[ALIGHT, n] = km[end, goal] * loaded + behind
    money[BOTH, n] = (km[end, origin] + between_them) * loaded + behind
    cheapest_board = 0.0 if start == origin else money[BOARD, 0]
    cheapest_alight = 0.0 if end == goal else money[ALIGHT, n]
    cheapest = min(money[BOTH, 0], money[BOTH, n])
    for k in range(1, n):
        past = km[site[k - 1], site[k]]
        to_origin, from_goal = km[site[k - 1], origin], km[goal, site[k]]
        money[BOARD, k] = (to_origin + km[origin, site[k]] - past) * loaded
        money[ALIGHT, k] = (km[site[k - 1], goal] + from_goal - past) * loaded
        money[BOTH, k] = (to_origin + between_them + from_goal - past) * loaded
        cheapest_board = min(cheapest_board, 0.0 if site[k] == origin else money[BOARD, k])
        cheapest_alight = min(cheapest_alight, 0.0 if site[k] == goal else money[ALIGHT, k])
        cheapest = min(cheapest, money[BOTH, k])
    return min(cheapest, cheapest_board + cheapest_alight)


@inner
def delays(inst: Instance, run: Record, t: int, room: Workspace) -> int:
    """Fills loads and what detours cost the hours of those aboard; returns the highest load."""
    origin, goal = inst.tasks[t].origin, inst.tasks[t].goal
    minutes, site, n = inst.minutes, run.site, run.stops
    load, slower = room.load, room.slower
    load[: n + 1] = 0
    most = 0
    for p in range(run.parcels):
        for k in range(run.board[p], run.alight[p]):
            load[k] += run.heads[p]
            most = max(most, load[k])
    slower[:, 0] = 0.0
    slower[:, n] = 0.0
    between_them = minutes[origin, goal]
    for k in range(1, n):
        past = minutes[site[k - 1], site[k]]
        to_origin, from_goal = minutes[site[k - 1], origin], minutes[goal, site[k]]
        each = load[k - 1] * inst.rules.per_minute
        slower[BOARD, k] = each * (to_origin + minutes[origin, site[k]] - past + inst.dwell_whole[origin])
        slower[ALIGHT, k] = each * (minutes[site[k - 1], goal] + from_goal - past + inst.dwell_whole[goal])
        slower[BOTH, k] = each * (to_origin + between_them + from_goal - past + 2 * inst.dwell_whole[goal])
    return most
