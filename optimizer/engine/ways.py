"""All ways between two coach legs: by a service from one stop to another, or by changing from coach to coach."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from optimizer.engine.layout import FOREVER, SERVICE, Array
from optimizer.engine.relays import Meeting
from optimizer.problem import Problem, Service, ServiceStop
from optimizer.rules.changes import COACH_CHANGE_MIN

_ROOM = 1_000_000
_RISKS_APART = 3


@dataclass(frozen=True, slots=True)
class Ways:
    """All (service, board stop, alight stop) of a problem, one entry each; times from the horizon's first midnight.

    A coach that brings workers arrives between ``wait_from`` and ``board_by``, one that takes them on leaves between
    ``ready_at`` and ``wait_to``; ``change_on``, ``change_off``: 1 where workers may change to it, from it. ``relay``: 1
    for a meeting of coaches, which counts as a service behind the problem's own. ``price``: money a worker.
    """

    service: Array
    board: Array
    alight: Array
    board_site: Array
    alight_site: Array
    leaves: Array
    reaches: Array
    board_by: Array
    wait_from: Array
    ready_at: Array
    wait_to: Array
    change_on: Array
    change_off: Array
    relay: Array
    price: Array

    def key(self, way: int) -> tuple[int, int, int]:
        """A way's service, board stop and alight stop."""
        return int(self.service[way]), int(self.board[way]), int(self.alight[way])


_FIELDS = [f.name for f in fields(Ways)]


def all_ways(problem: Problem, services: Array, meetings: list[Meeting]) -> Ways:
    """The ways of a problem. ``services``: its table of services, the meetings' rows behind them."""
    place = {s.site_id: i for i, s in enumerate(problem.sites)}
    rows: list[tuple[float, ...]] = []
    for number, service in enumerate(problem.services):
        rows += _of_service(problem, place, number, service, max(1, int(services[number]["seats"][0])))
    rows += (_of_meeting(number, m) for number, m in enumerate(meetings, start=len(problem.services)))
    columns = np.array(rows, dtype=np.float64).reshape(len(rows), len(_FIELDS)).T
    whole = {name: column.astype(np.int64) for name, column in zip(_FIELDS[:-1], columns, strict=False)}
    return Ways(**whole, price=columns[-1])


def _of_service(
    problem: Problem, place: dict[str, int], number: int, service: Service, seats: int
) -> Iterator[tuple[float, ...]]:
    settings, origin = problem.settings, problem.first_minute
    longest = math.inf if settings.transfer_max_wait_min is None else settings.transfer_max_wait_min
    stops = problem.stops_of[service.service_id]
    price = service.cost_seat + (service.cost_unit + service.cost_fixed / max(1, service.max_units)) / seats
    for i, on in enumerate(stops[:-1]):
        for j in range(i + 1, len(stops)):
            off = stops[j]
            leaves, reaches = _departure(on) - origin, _arrival(off) - origin
            there, here = problem.site[on.site_id], problem.site[off.site_id]
            if leaves < 0 or reaches > problem.last_minute - origin or service.max_units < 1:
                continue
            yield (
                number,
                i,
                j,
                place[on.site_id],
                place[off.site_id],
                leaves,
                reaches,
                math.floor(leaves - there.checkin_min + 1e-6),
                math.ceil(leaves - longest - 1e-6) if math.isfinite(longest) else -FOREVER,
                math.ceil(reaches + here.exit_min - 1e-6),
                math.floor(reaches + longest + 1e-6) if math.isfinite(longest) else FOREVER,
                there.kind in settings.transfer_at,
                here.kind in settings.transfer_at,
                0,
                price,
            )


def _of_meeting(number: int, m: Meeting) -> tuple[float, ...]:
    ready = m.minute + COACH_CHANGE_MIN
    times = m.minute, ready, m.minute, m.minute - m.before, ready, ready + m.after
    return number, 0, 1, m.hub, m.hub, *times, 1, 1, 1, 0.0


def _departure(stop: ServiceStop) -> int:
    return (stop.arrival if stop.departure is None else stop.departure) or 0


def _arrival(stop: ServiceStop) -> int:
    return (stop.departure if stop.arrival is None else stop.arrival) or 0


def meeting_rows(services: Array, meetings: list[Meeting]) -> Array:
    """Meetings as rows of the services' table: they cost nothing and have room for everybody."""
    table = np.zeros(len(meetings), dtype=SERVICE)
    table["first_section"] = int(services["sections"].sum()) + np.arange(len(meetings))
    table["sections"], table["seats"] = 1, _ROOM
    table["min_units"], table["max_units"] = 1, _RISKS_APART
    return table
