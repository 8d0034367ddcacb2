"""The tables of a part of a plan, renumbered from 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.engine.journal import SPARE, blank_state, outings_out, settle_slots
from optimizer.engine.layout import MAX_PARCELS, Array, Instance, State
from optimizer.engine.moves import Board
from optimizer.engine.windows import Windows

_DEPOTS_NEAR = 6


@dataclass(frozen=True, slots=True)
class Part:
    """A small problem with its plan, and by which numbers of the whole its own go: index: own, value: the whole's.

    ``pinned`` itineraries have no slot: their numbers follow the slots'. ``left``, ``boarded``, ``load`` and ``used``
    are those of the state before anybody works on it.
    """

    inst: Instance
    state: State
    windows: Windows
    demands: Array
    sites: Array
    tasks: Array
    options: Array
    rows: Array
    limits: Array
    runs: Array
    outings: Array
    itineraries: Array
    pinned: Array
    left: Array
    boarded: Array
    load: Array
    used: Array

    def board(self) -> Board:
        """The part as a board of its own."""
        return Board(self.inst, self.state, self.windows)


class Cut:
    """A part in the making; ``part`` gives it."""

    def __init__(
        self,
        board: Board,
        demands: Array,
        left: Array,
        riding: Array,
        pinned: Array,
        outings: Array,
        services: Array,
    ) -> None:
        self.board, self.inst, self.state = board, board.inst, board.state
        self.demands, self.left, self.outings = demands, left, outings
        self.itineraries, self.pinned = riding, pinned
        own = np.zeros(len(self.state.outings), dtype=bool)
        own[outings] = True
        runs = self.state.runs[:-SPARE]
        self.runs = np.flatnonzero((runs["outing"] >= 0) & own[np.maximum(runs["outing"], 0)])
        member = np.zeros(len(self.inst.demands), dtype=bool)
        member[demands] = True
        self.tasks = np.flatnonzero(member[self.inst.tasks["demand"]])
        options = self.inst.options
        self.options = np.flatnonzero(member[options["demand"]] & services[options["service"]])
        self.rows = self._rows_near()
        self.sites = self._sites()
        self.limits = self._limits()
        self.new_demand = _renumber(demands, len(self.inst.demands))
        self.new_site = _renumber(self.sites, len(self.inst.km))
        self.new_task = _renumber(self.tasks, len(self.inst.tasks))
        self.new_option = _renumber(self.options, len(options))
        self.new_row = _renumber(self.rows, len(self.inst.rows))
        self.new_run = _renumber(self.runs, len(self.state.runs))
        self.new_outing = _renumber(outings, len(self.state.outings))
        self.slots = max(len(self.runs) + self._heads() // 6, len(riding)) + len(demands) + 64
        self.new_itinerary = _renumber(riding, len(self.state.itineraries))
        self.new_itinerary[pinned] = self.slots + np.arange(len(pinned))

    def part(self, limit_share: float) -> Part:
        """The part, with its share of what is free under each limit."""
        away = self._away()
        inst = self._instance()
        state = self._state(inst, away, limit_share)
        windows = self.board.windows
        return Part(
            inst=inst,
            state=state,
            windows=Windows(
                windows.leaves[self.demands],
                windows.first_day[self.demands],
                windows.last_day[self.demands],
                windows.spare_days[self.demands],
            ),
            demands=self.demands,
            sites=self.sites,
            tasks=self.tasks,
            options=self.options,
            rows=self.rows,
            limits=self.limits,
            runs=self.runs,
            outings=self.outings,
            itineraries=self.itineraries,
            pinned=self.pinned,
            left=self.left,
            boarded=state.boarded.copy(),
            load=state.load.copy(),
            used=state.used.copy(),
        )

    def _heads(self) -> int:
        riding = self.state.itineraries["heads"][self.itineraries].sum()
        return int(riding + self.left.sum())

    def _ends(self) -> Array:
        tasks = self.inst.tasks[self.tasks]
        demands = self.inst.demands[self.demands]
        return np.unique(np.concatenate([tasks["origin"], tasks["goal"], demands["pickup"], demands["workplace"]]))

    def _rows_near(self) -> Array:
        """Fleet rows whose depots are among the nearest of a place of the part, or whose coaches it has already."""
        rows = self.inst.rows
        depots = np.unique(rows["depot"])
        wanted = np.zeros(len(self.inst.km), dtype=bool)
        wanted[rows["depot"][self.state.outings["row"][self.outings]]] = True
        if len(depots):
            ends = self._ends()
            away = self.inst.km[np.ix_(ends, depots)] + self.inst.km[np.ix_(depots, ends)].T
            near = np.argsort(away, axis=1, kind="stable")[:, :_DEPOTS_NEAR]
            wanted[depots[near.ravel()]] = True
        return np.flatnonzero(wanted[rows["depot"]])

    def _sites(self) -> Array:
        runs = self.state.runs[self.runs]
        called = runs["site"][np.arange(runs["site"].shape[1]) < runs["stops"][:, None]]
        return np.unique(np.concatenate([self._ends(), self.inst.rows["depot"][self.rows], called]))

    def _limits(self) -> Array:
        return np.unique(
            np.concatenate(
                [np.zeros(0, dtype=np.int64)]
                + [self._limits_of(kind, d) for kind in range(len(self.inst.limit_from)) for d in self.demands]
            )
        )

    def _limits_of(self, kind: int, d: int) -> Array:
        limits: Array = self.inst.limit_of[self.inst.limit_from[kind, d] : self.inst.limit_from[kind, d + 1]]
        return limits

    def _away(self) -> Array:
        """Outings of others by coaches of the part's limited fleet rows."""
        outings = self.state.outings[:-SPARE]
        limited = np.zeros(len(self.inst.rows), dtype=bool)
        limited[self.rows] = self.inst.rows["count"][self.rows] >= 0
        others = outings_out(self.state)
        others[self.outings] = False
        out = np.flatnonzero(others)
        return out[limited[outings["row"][out]]]

    def _instance(self) -> Instance:
        whole, sites = self.inst, self.sites
        limit_from, limit_of = self._limit_lists()
        return whole._replace(
            km=np.ascontiguousarray(whole.km[np.ix_(sites, sites)]),
            minutes=np.ascontiguousarray(whole.minutes[np.ix_(sites, sites)]),
            dwell=whole.dwell[sites],
            dwell_whole=whole.dwell_whole[sites],
            open_from=whole.open_from[sites],
            open_length=whole.open_length[sites],
            city=whole.city[sites],
            province=whole.province[sites],
            demands=self._demand_table(),
            tasks=self._task_table(),
            options=self._option_table(),
            task_seats=whole.task_seats[self.tasks],
            rows=self._row_table(),
            limit_from=limit_from,
            limit_of=limit_of,
            limit_day=whole.limit_day[self.limits],
            limit_value=whole.limit_value[self.limits],
        )

    def _demand_table(self) -> Array:
        table = self.inst.demands[self.demands]
        for end in ("pickup", "workplace"):
            table[end] = self.new_site[table[end]]
        table["direct"] = _or_none(self.new_task, table["direct"])
        numbers = self.new_demand[self.inst.options["demand"][self.options]]
        table["options"] = np.bincount(numbers, minlength=len(table))
        table["first_option"] = np.concatenate([[0], np.cumsum(table["options"])[:-1]])
        return table

    def _task_table(self) -> Array:
        table = self.inst.tasks[self.tasks]
        table["demand"] = self.new_demand[table["demand"]]
        for end in ("origin", "goal"):
            table[end] = self.new_site[table[end]]
        return table

    def _option_table(self) -> Array:
        table = self.inst.options[self.options]
        table["demand"] = self.new_demand[table["demand"]]
        for leg in ("feeder", "last_mile"):
            table[leg] = _or_none(self.new_task, table[leg])
        return table

    def _row_table(self) -> Array:
        table = self.inst.rows[self.rows]
        table["depot"] = self.new_site[table["depot"]]
        table["slots"] = np.minimum(table["slots"], self.state.slots_taken[self.rows] + self.slots)
        table["first_slot"] = np.concatenate([[0], np.cumsum(table["slots"])[:-1]]) if len(table) else 0
        return table

    def _limit_lists(self) -> tuple[Array, Array]:
        new = _renumber(self.limits, len(self.inst.limit_day))
        starts = np.zeros((len(self.inst.limit_from), len(self.demands) + 1), dtype=np.int64)
        numbers: list[Array] = [np.zeros(0, dtype=np.int64)]
        count = 0
        for kind in range(len(starts)):
            for d, whole in enumerate(self.demands):
                starts[kind, d] = count
                numbers.append(new[self._limits_of(kind, whole)])
                count += len(numbers[-1])
            starts[kind, -1] = count
        return starts, np.concatenate(numbers)

    def _state(self, inst: Instance, away: Array, limit_share: float) -> State:
        whole = self.state
        state = blank_state(
            inst,
            self.left.copy(),
            slots=self.slots,
            days=whole.used.shape[1],
            away=len(away),
            pinned=len(self.pinned),
        )
        state.boarded[:], state.load[:] = whole.boarded, whole.load
        room = inst.limit_value[:, None] - whole.used[self.limits]
        state.used[:] = inst.limit_value[:, None] - np.floor(room * limit_share).astype(np.int64)
        state.runs[: len(self.runs)] = self._run_table()
        state.outings[: len(self.outings)] = self._outing_table()
        state.itineraries[: len(self.itineraries)] = self._itinerary_table()
        # Behind the slots no step sees them, and ``runs`` 0 hides them from every list of outings at work; only the
        # books of their fleet rows say that these coaches are away.
        behind = slice(self.slots, self.slots + len(away))
        state.outings[behind] = whole.outings[away]
        state.outings["runs"][behind] = 0
        state.outings["row"][behind] = self.new_row[whole.outings["row"][away]]
        settle_slots(inst, state)
        return state

    def _run_table(self) -> Array:
        table = self.state.runs[self.runs]
        table["outing"] = self.new_outing[table["outing"]]
        called = np.arange(table["site"].shape[1]) < table["stops"][:, None]
        table["site"] = np.where(called, self.new_site[table["site"]], 0)
        aboard = np.arange(MAX_PARCELS) < table["parcels"][:, None]
        table["task"] = np.where(aboard, self.new_task[np.where(aboard, table["task"], 0)], 0)
        table["itinerary"] = np.where(aboard, self.new_itinerary[np.where(aboard, table["itinerary"], 0)], 0)
        return table

    def _outing_table(self) -> Array:
        table = self.state.outings[self.outings]
        table["row"] = self.new_row[table["row"]]
        running = np.arange(table["run"].shape[1]) < table["runs"][:, None]
        table["run"] = np.where(running, self.new_run[np.where(running, table["run"], 0)], 0)
        return table

    def _itinerary_table(self) -> Array:
        table = self.state.itineraries[self.itineraries]
        table["demand"] = self.new_demand[table["demand"]]
        table["option"] = _or_none(self.new_option, table["option"])
        for run in ("first_run", "last_run"):
            table[run] = _or_none(self.new_run, table[run])
        return table


def _renumber(chosen: Array, count: int) -> Array:
    """Place of each of ``count`` numbers among the chosen ones, -1 for the others."""
    new = np.full(count, -1, dtype=np.int64)
    new[chosen] = np.arange(len(chosen))
    return new


def _or_none(new: Array, numbers: Array) -> Array:
    """Numbers renumbered, -1 staying -1."""
    if not len(new):
        return numbers
    return np.where(numbers < 0, -1, new[np.maximum(numbers, 0)])
