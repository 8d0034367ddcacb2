"""Ruin and recreate over whole plans: take some itineraries out, carry their workers again, keep what is better.

Simulated annealing decides what is kept; the ruins follow what belongs together: demands that are near in space and
time, outings that meet, services that may be opened or closed, workers who are still left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.engine.journal import copy_state, restore_state, room_in_journal
from optimizer.engine.layout import EVERY_DAY, MARGIN_DAYS, Array
from optimizer.engine.modechoice import Assignment
from optimizer.engine.moves import NO_SERVICE, Board, BrokenStep, Taste
from optimizer.engine.steps import rehouse, retime, seed

_KM_PER_MINUTE = 0.7
_BLINK = 0.01
_SERVICE_SHARE = 0.08


@dataclass(slots=True)
class Pace:
    """How far a search is: ``share`` runs from 0 to 1, ``over`` tells when to end. Asked once an iteration."""

    share: Callable[[int], float]
    over: Callable[[int], bool]


@dataclass(slots=True)
class Search:
    """A search on one board. ``best`` is the least objective seen, its state kept; ``disorder`` shakes constructions."""

    board: Board
    seed: int
    on_better: Callable[[float], None] | None = None
    disorder: float = 0.0
    rng: np.random.Generator = field(init=False)
    current: float = field(init=False)
    best: float = field(init=False)
    iterations: int = field(init=False, default=0)
    _kept: tuple[Array, ...] = field(init=False)
    _reference: Array = field(init=False)
    _mean: float = field(init=False, default=0.0)
    _leaves: Array = field(init=False)
    _first_day: Array = field(init=False)
    _last_day: Array = field(init=False)
    _spare_days: Array = field(init=False)
    _sharing: dict[int, Array] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        seed(self.seed)
        self._reference = self.board.inst.demands["reference"].astype(np.float64)
        self._leaves, latest = windows(self.board)
        self._first_day, self._last_day = self._leaves // 1440, latest // 1440
        self._spare_days = np.maximum(0, (latest - self._leaves) // 1440)
        self.current = self.best = self.board.objective()
        self._kept = copy_state(self.board.state)

    def construct(self, assigned: Sequence[Assignment], over: Callable[[], bool]) -> None:
        """Carries workers from an empty plan: as assigned, those with few days to choose from first; then the others."""
        for a in sorted(assigned, key=self._construction_order):
            if over():
                break
            taste = Taste(self._price(a.demand), only=a.option, days=(a.leaves_day, a.arrives_day))
            self._carry(a.demand, min(a.heads, int(self.board.state.left[a.demand])), taste)
        self.fill(over)

    def _construction_order(self, a: Assignment) -> tuple[int, int, float, int]:
        worth = self.board.penalty[a.demand] * a.heads * (1 + self.rng.random() * self.disorder)
        return int(a.option == NO_SERVICE), int(self._spare_days[a.demand]), -worth, a.demand

    def fill(self, over: Callable[[], bool]) -> None:
        """Carries whoever is left and worth it: those with few days to choose from first, then the dearest to leave."""
        left = np.flatnonzero(self.board.state.left)
        worth = self.board.inst.demands["penalty"][left] * self.board.inst.demands["headcount"][left]
        for d in left[np.lexsort((left, -worth, self._spare_days[left]))]:
            if over():
                break
            self._carry(int(d), int(self.board.state.left[d]), Taste(self._price(int(d))))
        self._note()

    def _price(self, d: int, factor: float = 1.0) -> float:
        return min(float(self._reference[d]) * factor, self.board.penalty[d])

    def _carry(self, d: int, want: int, taste: Taste) -> None:
        """Carries up to ``want`` workers in as many groups as it takes, each a step of its own."""
        while want > 0:
            self.board.begin()
            try:
                got = self.board.place(d, want, taste, self.rng)
            except BrokenStep:
                got = 0
            self.board.settle(accept=got > 0)
            if got <= 0:
                return
            want -= got

    def _note(self) -> None:
        self.current = self.board.objective()
        if self.current < self.best - 1e-9:
            self.best = self.current
            self._kept = copy_state(self.board.state)
            if self.on_better:
                self.on_better(self.best)

    def start_over(self, empty: tuple[Array, ...]) -> None:
        """Puts an empty plan on the board for another construction; the best plan stays known."""
        restore_state(self.board.state, empty)
        self.current = self.board.objective()

    def restore_best(self) -> None:
        """Puts the best plan back on the board."""
        if self.current > self.best + 1e-9:
            restore_state(self.board.state, self._kept)
            self.current = self.best

    def improve(self, pace: Pace) -> None:
        """Ruins and recreates until ``pace`` is over; the best plan is on the board then."""
        start = self.iterations
        travelling = max(1, len(self.board.travelling()))
        penalties = float(self.board.state.left @ self.board.inst.demands["penalty"])
        self._mean = max(1.0, (self.current - penalties) / travelling)
        stale = False
        while not pace.over(self.iterations - start):
            share = pace.share(self.iterations - start)
            temperature = self._mean * 0.25 * (0.004 ** min(1.0, share))
            self.iterations += 1
            value = self._iterate()
            accept = value < self.current - temperature * math.log(max(1e-12, self.rng.random())) - 1e-12
            if accept and value > self.best - 1e-9 and self.current <= self.best + 1e-9 and stale:
                # The best plan is copied only when the search is about to leave it; this step is given up for that.
                self.board.settle(accept=False)
                self._kept = copy_state(self.board.state)
                stale = False
                continue
            self.board.settle(accept=accept)
            if accept:
                self.current = value
                if value < self.best - 1e-9:
                    self.best, stale = value, True
                    if self.on_better:
                        self.on_better(value)
        if stale and self.current <= self.best + 1e-9:
            self._kept = copy_state(self.board.state)
        self.restore_best()

    def _iterate(self) -> float:
        """One ruin and recreate as an open step; returns the objective, inf where the step is broken."""
        board = self.board
        board.begin()
        gift = shut = first = -1
        try:
            kind = self.rng.random()
            if board.inst.services.shape[0] and kind < _SERVICE_SHARE:
                gift, shut = self._choose_service()
                touched = self._ruin_service(gift if gift >= 0 else shut)
            elif kind < 0.35:
                touched = self._ruin_outings()
            elif kind < 0.55 and board.state.left.any():
                touched = self._ruin_blockers()
                first = touched[0]
            else:
                touched = self._ruin_near(self._pick_demand())
            self._recreate(touched, gift, shut, first)
            board.tidy()
        except BrokenStep:
            return math.inf
        return board.objective()

    def _recreate(self, touched: list[int], gift: int, shut: int, first: int) -> None:
        board = self.board
        factor = float(np.exp(self.rng.normal(0.0, 0.35)))
        order = self._order(np.array(touched, dtype=np.int64))
        if first >= 0 and self.rng.random() < 0.8:
            order = [first, *(d for d in order if d != first)]
        for d in order:
            want = int(board.state.left[d])
            taste = Taste(self._price(d, factor), _BLINK, gift, shut)
            while want > 0:
                got = board.place(d, want, taste, self.rng)
                if got <= 0:
                    break
                want -= got

    def _order(self, touched: Array) -> list[int]:
        demands = self.board.inst.demands
        rule = int(self.rng.integers(5))
        noise = self.rng.random(len(touched))
        if rule == 0:
            key = noise
        elif rule == 1:
            key = -demands["headcount"][touched] * (0.8 + 0.4 * noise)
        elif rule == 2:
            key = -self._reference[touched] * demands["headcount"][touched] * (0.8 + 0.4 * noise)
        elif rule == 3:
            key = -demands["penalty"][touched] * (1 + noise * 0.1)
        else:
            key = self._leaves[touched] + 120 * noise
        return [int(d) for d in touched[np.lexsort((touched, key))]]

    def _pick_demand(self) -> int:
        left = np.flatnonzero(self.board.state.left)
        if len(left) and self.rng.random() < 0.3:
            return int(self.rng.choice(left))
        return int(self.rng.integers(len(self.board.state.left)))

    def _near(self, d: int, count: int) -> Array:
        """Demands near a demand in both sites and time, itself first."""
        inst = self.board.inst
        demands = inst.demands
        pickup, workplace = demands["pickup"], demands["workplace"]
        away = inst.km[pickup[d], pickup] + inst.km[workplace[d], workplace]
        leaves = self._leaves
        gap = np.abs(leaves - leaves[d]) * _KM_PER_MINUTE * self.rng.random()
        score = (away + gap + 1.0) * self.rng.uniform(0.4, 1.6, len(demands))
        score[d] = -1.0
        count = min(count, len(demands))
        chosen = np.argpartition(score, count - 1)[:count]
        ordered: Array = chosen[np.argsort(score[chosen], kind="stable")]
        return ordered

    def _size(self) -> int:
        most = min(14, 2 + len(self.board.state.left) // 6)
        return int(self.rng.integers(1, most + 1))

    def _ruin_near(self, d: int) -> list[int]:
        touched = [int(x) for x in self._near(d, self._size())]
        self._take_out(np.isin(self.board.state.itineraries["demand"], touched))
        return touched

    def _ruin_blockers(self) -> list[int]:
        """A demand with workers left, first in the list, and those who use what it needs: coaches near, limits."""
        state, inst = self.board.state, self.board.inst
        d = int(self.rng.choice(np.flatnonzero(state.left)))
        members = np.zeros(len(state.itineraries), dtype=bool)
        if inst.demands[d]["limited"] and self.rng.random() < 0.5:
            members |= self._rivals(d)
        else:
            ends = inst.demands[d]["pickup"], inst.demands[d]["workplace"]
            active = np.flatnonzero(state.outings["runs"][:-3] > 0)
            depots = inst.rows["depot"][state.outings["row"][active]]
            away = np.minimum(inst.km[depots, ends[0]], inst.km[ends[1], depots]) + 5.0
            order = np.argsort(away * self.rng.exponential(1.0, len(away)), kind="stable")
            for o in active[order[: int(self.rng.integers(1, 4))]]:
                out = state.outings[o]
                for r in out["run"][: out["runs"]]:
                    run = state.runs[r]
                    members[run["itinerary"][: run["parcels"]]] = True
        members |= state.itineraries["demand"] == d
        touched = self._take_out(members)
        return [d, *sorted(touched - {d})]

    def _rivals(self, d: int) -> Array:
        """Some itineraries that fill a limit on a day on which demand d could use it, more of those with spare days."""
        state, inst = self.board.state, self.board.inst
        members = np.zeros(len(state.itineraries), dtype=bool)
        kind = int(self.rng.integers(3))
        limits = inst.limit_of[inst.limit_from[kind, d] : inst.limit_from[kind, d + 1]]
        first, last = self._first_day[d], self._last_day[d]
        tight = [
            (int(limit), day)
            for limit in limits
            for day in range(first, last + 1)
            if inst.limit_day[limit] in (EVERY_DAY, day)
            and inst.limit_value[limit] - state.used[limit, day + MARGIN_DAYS] < max(1, min(5, state.left[d]))
        ]
        if not tight:
            return members
        limit, day = tight[int(self.rng.integers(len(tight)))]
        sharing = self._members_of(limit)
        travelling = np.flatnonzero((state.itineraries["heads"] > 0) & sharing[state.itineraries["demand"]])
        counted = [i for i in travelling.tolist() if self._uses(i, kind, day)]
        if not counted:
            return members
        spare = self._spare_days[state.itineraries["demand"][counted]] + 0.1
        order = np.argsort(self.rng.exponential(1.0, len(counted)) / spare, kind="stable")
        members[np.array(counted)[order[: int(self.rng.integers(1, 6))]]] = True
        return members

    def _uses(self, i: int, kind: int, day: int) -> bool:
        """Whether an itinerary counts on a day: leaving (kind 0), arriving (1) or in quarantine (2)."""
        row = self.board.state.itineraries[i]
        runs, options = self.board.state.runs, self.board.inst.options
        if kind == 0:
            if row["first_run"] < 0:
                return bool(options[row["option"]]["leaves"] // 1440 == day)
            run = runs[row["first_run"]]
            p = int(np.flatnonzero(run["itinerary"][: run["parcels"]] == i)[0])
            return bool(run["depart"][run["board"][p]] // 1440 == day)
        last = row["last_run"] if row["option"] >= 0 else row["first_run"]
        if last < 0:
            arrives = int(options[row["option"]]["reaches"]) // 1440
        else:
            run = runs[last]
            p = int(np.flatnonzero(run["itinerary"][: run["parcels"]] == i)[0])
            arrives = int(run["arrive"][run["alight"][p]]) // 1440
        nights = int(self.board.inst.demands[row["demand"]]["nights"]) if kind == 2 else 1
        return arrives <= day < arrives + nights

    def _members_of(self, limit: int) -> Array:
        """Whether a limit counts each demand, shape (demands,)."""
        if limit not in self._sharing:
            inst = self.board.inst
            found = np.zeros(len(inst.demands), dtype=bool)
            for kind in range(3):
                at = np.flatnonzero(inst.limit_of == limit)
                found[
                    np.searchsorted(inst.limit_from[kind], at, side="right")[
                        (at >= inst.limit_from[kind, 0]) & (at < inst.limit_from[kind, -1])
                    ]
                    - 1
                ] = True
            self._sharing[limit] = found
        return self._sharing[limit]

    def _take_out(self, chosen: Array) -> set[int]:
        itineraries = self.board.state.itineraries
        demands: set[int] = set()
        for i in np.flatnonzero(chosen & (itineraries["heads"] > 0)):
            if not room_in_journal(self.board.handles[1]):
                break
            demands.add(int(itineraries[i]["demand"]))
            self.board.remove(int(i))
        return demands

    def _ruin_outings(self) -> list[int]:
        """Takes everybody out of an outing and of a few that serve demands near its own."""
        state = self.board.state
        travelling = self.board.travelling()
        if not len(travelling):
            return self._ruin_near(self._pick_demand())
        chosen = int(self.rng.choice(travelling))
        near = self._near(int(state.itineraries[chosen]["demand"]), 12)
        runs: set[int] = set()
        wanted = int(self.rng.integers(1, 4))
        candidates = [
            chosen,
            *np.flatnonzero(np.isin(state.itineraries["demand"], near) & (state.itineraries["heads"] > 0)),
        ]
        for i in candidates:
            row = state.itineraries[int(i)]
            mine = [int(r) for r in (row["first_run"], row["last_run"]) if r >= 0]
            if not mine:
                continue
            out = state.outings[int(state.runs[mine[int(self.rng.integers(len(mine)))]]["outing"])]
            for r in out["run"][: out["runs"]]:
                runs.add(int(r))
            wanted -= 1
            if wanted <= 0:
                break
        members = np.zeros(len(state.itineraries), dtype=bool)
        for r in runs:
            run = state.runs[r]
            members[run["itinerary"][: run["parcels"]]] = True
        touched = self._take_out(members)
        touched |= {int(x) for x in near[: int(self.rng.integers(1, 5))] if state.left[x] > 0}
        return sorted(touched)

    def _choose_service(self) -> tuple[int, int]:
        s = int(self.rng.integers(self.board.inst.services.shape[0]))
        if self.board.state.boarded[s] and self.rng.random() < 0.5:
            return -1, s
        return s, -1

    def _ruin_service(self, s: int) -> list[int]:
        """Takes out who rides a service, or who could ride it, up to a few dozen demands."""
        board = self.board
        options = board.inst.options
        state = board.state
        riders: Array = np.unique(
            state.itineraries["demand"][
                (state.itineraries["heads"] > 0)
                & (state.itineraries["option"] >= 0)
                & (options["service"][np.maximum(state.itineraries["option"], 0)] == s)
            ]
        )
        could = np.unique(options["demand"][options["service"] == s])
        waiting = could[state.left[could] > 0]
        extra = self.rng.permutation(could)[: int(self.rng.integers(4, 31))]
        touched = np.unique(np.concatenate([self.rng.permutation(riders)[:60], waiting[:30], extra]))
        self._take_out(np.isin(state.itineraries["demand"], touched))
        return [int(x) for x in touched]

    def polish(self, step: int, reach: int, over: Callable[[], bool]) -> None:
        """Retimes every outing in fine steps and offers it to every fleet row."""
        handles = self.board.handles
        for o in np.flatnonzero(self.board.state.outings["runs"][:-3] > 0):
            if over():
                break
            self.board.begin()
            rehouse(*handles, int(o))
            retime(*handles, int(o), step, reach)
            self.board.settle(accept=True)
        self._note()


def windows(board: Board) -> tuple[Array, Array]:
    """First departure and latest arrival of each demand, in minutes of the horizon, shape (demands,) each."""
    origin, problem = board.problem.first_minute, board.problem
    leaves = np.array([max(0, d.ready - origin) for d in problem.demands], dtype=np.int64)
    latest = np.array([min(d.due, problem.last_minute) - origin for d in problem.demands], dtype=np.int64)
    return leaves, latest
