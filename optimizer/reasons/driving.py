"""Whether one coach, or a coach, one service and a coach, can make it under the real driving rules.

Every start minute is tried, for leaving later can mean arriving earlier. This is a check of the plainest journeys only,
not a relaxation: where it fails a relay might still do, so nothing is proven by it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimizer.bound.journeys import Frame
from optimizer.kernel import kernel
from optimizer.problem import Problem, Site
from optimizer.rules.drive import DriveRules, drive, drive_rules

Wholes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PLENTY_MIN = 720
"""Minutes to spare beyond the relaxed arrival from which the real rules are not tried."""


def plain_journey_exists(problem: Problem, frame: Frame, rows: Wholes, earliest: Floats) -> Flags:
    """Per row whether a plain journey arrives in time; those with plenty of time to spare are taken to have one."""
    rules = drive_rules(problem.settings)
    wait = problem.settings.transfer_max_wait_min
    longest_wait = 1 << 20 if wait is None else int(wait)
    fine = np.ones(len(rows), dtype=np.bool_)
    for k, d in enumerate(rows):
        if frame.demands.arrive[d] - earliest[d] >= PLENTY_MIN:
            continue
        fine[k] = _direct(problem, frame, rules, int(d)) or _by_service(problem, frame, rules, int(d), longest_wait)
    return fine


def _hours(site: Site) -> tuple[int, int]:
    if site.opens is None or site.closes is None or site.opens == site.closes:
        return 0, 1440
    return site.opens, (site.closes - site.opens) % 1440


def _direct(problem: Problem, frame: Frame, rules: DriveRules, d: int) -> bool:
    demands = frame.demands
    a, b = int(demands.pickup[d]), int(demands.workplace[d])
    if not np.isfinite(frame.minutes.direct[d]):
        return False
    longest = min(frame.longest, frame.rules.most_ride)
    return bool(
        can_ride(
            rules, int(frame.roads.minutes[a, b]), int(demands.leave[d]), int(demands.arrive[d]),
            int(demands.arrive_from[d]), int(demands.arrive[d]), *_hours(problem.sites[a]), *_hours(problem.sites[b]),
            float(longest),
        )
    )  # fmt: skip


def _by_service(problem: Problem, frame: Frame, rules: DriveRules, d: int, longest_wait: int) -> bool:
    """One service, with a coach before unless the pickup is its stop, and a coach after unless the workplace is one."""
    demands, t, network, roads = frame.demands, frame.timetable, frame.network, frame.roads
    a, b = int(demands.pickup[d]), int(demands.workplace[d])
    o, w = network.origin[d], network.end[d]
    start, end = _hours(problem.sites[a]), _hours(problem.sites[b])
    leave, arrive, arrive_from = int(demands.leave[d]), int(demands.arrive[d]), int(demands.arrive_from[d])
    for s in range(len(t.service)):
        stops = range(int(t.first[s]), int(t.first[s + 1]))
        ends = []
        for j in stops[1:]:
            halt = t.site[j]
            free = int(np.ceil(t.arrival[j] + t.exit[halt] - 1e-6))
            if frame.same_end[halt, w]:
                good = arrive_from <= t.arrival[j] <= arrive and (t.arrival[j] - end[0]) % 1440 < end[1]
            else:
                good = np.isfinite(frame.minutes.last[halt, w]) and can_ride(
                    rules, int(roads.minutes[t.halts[halt], b]), free, int(t.arrival[j]) + longest_wait,
                    arrive_from, arrive, 0, 1440, *end, np.inf,
                )  # fmt: skip
            if good:
                ends.append(j)
        for i in stops[:-1]:
            if not ends or ends[-1] <= i:
                continue
            halt = t.site[i]
            by = int(np.floor(t.departure[i] - t.checkin[halt] + 1e-6))
            if frame.same_start[o, halt]:
                good = t.departure[i] >= leave and demands.ready[d] <= by
                good = good and (t.departure[i] - start[0]) % 1440 < start[1]
            else:
                good = np.isfinite(frame.minutes.feed[o, halt]) and can_ride(
                    rules, int(roads.minutes[a, t.halts[halt]]), leave, by, int(t.departure[i]) - longest_wait, by,
                    *start, 0, 1440, np.inf,
                )  # fmt: skip
            if good:
                return True
    return False


@kernel
def can_ride(
    rules: DriveRules,
    minutes: int,
    first_start: int,
    last_start: int,
    arrive_from: int,
    arrive: int,
    opens: int,
    open_for: int,
    end_opens: int,
    end_open_for: int,
    longest: float,
) -> bool:
    """Whether some start minute of one leg, at an open minute, arrives within the window at an open minute."""
    for start in range(min(last_start, arrive - minutes), first_start - 1, -1):
        if (start - opens) % 1440 >= open_for:
            continue
        there = drive(rules, start, 0, minutes)[0]
        if arrive_from <= there <= arrive and there - start <= longest and (there - end_opens) % 1440 < end_open_for:
            return True
    return False
