"""The plan in the making as the contract's tables, in a fixed order and with readable ids."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np

from optimizer.engine.exported import Exported
from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.moves import Board
from optimizer.engine.services import all_units
from optimizer.plan import Outing, Plan, Rider, Run, Stop
from optimizer.problem import Problem
from optimizer.rules.drive import empty_minutes


def export(problem: Problem, board: Board) -> Exported:
    """The tables of the plan on the board of a whole problem."""
    return _Export(problem, board).tables()


class _Export:
    def __init__(self, problem: Problem, board: Board) -> None:
        self.board = board
        self.problem = problem
        self.inst: Instance = board.inst
        self.state: State = board.state
        self.origin = problem.first_minute
        self.site_ids = [s.site_id for s in problem.sites]
        self.run_ids: dict[int, str] = {}
        self.run_places: dict[tuple[int, int], tuple[int, int]] = {}

    def tables(self) -> Exported:
        vehicles = self._vehicles()
        order = sorted(vehicles, key=lambda o: (vehicles[o], int(self.state.outings[o]["leaves"])))
        runs: list[Run] = []
        stops: list[Stop] = []
        outings: list[Outing] = []
        count: dict[str, int] = {}
        for o in order:
            vehicle = vehicles[o]
            count[vehicle] = count.get(vehicle, 0) + 1
            outings.append(self._outing(o, vehicle, count[vehicle]))
            for r in self._runs_of(o):
                self.run_ids[r] = f"R{len(self.run_ids) + 1:05d}"
                runs.append(self._coach_run(r, vehicle))
                stops += self._coach_stops(r, early=self._early(o, r))
        units = all_units(*self.board.handles)
        riders, aboard = self._riders()
        for s in np.flatnonzero(units[: len(self.problem.services)]):
            runs.append(self._service_run(int(s), int(units[s])))
            stops += self._service_stops(int(s), aboard)
        plan = Plan(runs=tuple(runs), stops=tuple(stops), outings=tuple(outings), riders=tuple(riders))
        demands = self.problem.demands
        left = {demands[d].demand_id: int(self.state.left[d]) for d in np.flatnonzero(self.state.left)}
        money = sum(o.money or 0.0 for o in outings) + self._service_money(units)
        return Exported(plan, left, money, self._worker_hours(), self.board.objective())

    def _vehicles(self) -> dict[int, str]:
        """A coach for each outing: per fleet row the fewest coaches, each taking the next outing when it is back."""
        active = [int(o) for o in np.flatnonzero(self.state.outings["runs"][:-3] > 0)]
        rows: dict[int, list[int]] = {}
        for o in active:
            rows.setdefault(int(self.state.outings[o]["row"]), []).append(o)
        names: dict[int, str] = {}
        used: dict[tuple[str, str], int] = {}
        for row in sorted(rows):
            fleet = self.problem.fleet[row]
            home = fleet.depot_id, fleet.type_id
            back: list[tuple[int, str]] = []
            for o in sorted(rows[row], key=self._outing_order):
                out = self.state.outings[o]
                if back and back[0][0] <= out["leaves"]:
                    _, name = heapq.heappop(back)
                else:
                    used[home] = used.get(home, 0) + 1
                    name = f"{fleet.depot_id}/{fleet.type_id}/{used[home]}"
                names[o] = name
                heapq.heappush(back, (int(out["returns"]), name))
        return names

    def _outing_order(self, o: int) -> tuple[int, ...]:
        out = self.state.outings[o]
        run = self.state.runs[out["run"][0]]
        shape = [int(x) for x in run["site"][: run["stops"]]] + [int(x) for x in run["task"][: run["parcels"]]]
        return int(out["leaves"]), int(out["returns"]), *shape

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
        for number, (demand, heads, legs) in enumerate(parts, 1):
            for leg, (run_id, board_seq, alight_seq) in enumerate(legs, 1):
                riders.append(
                    Rider(
                        itinerary_id=f"I{number:05d}",
                        leg=leg,
                        run_id=run_id,
                        board_seq=board_seq,
                        alight_seq=alight_seq,
                        demand_id=demand,
                        headcount=heads,
                    )
                )
        return riders, aboard

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
                legs.append((_service_run_id(self.problem.services[s].service_id), board + 1, alight + 1))
            if row["last_run"] >= 0:
                legs.append(self._coach_leg(int(row["last_run"]), i))
        return self.problem.demands[int(row["demand"])].demand_id, int(row["heads"]), legs

    def _coach_leg(self, r: int, i: int) -> tuple[str, int, int]:
        run = self.state.runs[r]
        p = int(np.flatnonzero(run["itinerary"][: run["parcels"]] == i)[0])
        return self.run_ids[r], int(run["board"][p]) + 1, int(run["alight"][p]) + 1

    def _service_run(self, s: int, units: int) -> Run:
        service = self.problem.services[s]
        return Run(
            run_id=_service_run_id(service.service_id), mode=service.mode, service_id=service.service_id, units=units
        )

    def _service_stops(self, s: int, aboard: dict[int, list[tuple[int, int, int]]]) -> Iterator[Stop]:
        service_id = self.problem.services[s].service_id
        for k, call in enumerate(self.problem.stops_of[service_id]):
            yield Stop(
                run_id=_service_run_id(service_id),
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
        minutes = 0.0
        for o in np.flatnonzero(self.state.outings["runs"][:-3] > 0):
            minutes += sum(float(self.state.runs[r]["worker_minutes"]) for r in self._runs_of(int(o)))
        for i in self.board.travelling():
            row = self.state.itineraries[int(i)]
            if row["option"] >= 0:
                way = self.inst.options[int(row["option"])]
                minutes += float(row["heads"] * (way["reaches"] - way["leaves"]))
        return minutes / 60


def _service_run_id(service_id: str) -> str:
    return f"S-{service_id}"


def _counts(run: Array) -> tuple[list[int], list[int]]:
    board, alight = [0] * int(run["stops"]), [0] * int(run["stops"])
    for p in range(int(run["parcels"])):
        board[int(run["board"][p])] += int(run["heads"][p])
        alight[int(run["alight"][p])] += int(run["heads"][p])
    return board, alight
