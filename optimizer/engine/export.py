"""The plan in the making as the contract's tables, in a fixed order and with readable ids."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from optimizer.engine.aside import NOTHING_ASIDE, Aside, KeptJourney, KeptOuting, LegKind
from optimizer.engine.coaches import Away, name_coaches
from optimizer.engine.exported import Exported
from optimizer.engine.journal import SPARE
from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.moves import Board
from optimizer.engine.services import all_units
from optimizer.plan import Outing, Plan, Rider, Run, Stop
from optimizer.problem import Problem
from optimizer.rules.drive import empty_minutes


def export(problem: Problem, board: Board, aside: Aside = NOTHING_ASIDE) -> Exported:
    """The tables of the plan on the board of a whole problem, and of what lies aside of it, which keeps its ids."""
    return _Export(problem, board, aside).tables()


class _Export:
    def __init__(self, problem: Problem, board: Board, aside: Aside) -> None:
        self.board = board
        self.problem = problem
        self.aside = aside
        self.inst: Instance = board.inst
        self.state: State = board.state
        self.origin = problem.first_minute
        self.site_ids = [s.site_id for s in problem.sites]
        self.run_ids: dict[int, str] = {}
        kept = [run.run_id for outing in aside.outings for run, _ in outing.runs]
        self.kept_run_ids = {*kept, *aside.service_runs.values()}
        self.new_run_ids = _unused("R", self.kept_run_ids)

    def tables(self) -> Exported:
        runs: list[Run] = []
        stops: list[Stop] = []
        outings: list[Outing] = []
        count: dict[str, int] = {}
        for vehicle, entry in self._in_order():
            count[vehicle] = count.get(vehicle, 0) + 1
            if isinstance(entry, KeptOuting):
                outings.append(replace(entry.outing, vehicle_id=vehicle, outing=str(count[vehicle])))
                for run, calls in entry.runs:
                    runs.append(replace(run, vehicle_id=vehicle))
                    stops += calls
                continue
            outings.append(self._outing(entry, vehicle, count[vehicle]))
            for r in self._runs_of(entry):
                self.run_ids[r] = next(self.new_run_ids)
                runs.append(self._coach_run(r, vehicle))
                stops += self._coach_stops(r, early=self._early(entry, r))
        units = all_units(*self.board.handles)
        riders, aboard = self._riders()
        for s in np.flatnonzero(units[: len(self.problem.services)]):
            runs.append(self._service_run(int(s), int(units[s])))
            stops += self._service_stops(int(s), aboard)
        plan = Plan(runs=tuple(runs), stops=tuple(stops), outings=tuple(outings), riders=tuple(riders))
        demands = self.problem.demands
        left = {demands[d].demand_id: int(self.state.left[d]) for d in np.flatnonzero(self.state.left)}
        money = sum(o.money or 0.0 for o in outings) + self._service_money(units)
        objective = self.board.objective() + self.aside.objective
        return Exported(plan, left, money, self._worker_hours(), objective)

    def _in_order(self) -> list[tuple[str, int | KeptOuting]]:
        """All outings by coach and time, each with its coach: the number of one of the tables, or one kept aside."""
        active = [int(o) for o in np.flatnonzero(self.state.outings["runs"][:-SPARE] > 0)]
        away = [self._away(o) for o in active]
        for kept in self.aside.outings:
            times = kept.outing.leaves - self.origin, kept.outing.returns - self.origin
            away.append(Away(kept.row, *times, (), kept.outing.vehicle_id))
        names = name_coaches(self.problem, away)
        entries: list[int | KeptOuting] = [*active, *self.aside.outings]
        order = sorted(range(len(away)), key=lambda n: (names[n], away[n].leaves, away[n].returns))
        return [(names[n], entries[n]) for n in order]

    def _away(self, o: int) -> Away:
        out = self.state.outings[o]
        run = self.state.runs[out["run"][0]]
        shape = [int(x) for x in run["site"][: run["stops"]]] + [int(x) for x in run["task"][: run["parcels"]]]
        return Away(int(out["row"]), int(out["leaves"]), int(out["returns"]), tuple(shape))

    def _runs_of(self, o: int) -> list[int]:
        out = self.state.outings[o]
        return [int(r) for r in out["run"][: out["runs"]]]

    def _outing(self, o: int, vehicle: str, number: int) -> Outing:
        out = self.state.outings[o]
        fleet = self.problem.fleet[int(out["row"])]
        waiting = sum(float(self.state.runs[r]["worker_minutes"]) for r in self._runs_of(o))
        return Outing(
            vehicle_id=vehicle,
            outing=str(number),
            type_id=fleet.type_id,
            depot_id=fleet.depot_id,
            leaves=int(out["leaves"]) + self.origin,
            returns=int(out["returns"]) + self.origin,
            days=int(out["days"]),
            km_loaded=sum(float(self.state.runs[r]["km"]) for r in self._runs_of(o)),
            km_empty=float(out["km_empty"]),
            drivers=int(out["drivers"]),
            money=float(out["cost"]) - waiting * self.inst.rules.per_minute,
        )

    def _coach_run(self, r: int, vehicle: str) -> Run:
        run = self.state.runs[r]
        return Run(
            run_id=self.run_ids[r],
            mode="coach",
            vehicle_id=vehicle,
            drivers=int(np.ceil(run["minutes"] / self.inst.rules.driver_min - 1e-9)),
            km=float(run["km"]),
            driving_min=float(run["minutes"]),
        )

    def _early(self, o: int, r: int) -> int:
        """Minutes that the coach of an outing's first run is at its first stop before it needs to be."""
        out = self.state.outings[o]
        if int(out["run"][0]) != r:
            return 0
        run = self.state.runs[r]
        road = int(self.inst.minutes[self.inst.rows[int(out["row"])]["depot"], run["site"][0]])
        return int(run["arrive"][0]) - empty_minutes(self.inst.drive, road) - int(out["leaves"])

    def _coach_stops(self, r: int, *, early: int) -> Iterator[Stop]:
        run = self.state.runs[r]
        board, alight = _counts(run)
        for k in range(int(run["stops"])):
            last = k + 1 == int(run["stops"])
            yield Stop(
                run_id=self.run_ids[r],
                seq=k + 1,
                site_id=self.site_ids[int(run["site"][k])],
                arrival=int(run["arrive"][k]) - (early if k == 0 else 0) + self.origin,
                departure=None if last else int(run["depart"][k]) + self.origin,
                board=board[k],
                alight=alight[k],
            )

    def _riders(self) -> tuple[list[Rider], dict[int, list[tuple[int, int, int]]]]:
        """Rider rows, and for each service the (board, alight, heads) of those aboard, stops from 0."""
        riders: list[Rider] = []
        aboard: dict[int, list[tuple[int, int, int]]] = {}
        parts = sorted((self._legs(int(i), aboard) for i in self.board.travelling()), key=lambda part: part[:3])
        names = _unused("I", {journey.itinerary_id for journey in self.aside.journeys})
        named = [(journey.itinerary_id, *self._kept_legs(journey, aboard)) for journey in self.aside.journeys]
        named += [(next(names), *part) for part in parts]
        for itinerary_id, demand, heads, legs in named:
            for leg, (run_id, board_seq, alight_seq) in enumerate(legs, 1):
                riders.append(
                    Rider(
                        itinerary_id=itinerary_id,
                        leg=leg,
                        run_id=run_id,
                        board_seq=board_seq,
                        alight_seq=alight_seq,
                        demand_id=demand,
                        headcount=heads,
                    )
                )
        return riders, aboard

    def _kept_legs(
        self, journey: KeptJourney, aboard: dict[int, list[tuple[int, int, int]]]
    ) -> tuple[str, int, list[tuple[str, int, int]]]:
        legs: list[tuple[str, int, int]] = []
        for leg in journey.legs:
            if leg.kind is LegKind.COACH:
                legs.append((leg.run_id, leg.board, leg.alight))
            elif leg.kind is LegKind.SERVICE:
                aboard.setdefault(leg.service, []).append((leg.board - 1, leg.alight - 1, journey.heads))
                legs.append((self._service_run_id(leg.service), leg.board, leg.alight))
            else:
                side = "first_run" if leg.kind is LegKind.FREE_FIRST else "last_run"
                legs.append(self._coach_leg(int(self.state.itineraries[journey.slot][side]), journey.slot))
        return self.problem.demands[journey.demand].demand_id, journey.heads, legs

    def _legs(
        self, i: int, aboard: dict[int, list[tuple[int, int, int]]]
    ) -> tuple[str, int, list[tuple[str, int, int]]]:
        row = self.state.itineraries[i]
        legs: list[tuple[str, int, int]] = []
        if row["first_run"] >= 0:
            legs.append(self._coach_leg(int(row["first_run"]), i))
        if row["option"] >= 0:
            way = self.inst.options[int(row["option"])]
            s, board, alight = int(way["service"]), int(way["board"]), int(way["alight"])
            if s < len(self.problem.services):
                aboard.setdefault(s, []).append((board, alight, int(row["heads"])))
                legs.append((self._service_run_id(s), board + 1, alight + 1))
            if row["last_run"] >= 0:
                legs.append(self._coach_leg(int(row["last_run"]), i))
        return self.problem.demands[int(row["demand"])].demand_id, int(row["heads"]), legs

    def _coach_leg(self, r: int, i: int) -> tuple[str, int, int]:
        run = self.state.runs[r]
        p = int(np.flatnonzero(run["itinerary"][: run["parcels"]] == i)[0])
        return self.run_ids[r], int(run["board"][p]) + 1, int(run["alight"][p]) + 1

    def _service_run_id(self, s: int) -> str:
        """The id that a service's run kept, else one of its own that no kept run has."""
        known = self.aside.service_runs.get(s)
        if known is not None:
            return known
        name = f"S-{self.problem.services[s].service_id}"
        while name in self.kept_run_ids:
            name += "+"
        return name

    def _service_run(self, s: int, units: int) -> Run:
        service = self.problem.services[s]
        return Run(run_id=self._service_run_id(s), mode=service.mode, service_id=service.service_id, units=units)

    def _service_stops(self, s: int, aboard: dict[int, list[tuple[int, int, int]]]) -> Iterator[Stop]:
        service_id = self.problem.services[s].service_id
        for k, call in enumerate(self.problem.stops_of[service_id]):
            yield Stop(
                run_id=self._service_run_id(s),
                seq=k + 1,
                site_id=call.site_id,
                arrival=call.arrival if call.arrival is not None else call.departure,
                departure=call.departure if call.departure is not None else call.arrival,
                board=sum(heads for board, _, heads in aboard.get(s, ()) if board == k),
                alight=sum(heads for _, alight, heads in aboard.get(s, ()) if alight == k),
            )

    def _service_money(self, units: Array) -> float:
        boarded = self.state.boarded
        return sum(
            float(row["cost_fixed"] + units[s] * row["cost_unit"] + boarded[s] * row["cost_seat"])
            for s, row in enumerate(self.inst.services)
            if boarded[s] > 0
        )

    def _worker_hours(self) -> float:
        minutes = self.aside.worker_minutes
        for o in np.flatnonzero(self.state.outings["runs"][:-SPARE] > 0):
            minutes += sum(float(self.state.runs[r]["worker_minutes"]) for r in self._runs_of(int(o)))
        for i in self.board.travelling():
            row = self.state.itineraries[int(i)]
            if row["option"] >= 0:
                way = self.inst.options[int(row["option"])]
                minutes += float(row["heads"] * (way["reaches"] - way["leaves"]))
        return minutes / 60


def _unused(letter: str, used: set[str]) -> Iterator[str]:
    """Ids of a letter and a number, 1, 2 …, without those that are used already."""
    return (name for number in itertools.count(1) if (name := f"{letter}{number:05d}") not in used)


def _counts(run: Array) -> tuple[list[int], list[int]]:
    board, alight = [0] * int(run["stops"]), [0] * int(run["stops"])
    for p in range(int(run["parcels"])):
        board[int(run["board"][p])] += int(run["heads"][p])
        alight[int(run["alight"][p])] += int(run["heads"][p])
    return board, alight
