"""Moves of workers: carry a demand's workers in the cheapest way found, take an itinerary out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from optimizer.clock import DAY_MINUTES
from optimizer.engine.carrying import BROKEN, carry_all, carry_some
from optimizer.engine.choosing import ANY
from optimizer.engine.circulation import cut, join
from optimizer.engine.handles import instance_handle, state_handle
from optimizer.engine.instance import build_instance
from optimizer.engine.journal import begin, empty_state, settle, touch_itinerary
from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.legs import NO_WAYS, WantedWays
from optimizer.engine.probing import probe_options
from optimizer.engine.services import board_service, objective
from optimizer.engine.steps import drop_doomed, duties_hold, rehouse, retime, seed
from optimizer.engine.windows import Windows, demand_windows
from optimizer.problem import Problem

_TIDY_STEP = 30
_TIDY_REACH = 180
_OVERTIME_DRIVERS = 4


class BrokenStepError(Exception):
    """A step that cannot be finished and must be undone."""


@dataclass(slots=True)
class Taste:
    """How a placement is judged: ``price`` per worker by which ways of different size are compared, ``blink`` chance to
    overlook a place, ``gift`` a service whose units cost nothing, ``shut`` a service not to use, ``only`` one option
    (or NO_SERVICE), ``days`` on which the journey is to start and end where a coach does so (-1: any), ``daring`` how
    many times its penalty a worker may cost: company that comes later may make a dear coach pay, ``overtime`` whether
    drivers may drive too long until all are placed: the run that comes later may be on the way home."""

    price: float
    blink: float = 0.0
    gift: int = -1
    shut: int = -1
    only: int = ANY
    days: tuple[int, int] = (-1, -1)
    daring: float = 1.0
    overtime: bool = False


class Board:
    """A problem, or a part of one, and a plan in the making, with the moves that change the plan."""

    def __init__(self, inst: Instance, state: State, windows: Windows) -> None:
        self.inst, self.state, self.windows = inst, state, windows
        self._i, self._s = instance_handle(inst), state_handle(state)
        more = inst.rules.max_drivers + _OVERTIME_DRIVERS
        self._overtime = instance_handle(inst._replace(rules=inst.rules._replace(max_drivers=more)))
        demands, options = self.inst.demands, self.inst.options
        self.first_option: list[int] = demands["first_option"].tolist()
        self.options: list[int] = demands["options"].tolist()
        self.penalty: list[float] = demands["penalty"].tolist()
        self.direct: list[int] = demands["direct"].tolist()
        self.option_service: list[int] = options["service"].tolist()
        self.feeder: list[int] = options["feeder"].tolist()
        self.last_mile: list[int] = options["last_mile"].tolist()

    @property
    def handles(self) -> tuple[Instance, State]:
        """The instance and the state as kernels take them."""
        return self._i, self._s

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
        most = self.penalty[d] * taste.daring
        with self._on_days(tasks, taste.days):
            got = carry_some(*self.handles, d, want, taste.price, taste.blink, taste.gift, taste.shut, taste.only, most)
        if got == BROKEN:
            raise BrokenStepError
        return got

    def place_all(self, turns: Sequence[tuple[int, int]], price: Array, taste: Taste) -> None:
        """Carries all workers left of demands, turn by turn: (demand, option or ANY); ``price`` a worker, by turn.

        Of ``taste`` all but price, only and days counts. Raises BrokenStepError where the step must be undone.
        """
        order, ways = np.array(turns, dtype=np.int64).reshape(len(turns), 2).T.copy()
        most = self.inst.demands["penalty"][order] * taste.daring
        inst = self._overtime if taste.overtime else self._i
        if not carry_all(inst, self._s, order, ways, price, most, taste.blink, taste.gift, taste.shut):
            raise BrokenStepError
        if taste.overtime and not duties_hold(*self.handles):
            raise BrokenStepError

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

    def remove(self, itineraries: Iterable[int]) -> set[int]:
        """Takes itineraries out; their workers are left again. Returns whose they are: numbers of demands.

        Where a run cannot go on without them, everybody else aboard is taken out with them. Raises BrokenStepError
        where the step must be undone.
        """
        rows = self.state.itineraries
        doomed = {int(i) for i in itineraries}
        runs = {int(r) for i in doomed for r in (rows[i]["first_run"], rows[i]["last_run"]) if r >= 0}
        self._drop(doomed, runs)
        demands: set[int] = set()
        for i in sorted(doomed):
            row = rows[i]
            touch_itinerary(self._s, i)
            if row["option"] >= 0:
                board_service(self._i, self._s, int(row["option"]), -int(row["heads"]))
            self.state.left[row["demand"]] += row["heads"]
            row["heads"] = 0
            demands.add(int(row["demand"]))
        return demands

    def _drop(self, doomed: set[int], runs: set[int]) -> None:
        """Takes parcels out of runs, and adds to ``doomed`` whom it takes out with them."""
        rows, flags = self.state.itineraries, self.state.doomed
        slots = len(self.state.free_itineraries)
        flags[list(doomed)] = True
        try:
            while runs:
                r = min(runs)
                runs.discard(r)
                if self.state.runs[r]["outing"] < 0 or drop_doomed(self._i, self._s, r):
                    continue
                run = self.state.runs[r]
                others = {int(i) for i in run["itinerary"][: run["parcels"]]} - doomed
                if not others or max(others) >= slots:
                    raise BrokenStepError
                for i in others:
                    runs |= {int(x) for x in (rows[i]["first_run"], rows[i]["last_run"]) if x >= 0}
                doomed |= others
                flags[list(others)] = True
        finally:
            flags[list(doomed)] = False

    def tidy(self, *, circulating: bool, late: bool) -> None:
        """Rehouses and retimes the outings touched in this step; ``circulating``: joins and cuts them too.

        ``late``: retimes them once more, to make room for runs before theirs.
        """
        state = self.state
        for o in state.journal_outing_ids[: state.journal_counts[1]].tolist():
            if state.outings[o]["runs"] > 0:
                rehouse(self._i, self._s, o)
                retime(self._i, self._s, o, _TIDY_STEP, _TIDY_REACH, False)
                if late:
                    retime(self._i, self._s, o, _TIDY_STEP, _TIDY_REACH, True)
                if circulating:
                    self.circulate(o)

    def circulate(self, o: int) -> float:
        """Joins an outing with another or cuts it in two where that is cheaper; returns the gain."""
        if self.state.outings[o]["runs"] == 0:
            return 0.0
        return cut(self._i, self._s, o) + join(self._i, self._s, o)

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
