"""Moves of workers: carry a demand's workers in the cheapest way found, take an itinerary out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from optimizer.clock import DAY_MINUTES
from optimizer.engine.carrying import BROKEN, carry_some
from optimizer.engine.choosing import ANY
from optimizer.engine.handles import instance_handle, state_handle
from optimizer.engine.instance import build_instance
from optimizer.engine.iteration import Habits, iterate
from optimizer.engine.journal import begin, empty_state, nothing_known, settle
from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.legs import NO_WAYS, WantedWays
from optimizer.engine.probing import probe_options
from optimizer.engine.removing import take_out
from optimizer.engine.services import objective
from optimizer.engine.steps import seed
from optimizer.engine.tidying import polish
from optimizer.engine.windows import Windows, demand_windows
from optimizer.problem import Problem

_OVERTIME_DRIVERS = 4
_ALONE_KNOWN = 4096


class BrokenStepError(Exception):
    """A step that cannot be finished and must be undone."""


@dataclass(slots=True)
class Taste:
    """How a placement is judged: ``price`` per worker by which ways of different size are compared, ``only`` one option
    (or NO_SERVICE), ``days`` on which the journey is to start and end where a coach does so (-1: any)."""

    price: float
    only: int = ANY
    days: tuple[int, int] = (-1, -1)


class Board:
    """A problem, or a part of one, and a plan in the making, with the moves that change the plan."""

    def __init__(self, inst: Instance, state: State, windows: Windows) -> None:
        self.inst, self.state, self.windows = inst, state._replace(alone=nothing_known(_ALONE_KNOWN)), windows
        self._i, self._s = instance_handle(inst), state_handle(self.state)
        more = inst.rules.max_drivers + _OVERTIME_DRIVERS
        self._overtime = instance_handle(inst._replace(rules=inst.rules._replace(max_drivers=more)))
        demands, options = self.inst.demands, self.inst.options
        self.penalty: list[float] = demands["penalty"].tolist()
        self.direct: list[int] = demands["direct"].tolist()
        self.feeder: list[int] = options["feeder"].tolist()
        self.last_mile: list[int] = options["last_mile"].tolist()

    @property
    def handles(self) -> tuple[Instance, State]:
        """The instance and the state as kernels take them."""
        return self._i, self._s

    @property
    def overtime(self) -> Instance:
        """The instance with so many drivers that those there are seem to do overtime."""
        return self._overtime

    def begin(self) -> None:
        """Starts a step."""
        begin(self._s)

    def settle(self, *, accept: bool) -> None:
        """Ends a step: keeps it or takes it back."""
        settle(self._i, self._s, accept)

    def objective(self) -> float:
        """The objective of the plan as it stands."""
        return objective(self._i, self._s)

    def place(self, d: int, want: int, taste: Taste) -> int:
        """Carries up to ``want`` workers of demand d in the cheapest way found; returns how many, 0 where none pays.

        Raises BrokenStepError where the step must be undone.
        """
        tasks = self.direct[d], self.direct[d]
        if taste.only >= 0:
            tasks = self.feeder[taste.only], self.last_mile[taste.only]
        with self._on_days(tasks, taste.days):
            got = carry_some(*self.handles, d, want, taste.price, 0.0, -1, -1, taste.only, self.penalty[d])
        if got == BROKEN:
            raise BrokenStepError
        return got

    @contextmanager
    def _on_days(self, tasks: tuple[int, int], days: tuple[int, int]) -> Iterator[None]:
        """As long as it lasts, the first task leaves and the second arrives on its day (-1: no such task, any day)."""
        if days == (-1, -1):
            yield
            return
        wide = [self.inst.tasks[t].copy() if t >= 0 else None for t in tasks]
        sides = ((days[0], "leave_from", "leave_to"), (days[1], "reach_from", "reach_to"))
        for t, (day, first, last) in zip(tasks, sides, strict=True):
            if t >= 0 and day >= 0:
                task = self.inst.tasks[t]
                task[first] = max(task[first], day * DAY_MINUTES)
                task[last] = min(task[last], day * DAY_MINUTES + DAY_MINUTES - 1)
        try:
            yield
        finally:
            for t, before in zip(tasks, wide, strict=True):
                if before is not None:
                    self.inst.tasks[t] = before

    def iterate(self, habits: Habits) -> float:
        """Begins a step, takes some workers out and carries them anew; returns the objective, inf if it is broken."""
        return iterate(self._i, self._overtime, self._s, self.windows, habits)

    def remove(self, itineraries: Array) -> set[int]:
        """Takes itineraries out; their workers are left again. Returns whose they are: numbers of demands.

        Where a run cannot go on without them, everybody else aboard is taken out with them. Raises BrokenStepError
        where the step must be undone.
        """
        good, demands = take_out(self._i, self._s, itineraries)
        if not good:
            raise BrokenStepError
        return set(demands.tolist())

    def polish(self, o: int, step: int, reach: int) -> None:
        """Rehouses, joins or cuts an outing and retimes it within ``reach`` minutes in steps of ``step``."""
        polish(self._i, self._s, o, step, reach)

    def travelling(self) -> Array:
        """Numbers of all itineraries of the plan."""
        return np.flatnonzero(self.state.itineraries["heads"] > 0)


def open_board(problem: Problem, wanted: WantedWays = NO_WAYS) -> Board:
    """A whole problem with nobody travelling yet. ``wanted``: ways by service that must be known, as in LegBuilder."""
    inst = build_instance(problem, wanted)
    state = empty_state(problem, inst)
    seed(0)  # Prices must not depend on what random numbers this process has drawn before.
    probe_options(inst, instance_handle(inst), state_handle(state))
    return Board(inst, state, demand_windows(problem))
