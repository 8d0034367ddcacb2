"""A given plan as the state of a search, the inverse of ``export``: times as they are, pins and oddities aside.

What the search may change becomes runs, outings and itineraries of its tables. What it may not lies aside: outings that
pins hold, and those with a journey or a run of a form that the tables do not know (coaches that meet elsewhere or later
than they would plan it, several services, more stops than there is room for). Of these only what they use up is in the
tables: coaches are away, seats and limits are taken. Who rides such an outing and then a coach that the search may
change stays aboard that one, whatever becomes of it.
"""

from __future__ import annotations

import numpy as np

from optimizer.clock import DAY_MINUTES
from optimizer.engine.aside import Aside, KeptJourney, KeptLeg, KeptOuting, LegKind
from optimizer.engine.choosing import ANY
from optimizer.engine.entering import enter_outing, enter_run
from optimizer.engine.given import Given, Numbers
from optimizer.engine.journal import SPARE, empty_state, outings_out, settle_slots
from optimizer.engine.layout import EVERY_DAY, MARGIN_DAYS, Record
from optimizer.engine.merging import most_at_once
from optimizer.engine.moves import Board, open_board
from optimizer.engine.services import board_service
from optimizer.plan import Rider
from optimizer.problem import Problem
from optimizer.start import OutingKey, PlanIndex, Start

_DEPART, _ARRIVE, _BEDS = range(3)
_ROOM = 64


def import_plan(problem: Problem, start: Start) -> tuple[Board, Aside]:
    """A board with the plan of ``start`` on it, and what lies aside of it; both together cost no more than the plan.

    The plan must be valid. Of a coach the first arrival and the crew may differ, where that is cheaper; not of a pinned
    one.
    """
    numbers = Numbers(problem, PlanIndex(start.plan))
    empty = open_board(problem, numbers.wanted_ways())
    odd: frozenset[OutingKey] = frozenset()
    while True:
        entry = _Import(problem, Given(problem, start, numbers, empty.inst, odd), empty)
        more = entry.fill()
        if not more:
            return entry.board, entry.aside()
        odd |= more


