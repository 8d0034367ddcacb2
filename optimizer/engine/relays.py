"""Where and when one coach hands its workers over to another: for those whom no single run may carry all the way.

A run may drive no longer than its drivers may (contract, rule 5), a journey may: at a station or an airport workers
change to a second coach. A meeting is a hub and a minute. The first coach is there at most ``before`` minutes earlier,
the second leaves it at most ``after`` minutes later than the least change. Both are so short that no coach could carry
the same workers on: by then it has not been unloaded, turned round or sent home, and loaded again (rules 4 and 6).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.clock import DAY_MINUTES
from optimizer.engine.layout import Array
from optimizer.kernel import kernel
from optimizer.problem import Problem
from optimizer.rules.changes import COACH_CHANGE_MIN
from optimizer.rules.drive import DriveRules, drive, drive_rules
from optimizer.rules.hours import open_hours

_HUBS_A_DEMAND = 6
_DETOUR = 1.25
_GRID, _FINE_GRID = 60, 30
"""Minutes between changes: fewer where a limit counts by day, for the last hour before midnight may decide."""
_STEP = 15
_LONGEST_REST = 600
_LEAST_ROUNDS, _MOST_ROUNDS, _ROUNDS_OF_ALL = 3, 30, 1500
_MOST = 320
_WORTH = 300.0
_LEAST_GAIN = 1.0


class Meeting(NamedTuple):
    """``hub``: a site's number; ``minute`` by which the first coach has arrived, from the horizon's first midnight."""

    hub: int
    minute: int
    before: int
    after: int


class Seekers(NamedTuple):
    """Demands out of reach of a single run, one entry each; times from the horizon's first midnight.

    ``limited``: whether any row of limits.csv counts them, so that it may matter on which days they go and come.
    ``per_minute``: money of a worker's minute on the way; ``per_driven``: his share of a coach's minute driven.
    """

    pickup: Array
    workplace: Array
    heads: Array
    limited: Array
    ready: Array
    due_from: Array
    due: Array
    per_minute: float
    per_driven: float


def meetings(problem: Problem, minutes: Array, least: Array, most: float, seekers: Seekers) -> list[Meeting]:
    """Meetings that suit the seekers, few enough that coaches fill: greedily those that spare most, in some rounds.

    ``minutes``: whole road minutes, shape (sites, sites); ``least``: the same over any detour; ``most``: minutes
    that a run may drive. Empty where the scenario allows no such change.
    """
    slack = _slack(problem, minutes)
    hubs = np.flatnonzero(slack >= COACH_CHANGE_MIN)
    legs = problem.settings.journey_max_legs
    if not len(hubs) or not len(seekers.heads) or (legs is not None and legs < 2):
        return []
    who, leaves, arrives, hub, minute, cost = _candidates(problem, minutes, least, most, seekers, hubs)
    if not len(who):
        return []
    horizon = int(arrives.max()) + DAY_MINUTES
    keys, key = np.unique(hub * horizon + minute, return_inverse=True)
    days = (leaves // DAY_MINUTES * horizon + arrives // DAY_MINUTES) * seekers.limited[who]
    wanting, want = np.unique(who * horizon**2 + days, return_inverse=True)
    rounds = max(_LEAST_ROUNDS, min(_MOST_ROUNDS, _ROUNDS_OF_ALL // len(problem.demands)))
    heads = seekers.heads[wanting // horizon**2]
    chosen = _choose(heads, want, key, cost, len(keys), rounds)
    return [_meeting(*divmod(int(keys[x]), horizon), slack) for x in sorted(chosen)]


def _meeting(hub: int, minute: int, slack: Array) -> Meeting:
    spare = int(slack[hub]) - COACH_CHANGE_MIN
    return Meeting(hub, minute, before=(spare + 1) // 2, after=spare // 2)


def _slack(problem: Problem, minutes: Array) -> Array:
    """Longest change at each site, in minutes, in which no coach can carry on those whom it has brought; -1: no hub.

    To do so in one outing it stands there twice and takes its turnaround; in two it drives to its depot and back.
    """
    settings = problem.settings
    place = {s.site_id: i for i, s in enumerate(problem.sites)}
    depots = np.array(sorted({place[row.depot_id] for row in problem.fleet}), dtype=np.int64)
    slack = np.full(len(problem.sites), -1, dtype=np.int64)
    for number, site in enumerate(problem.sites):
        if site.kind not in settings.transfer_at or not len(depots):
            continue
        home = 0 if problem.links else int((minutes[number, depots] + minutes[depots, number]).min())
        again = min(int(settings.coach_turnaround_min), home) + 2 * int(site.dwell_min)
        slack[number] = again - 1
    if settings.transfer_max_wait_min is not None:
        slack = np.minimum(slack, int(settings.transfer_max_wait_min))
    return slack


def _candidates(
    problem: Problem, minutes: Array, least: Array, most: float, seekers: Seekers, hubs: Array
) -> tuple[Array, ...]:
    """All journeys over the best hubs of each seeker, at every full hour, or oftener, and as soon as may be.

    The last hour before a midnight may decide on which day who is counted.

    Columns: seeker, minute of leaving and of arriving, hub, minute of the change, money a worker.
    """
    rules = drive_rules(problem.settings)
    found: list[tuple[Array, ...]] = []
    for d in range(len(seekers.heads)):
        a, b = int(seekers.pickup[d]), int(seekers.workplace[d])
        own = hubs[(hubs != a) & (hubs != b)]
        hours = *open_hours(problem.sites[a]), *open_hours(problem.sites[b])
        first, second = minutes[a, own].astype(np.int64), minutes[own, b].astype(np.int64)
        within = np.flatnonzero((first <= most) & (second <= most) & needs_two(least, a, own, b, most))
        if not len(within):
            continue
        total = (first + second)[within]
        near = within[np.argsort(total, kind="stable")[:_HUBS_A_DEMAND]]
        near = near[(first + second)[near] <= _DETOUR * total.min()]
        start, end = int(seekers.ready[d]), int(seekers.due[d])
        every = _FINE_GRID if seekers.limited[d] else _GRID
        full = np.arange(start // every + 1, end // every + 1, dtype=np.int64) * every
        for x in near:
            soonest, _ = drive(rules, start, 0, int(first[x]))
            grid = np.union1d(full, soonest)
            left, took = np.empty(len(grid), dtype=np.int64), np.empty(len(grid), dtype=np.int64)
            window = start, int(seekers.due_from[d]), end
            _journeys(rules, grid, int(first[x]), int(second[x]), *window, *hours, left, took)
            good = np.flatnonzero(took >= 0)
            found.append(
                (
                    np.full(len(good), d),
                    left[good],
                    left[good] + took[good],
                    np.full(len(good), own[x]),
                    grid[good],
                    seekers.per_minute * took[good] + seekers.per_driven * float(first[x] + second[x]),
                )
            )
    if not found:
        nothing = np.zeros(0, dtype=np.int64)
        return *[nothing] * 5, np.zeros(0)
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))


def needs_two(least: Array, pickup: int, hubs: Array, workplace: int, most: float) -> Array:
    """Whether no single run can carry somebody from pickup over each hub to workplace, whatever else it calls at."""
    apart: Array = least[pickup, hubs].astype(np.int64) + least[hubs, workplace] > most
    return apart


@kernel
def _journeys(
    rules: DriveRules,
    grid: Array,
    first: int,
    second: int,
    ready: int,
    due_from: int,
    due: int,
    opens_there: int,
    open_there: int,
    opens_here: int,
    open_here: int,
    left: Array,
    took: Array,
) -> None:
    """Writes when the shortest journey leaves that changes at each minute of ``grid``, and its minutes, -1 for none."""
    for x in range(len(grid)):
        took[x] = -1
        arrival, _ = drive(rules, grid[x] + COACH_CHANGE_MIN, 0, second)
        if arrival > due or arrival < due_from:
            continue
        if open_here > 0 and (arrival - opens_here) % 1440 >= open_here:
            continue
        start = grid[x] - first
        earliest = max(ready, start - _LONGEST_REST)
        while start >= earliest:
            reached, _ = drive(rules, start, 0, first)
            if reached <= grid[x] and (open_there == 0 or (start - opens_there) % 1440 < open_there):
                left[x] = start
                took[x] = arrival - start
                break
            start = start - _STEP if start == earliest else max(earliest, start - _STEP)


def _choose(heads: Array, who: Array, key: Array, cost: Array, keys: int, rounds: int) -> set[int]:
    """The keys of the meetings chosen: each who wants one of the cheapest, then a second one, and so on."""
    least = np.full(len(heads), np.inf)
    np.minimum.at(least, who, cost)
    excess = cost - least[who]
    chosen: set[int] = set()
    for _ in range(rounds):
        best = np.full(len(heads), _WORTH)
        taken = np.zeros(keys, dtype=bool)
        taken[sorted(chosen)] = True
        open_to = ~taken[key]
        while len(chosen) < _MOST:
            spared = heads[who] * np.maximum(best[who] - excess, 0.0) * open_to
            gain = np.bincount(key, weights=spared, minlength=keys)
            top = int(gain.argmax())
            if gain[top] < _LEAST_GAIN:
                break
            chosen.add(top)
            at = key == top
            np.minimum.at(best, who[at], excess[at])
            open_to &= ~at
    return chosen
