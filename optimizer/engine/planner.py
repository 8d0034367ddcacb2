"""The search from an empty plan or a given one to the best found in time: modes, construction, improvement, polish."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from optimizer.engine.aside import NOTHING_ASIDE
from optimizer.engine.clock import Clock
from optimizer.engine.division import DIVIDED_FROM, SAME_WIDTH
from optimizer.engine.export import export
from optimizer.engine.exported import Exported
from optimizer.engine.importing import import_plan
from optimizer.engine.islands import Islands, Kept
from optimizer.engine.journal import copy_state
from optimizer.engine.modechoice import Assignment, choose_modes
from optimizer.engine.moves import open_board
from optimizer.engine.rounds import Rounds
from optimizer.engine.search import Pace, Search
from optimizer.engine.workers import Workers
from optimizer.engine.workshop import Workshop
from optimizer.problem import Problem
from optimizer.result import Options, StopReason

OnPhase = Callable[[float | None, str], None]
OnPlan = Callable[[Exported], None]
ShouldStop = Callable[[], bool]

_MODES_SHARE = 0.12
_POLISH_SHARE = 0.025
_MOST_POLISH_SECONDS = 20.0
_BETWEEN_REPORTS = 0.2
_BETWEEN_PLANS = 2.0
_TRIALS_SHARE = 0.5
_MOST_TRIALS = 64
_LEAST_STEPS, _STEPS_A_DEMAND, _STEPS_A_PAIR, _MOST_FOR_PAIRS = 1_000, 300, 30, 30_000
"""What a cooling takes to its end: for each demand, or for each pair of demands up to a number that is worth it."""
_LOOK_SHARE, _MOST_LOOK_SECONDS = 0.02, 0.3
_TOGETHER, _FROM_ONE = (3 / 4, 1.0), (1 / 4, 1 / 2, 3 / 4, 1.0)
"""Shares of the time at whose end the best plan so far has been heated and cooled again: after trials, or without."""
_MUCH_LEFT = 0.1
"""Where a given plan leaves so many behind, modes are chosen anew for them: one rider never pays for a train."""


class Planner:
    """One solve in this process. ``deadline`` on ``time.time``; with iterations no clock decides anything."""

    def __init__(
        self,
        problem: Problem,
        options: Options,
        *,
        deadline: float,
        on_phase: OnPhase,
        on_plan: OnPlan,
        should_stop: ShouldStop,
        workshop: Workshop | None = None,
    ) -> None:
        self.problem, self.options, self.deadline = problem, options, deadline
        self.workshop = workshop
        self.on_phase, self.on_plan, self.should_stop = on_phase, on_plan, should_stop
        self.started = time.time()
        self._reported = self._sent = 0.0
        self.phase = "reading"
        on_phase(None, self.phase)
        self.aside = NOTHING_ASIDE
        if options.start is None:
            self.board = open_board(problem)
        else:
            self.board, self.aside = import_plan(problem, options.start)
        self.search = Search(self.board, options.seed, on_better=self._better)
        self.stopped = False

    def run(self) -> tuple[Exported, StopReason, int]:
        """Searches until time, iterations or a stop end it. Returns the plan, why it ended and the iterations done."""
        if len(self.board.penalty) == 0:
            return export(self.problem, self.board, self.aside), self._reason(), 0
        if self.options.start is None:
            large = len(self.board.penalty) >= DIVIDED_FROM
            if large:
                self._first_plan()
            self._construct_and_improve([] if large and self._over() else self._modes())
        else:
            self._go_on()
        self._enter("polish")
        self.search.polish(5, 360, self._over)
        self.search.polish(1, 12, self._over)
        self.search.restore_best()
        self.on_phase(self._best(), self.phase)
        return export(self.problem, self.board, self.aside), self._reason(), self.search.iterations

    def _modes(self) -> list[Assignment]:
        self._enter("mode choice")
        return choose_modes(self.board, seconds=self._part(_MODES_SHARE))

    def _first_plan(self) -> None:
        """A plan to show while modes are chosen, which takes the largest problems half a minute and more."""
        self._enter("first plan")
        empty = copy_state(self.board.state)
        self.search.construct([], self._over)
        self._send(force=True)
        self.search.start_over(empty)

    def _go_on(self) -> None:
        """Improves the given plan: first whoever it leaves behind is offered a way, then as ever."""
        end = self._improvement_ends()
        self._enter("start")
        self._send(force=True)
        assigned: list[Assignment] = []
        if self.board.state.left.sum() > _MUCH_LEFT * self.problem.workers():
            assigned = self._modes()
            self._enter("construction")
        self.search.construct(assigned, self._over)
        self._enter("improvement")
        if len(self.board.penalty) >= DIVIDED_FROM:
            self._improve_in_parts(end)
        else:
            clock = Clock(end, self.options.iterations, self._asked_to_stop)
            self._improve_together(self._islands(clock), _FROM_ONE)

    def _improvement_ends(self) -> float:
        return self.deadline - min(self._part(_POLISH_SHARE) or 0.0, _MOST_POLISH_SECONDS)

    def _construct_and_improve(self, assigned: list[Assignment]) -> None:
        """One construction where the problem is large, several where it is small; then improvement."""
        begun, end = time.time(), self._improvement_ends()
        if len(self.board.penalty) >= DIVIDED_FROM:
            self._enter("construction")
            self.search.construct(assigned, self._over)
            self.search.restore_best()
            self._send(force=True)
            self._enter("improvement")
            self._improve_in_parts(end)
        else:
            self._improve_islands(assigned, Clock(end, self.options.iterations, self._asked_to_stop, begun))

    def _improve_islands(self, assigned: list[Assignment], clock: Clock) -> None:
        """Trials from constructions of their own, then the best of them on all islands."""
        islands = self._islands(clock)
        empty = copy_state(self.board.state)
        self._enter("construction")
        first = self._construction(0, assigned, empty)
        self._enter("improvement")
        wanted = self._trials(self._steps_at_hand(islands, clock))
        trials = math.ceil(wanted / islands.width) * islands.width
        until, together = (_TRIALS_SHARE, _TOGETHER) if wanted > 1 else (1.0, ())
        for done in range(0, trials, islands.width):
            if done:
                self._enter("construction")
            numbers = range(done, min(done + islands.width, trials))
            starts = [self._construction(trial, assigned, empty) if trial else first for trial in numbers]
            self._enter("improvement")
            islands.cool(starts, until * (done + len(starts)) / trials)
        self._improve_together(islands, together)

    def _steps_at_hand(self, islands: Islands, clock: Clock) -> float:
        """How many steps of all islands there is time for, by a moment's descent of the plan on the board."""
        if self.options.iterations is not None:
            return self.options.iterations
        begun = time.time()
        until = begun + min(_MOST_LOOK_SECONDS, _LOOK_SHARE * (clock.deadline - begun))
        before = self.search.iterations
        self.search.improve(Pace(lambda _: 1.0, lambda _: time.time() >= until), 0.0)
        done, now = self.search.iterations - before, time.time()
        return done / max(1e-3, now - begun) * max(0.0, clock.deadline - now) * islands.width

    def _trials(self, steps: float) -> int:
        """How many constructions are worth cooling: as many as half of the steps at hand cool to the end."""
        demands = len(self.board.penalty)
        for_pairs = min(_STEPS_A_PAIR * demands**2, _MOST_FOR_PAIRS)
        enough = max(_LEAST_STEPS, _STEPS_A_DEMAND * demands, for_pairs)
        return max(1, min(_MOST_TRIALS, round(_TRIALS_SHARE * steps / enough)))

    def _improve_together(self, islands: Islands, shares: Sequence[float]) -> None:
        """Heats the best plan again and again on all islands; the best of all is on the board then."""
        for until in shares:
            self.search.restore_best()
            islands.cool([copy_state(self.board.state)] * islands.width, until)
        self.search.restore_best()

    def _islands(self, clock: Clock) -> Islands:
        return Islands(self.search, self._workshop(), clock, self._report)

    def _construction(self, trial: int, assigned: list[Assignment], empty: Kept) -> Kept:
        self.search.disorder = float(trial)
        if trial:
            self.search.start_over(empty)
        # A small problem gets its first plan even where the time is up already: it takes a moment only.
        self.search.construct(assigned if trial % 3 < 2 else [], self._over if trial else self._asked_to_stop)
        self._send(force=trial == 0)
        return copy_state(self.board.state)

    def _improve_in_parts(self, deadline: float) -> None:
        clock = Clock(deadline, self.options.iterations, self._asked_to_stop)
        Rounds(self.search, self._workshop(), clock, self._report).run()

    def _workshop(self) -> Workshop:
        return self.workshop or Workers([], self._asked_to_stop, SAME_WIDTH)

    def _part(self, share: float) -> float | None:
        """A share of the time that is left; None where no clock runs."""
        return None if self.options.iterations is not None else share * max(0.0, self.deadline - time.time())

    def _over(self) -> bool:
        self._report()
        return self._asked_to_stop() or (self.options.iterations is None and time.time() >= self.deadline)

    def _asked_to_stop(self) -> bool:
        self.stopped = self.stopped or self.should_stop()
        return self.stopped

    def _reason(self) -> StopReason:
        if self.stopped:
            return "stopped"
        return "time" if self.options.iterations is None else "iterations"

    def _enter(self, phase: str) -> None:
        self.phase = phase
        self.on_phase(self._best(), phase)

    def _best(self) -> float:
        return self.search.best + self.aside.objective

    def _report(self) -> None:
        now = time.time()
        if now - self._reported >= _BETWEEN_REPORTS:
            self._reported = now
            self.on_phase(self._best(), self.phase)

    def _better(self, _objective: float) -> None:
        if self.phase == "improvement":
            self._send(force=False)

    def _send(self, *, force: bool) -> None:
        """Hands out the plan on the board, seldom enough not to slow the search down."""
        now = time.time()
        if force or now - self._sent > max(_BETWEEN_PLANS, 0.1 * (now - self.started)):
            self.on_plan(export(self.problem, self.board, self.aside))
            self._sent = time.time()