class _Import:
    """One try; ``fill`` names outings that have to lie aside in the next one."""

    def __init__(self, problem: Problem, given: Given, empty: Board) -> None:
        self.given, self.index, self.numbers = given, given.index, given.numbers
        self.inst = empty.inst
        self._make_room()
        runs = sum(len(self.index.runs_of[key]) for key in given.free)
        most = max(runs, len(given.free), len(given.own)) + _ROOM
        self.state = empty_state(problem, self.inst, least_slots=most, away=len(given.kept), pinned=len(given.halves))
        self.slots = len(self.state.free_itineraries)
        self.board = Board(self.inst, self.state, empty.windows)
        self.slot_of = {name: slot for slot, name in enumerate(given.own)}
        self.slot_of |= {name: slot for slot, name in enumerate(given.halves, start=self.slots)}
        self.run_at: dict[str, int] = {}

    def fill(self) -> frozenset[OutingKey]:
        """Fills the tables; returns outings of which they do not believe that a coach can do them."""
        given = self.given
        odd = frozenset(key for o, key in enumerate(given.free) if not self._enter(o, key))
        if odd:
            return odd
        for name in given.own:
            self._enter_journey(name, given.heads(name))
        for name in given.halves:
            self._enter_journey(name, 0)
        for name in given.whole:
            self._take_seats(name)
        for name in (*given.halves, *given.whole):
            self._count_ends(name)
        for name in given.ways:
            self.state.left[given.demand(name)] -= given.heads(name)
        self._send_away()
        self._keep_crews_where_coaches_are_short()
        settle_slots(self.inst, self.state)
        return odd

    def aside(self) -> Aside:
        """What lies aside of the filled tables."""
        given = self.given
        outings = tuple(self._kept_outing(key) for key in given.kept)
        names = sorted((*given.halves, *given.whole))
        minutes = sum(self._minutes_aside(name) for name in names)
        money = sum(kept.outing.money or 0.0 for kept in outings)
        return Aside(
            outings=outings,
            journeys=tuple(self._kept_journey(name) for name in names),
            service_runs={self.numbers.service(run_id): run_id for run_id in sorted(given.held.services)},
            money=money,
            worker_minutes=minutes,
            objective=money + minutes * self.inst.rules.per_minute,
        )

    def _make_room(self) -> None:
        """Room in the books of each fleet row for as many outings as the plan has, and some more."""
        rows = self.inst.rows
        if not len(rows):
            return
        numbers = [self.given.rows[key[0]] for key in self.index.outings]
        taken = np.bincount(np.array(numbers, dtype=np.int64), minlength=len(rows))
        short = (rows["count"] >= 0) & (rows["slots"] < taken + _ROOM) & (taken > 0)
        rows["slots"] = np.where(short, taken + _ROOM, rows["slots"])
        rows["first_slot"] = np.concatenate([[0], np.cumsum(rows["slots"])[:-1]])

    def _enter(self, o: int, key: OutingKey) -> bool:
        """Enters an outing with its runs. False where the tables do not believe it."""
        run_ids = self.index.runs_of[key]
        out = self.state.outings[o]
        out["row"], out["runs"] = self.given.rows[key[0]], len(run_ids)
        for x, run_id in enumerate(run_ids):
            r = self.run_at[run_id] = len(self.run_at)
            out["run"][x] = r
            self._write_run(self.state.runs[r], run_id, o)
            enter_run(*self.board.handles, r)
        return enter_outing(*self.board.handles, o)

    def _write_run(self, row: Record, run_id: str, o: int) -> None:
        stops, riders, origin = self.index.stops[run_id], self.index.riders[run_id], self.numbers.origin
        row["outing"], row["stops"], row["parcels"] = o, len(stops), len(riders)
        for k, stop in enumerate(stops):
            arrival = stop.departure if stop.arrival is None else stop.arrival
            assert arrival is not None, "a valid plan has this time"
            departure = arrival if stop.departure is None or k + 1 == len(stops) else stop.departure
            row["site"][k] = self.numbers.sites[stop.site_id]
            row["arrive"][k], row["depart"][k] = arrival - origin, departure - origin
        row["arrive"][0] = row["depart"][0] - self.inst.dwell_whole[row["site"][0]]
        in_order = sorted(riders, key=lambda rider: (rider.board_seq, rider.alight_seq, rider.itinerary_id))
        for p, rider in enumerate(in_order):
            row["task"][p] = self.given.task(rider)
            row["heads"][p] = rider.headcount
            row["board"][p], row["alight"][p] = rider.board_seq - 1, rider.alight_seq - 1
            row["itinerary"][p] = self.slot_of[rider.itinerary_id]

    def _enter_journey(self, name: str, heads: int) -> None:
        """Enters a journey; with 0 ``heads``, out of every step's sight, one that lies aside but for a coach."""
        way = self.given.known_way(name)
        if way.option != ANY:
            board_service(*self.board.handles, way.option, self.given.heads(name))
        runs = [-1 if leg is None else self.run_at.get(leg.run_id, -1) for leg in (way.first, way.last)]
        self.state.itineraries[self.slot_of[name]] = (way.demand, heads, way.option, *runs)

    def _take_seats(self, name: str) -> None:
        """Takes the seats on services of a journey that lies aside wholly."""
        heads = self.given.heads(name)
        risk = int(self.inst.demands[self.given.demand(name)]["risk"])
        for leg in self.index.legs[name]:
            if not self.index.is_coach(leg.run_id):
                s = self.numbers.service(leg.run_id)
                first = int(self.inst.services[s]["first_section"])
                self.state.load[first + leg.board_seq - 1 : first + leg.alight_seq - 1, risk] += heads
                self.state.boarded[s] += heads

    def _count_ends(self, name: str) -> None:
        """Counts under the limits those ends of a journey that nothing in the tables counts."""
        legs, demand, heads = self.index.legs[name], self.given.demand(name), self.given.heads(name)
        if self._is_aside(legs[0]):
            self._count(_DEPART, demand, self.numbers.times(legs[0])[0] // DAY_MINUTES, heads)
        if self._is_aside(legs[-1]):
            day = self.numbers.times(legs[-1])[1] // DAY_MINUTES
            self._count(_ARRIVE, demand, day, heads)
            for night in range(int(self.inst.demands[demand]["nights"])):
                self._count(_BEDS, demand, day + night, heads)

    def _is_aside(self, leg: Rider) -> bool:
        """Whether neither a run of the tables nor a way by service in them has a leg."""
        if self.index.is_coach(leg.run_id):
            return not self.given.is_free(leg)
        return leg.itinerary_id not in self.slot_of

    def _count(self, kind: int, demand: int, day: int, heads: int) -> None:
        inst = self.inst
        for limit in inst.limit_of[inst.limit_from[kind, demand] : inst.limit_from[kind, demand + 1]]:
            on_day = inst.limit_day[limit] in (EVERY_DAY, day)
            if on_day and 0 <= day + MARGIN_DAYS < self.state.used.shape[1]:
                self.state.used[limit, day + MARGIN_DAYS] += heads

    def _send_away(self) -> None:
        """The coaches of outings that lie aside are away, and pinned services have the units that they have."""
        for at, key in enumerate(self.given.kept, start=self.slots):
            self.state.outings[at]["row"] = self.given.rows[key[0]]
            self._take_times(at, key)
        for run_id in self.given.held.services:
            service = self.inst.services[self.numbers.service(run_id)]
            service["min_units"] = service["max_units"] = self.index.runs[run_id].units

    def _take_times(self, o: int, key: OutingKey) -> None:
        outing, out = self.index.outings[key], self.state.outings[o]
        out["leaves"], out["returns"] = outing.leaves - self.numbers.origin, outing.returns - self.numbers.origin

    def _keep_crews_where_coaches_are_short(self) -> None:
        """A smaller crew may leave earlier than the plan's; where that takes too many coaches, crews stay as given."""
        state, rows = self.state, self.inst.rows
        out, row_of = outings_out(state), state.outings["row"][:-SPARE]
        for f in np.unique(row_of[out]):
            mine = np.flatnonzero(out & (row_of == f))
            leaves, returns = state.outings["leaves"][mine], state.outings["returns"][mine]
            if 0 <= rows[f]["count"] < most_at_once(leaves, returns):
                for o in mine[mine < self.slots]:
                    self._keep_crew(int(o))

    def _keep_crew(self, o: int) -> None:
        key, out = self.given.free[o], self.state.outings[o]
        outing = self.index.outings[key]
        self._take_times(o, key)
        out["days"], out["drivers"] = outing.days, outing.drivers
        minutes = sum(float(self.state.runs[r]["worker_minutes"]) for r in out["run"][: out["runs"]])
        out["cost"] = (outing.money or 0.0) + minutes * self.inst.rules.per_minute

    def _kept_outing(self, key: OutingKey) -> KeptOuting:
        runs = tuple((self.index.runs[r], self.index.stops[r]) for r in self.index.runs_of[key])
        return KeptOuting(self.index.outings[key], self.given.rows[key[0]], runs)

    def _kept_journey(self, name: str) -> KeptJourney:
        legs = tuple(self._kept_leg(leg) for leg in self.index.legs[name])
        return KeptJourney(name, self.given.demand(name), self.given.heads(name), legs, self.slot_of.get(name, -1))

    def _kept_leg(self, leg: Rider) -> KeptLeg:
        kind, service = LegKind.COACH, -1
        if not self.index.is_coach(leg.run_id):
            kind, service = LegKind.SERVICE, self.numbers.service(leg.run_id)
        elif self.given.is_free(leg):
            first = self.given.known_way(leg.itinerary_id).first
            kind = LegKind.FREE_FIRST if leg == first else LegKind.FREE_LAST
        return KeptLeg(kind, leg.run_id, leg.board_seq, leg.alight_seq, service)

    def _minutes_aside(self, name: str) -> float:
        """Worker-minutes of a journey that lies aside, but for those that a run of the tables counts."""
        legs = self.index.legs[name]
        begins, ends = self.numbers.times(legs[0])[0], self.numbers.times(legs[-1])[1]
        if name in self.slot_of:
            way = self.inst.options[self.given.known_way(name).option]
            begins = int(way["leaves"]) if self.given.is_free(legs[0]) else begins
            ends = int(way["reaches"]) if self.given.is_free(legs[-1]) else ends
        return float(self.given.heads(name) * (ends - begins))
