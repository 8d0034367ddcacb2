"""What a publication holds, made from a plan and from what was published before; nothing here is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from api.service.publishing.coaches import Coach, lasting_names
from api.service.publishing.journeys import Itinerary, Ride
from api.service.publishing.matching import Move, Places, first_places, match
from api.service.publishing.numbers import read_numbers, show_numbers
from api.service.publishing.runs import RunCard, run_cards
from optimizer.clock import minute_of, show_minute
from optimizer.problem import Demand, Problem
from scenarios.schedule import Journey, LeftBehind, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyCard:
    """One demand's journeys ready to be stored, see ``JourneySet``."""

    demand_id: str
    employer_id: str
    headcount: int
    served: int
    due_from: str | None
    due: str
    itineraries: list[dict[str, Any]]
    unserved: list[dict[str, Any]]
    changes: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the superseded publication told: places by demand, coaches by name, whether there was one at all.

    ``under_way``: demands of which somebody travels or has arrived. Where a newer plan leaves them out, their journeys
    stay as they are: ``cards`` has them.
    """

    places: Mapping[str, Places] = field(default_factory=dict)
    cards: Mapping[str, JourneyCard] = field(default_factory=dict)
    under_way: Collection[str] = ()
    coaches: Sequence[Coach] = ()
    published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole publication.

    ``replaced``: which run of the one before each run stands for, where it is plain. ``stayed``: the demands whose
    journeys are still those of the one before, on its runs.
    """

    runs: tuple[RunCard, ...]
    stayed: tuple[str, ...]
    journeys: tuple[JourneyCard, ...]
    totals: dict[str, Any]
    changed: dict[str, int]
    replaced: Mapping[str, str]


def content(schedule: Schedule, before: Before, known: Mapping[str, Collection[int]]) -> Content:
    """The publication of a plan. ``known``: by demand the places that named workers have taken."""
    problem = schedule.problem
    names = lasting_names(before.coaches, _coaches(schedule))
    travelling = _itineraries(schedule, names)
    left: dict[str, list[LeftBehind]] = defaultdict(list)
    for case in schedule.unserved:
        left[case.demand_id].append(case)
    cards: list[JourneyCard] = []
    moves: list[Move] = []
    shown = _Shown(schedule)
    for demand in problem.demands:
        own = _moves(demand, travelling.get(demand.demand_id, ()), before, known.get(demand.demand_id, ()))
        moves += own
        cards.append(_card(demand, own, left[demand.demand_id], shown, told=before.published))
    absent = sorted(set(before.places) - set(problem.demand))
    stayed = tuple(demand_id for demand_id in absent if demand_id in before.under_way)
    gone = [
        replace(before.cards[demand_id], changes=[]) if demand_id in stayed else _gone(demand_id, before, shown)
        for demand_id in absent
    ]
    runs = tuple(run_cards(schedule, names))
    return Content(
        runs=runs,
        stayed=stayed,
        journeys=(*cards, *gone),
        totals=_totals(schedule, runs),
        changed=dict(sorted(_changed([*cards, *gone]).items())),
        replaced=_replaced(moves),
    )


def stored_itineraries(rows: Iterable[Mapping[str, Any]], headcount: int) -> Places:
    """The places of a stored demand: every number 1…headcount, None where it stays behind."""
    places: dict[int, Itinerary | None] = dict.fromkeys(range(1, headcount + 1))
    for row in rows:
        numbers = read_numbers(row["places"])
        itinerary = Itinerary(
            itinerary_id=row["itinerary_id"], headcount=len(numbers), rides=tuple(_ride(leg) for leg in row["legs"])
        )
        places |= dict.fromkeys(numbers, itinerary)
    return places


def _ride(leg: Mapping[str, Any]) -> Ride:
    return Ride(
        departs=minute_of(leg["departs"]),
        arrives=minute_of(leg["arrives"]),
        from_id=leg["from_id"],
        to_id=leg["to_id"],
        mode=leg["mode"],
        vehicle=leg["vehicle"],
        run_id=leg["run_id"],
    )


def _coaches(schedule: Schedule) -> list[Coach]:
    fleet = {outing.vehicle_id: (outing.depot_id, outing.type_id) for outing in schedule.outings}
    vehicle = {run.run_id: run.vehicle_id for run in schedule.runs}
    ridden: dict[str, Counter[tuple[str, str, str, int, int]]] = defaultdict(Counter)
    for journey in schedule.journeys:
        for leg in journey.legs:
            coach = vehicle[leg.run_id]
            if coach is not None:
                key = (journey.demand_id, leg.from_id, leg.to_id, leg.departs, leg.arrives)
                ridden[coach][key] += journey.headcount
    return [Coach(name=name, fleet=fleet[name], ridden=ridden[name]) for name in sorted(fleet)]


def _itineraries(schedule: Schedule, names: Mapping[str, str]) -> Mapping[str, list[Itinerary]]:
    vehicle = {
        run.run_id: names[run.vehicle_id] if run.vehicle_id else run.service_id or run.run_id for run in schedule.runs
    }
    found: dict[str, list[Itinerary]] = defaultdict(list)
    for journey in schedule.journeys:
        found[journey.demand_id].append(
            Itinerary(itinerary_id=journey.itinerary_id, headcount=journey.headcount, rides=_rides(journey, vehicle))
        )
    return found


def _rides(journey: Journey, vehicle: Mapping[str, str]) -> tuple[Ride, ...]:
    return tuple(
        Ride(
            departs=leg.departs,
            arrives=leg.arrives,
            from_id=leg.from_id,
            to_id=leg.to_id,
            mode=leg.mode,
            vehicle=vehicle[leg.run_id],
            run_id=leg.run_id,
        )
        for leg in journey.legs
    )


def _moves(
    demand: Demand, itineraries: Sequence[Itinerary], before: Before, known: Collection[int]
) -> tuple[Move, ...]:
    if demand.demand_id in before.places:
        return match(before.places[demand.demand_id], itineraries, demand.headcount, known=known)
    places = first_places(itineraries, demand.headcount)
    return tuple(
        Move(
            place=place, before=None, after=itinerary, changes=("added",) if itinerary is None else ("added", "served")
        )
        for place, itinerary in places.items()
    )


class _Shown:
    """Journeys as objects, with the names of places and services."""

    def __init__(self, schedule: Schedule) -> None:
        self.problem: Problem = schedule.problem
        self._names = {run.run_id: run.name for run in schedule.runs}

    def legs(self, itinerary: Itinerary | None) -> list[dict[str, Any]] | None:
        """The legs; of a journey of the plan before, places that are no longer there by their ids."""
        if itinerary is None:
            return None
        return [
            {
                "leg": number,
                "run_id": ride.run_id,
                "mode": ride.mode,
                "vehicle": ride.vehicle,
                "name": ride.vehicle if ride.mode == "coach" else self._names.get(ride.run_id, ride.vehicle),
                "from_id": ride.from_id,
                "from_site": self._site(ride.from_id),
                "to_id": ride.to_id,
                "to_site": self._site(ride.to_id),
                "departs": show_minute(ride.departs),
                "arrives": show_minute(ride.arrives),
            }
            for number, ride in enumerate(itinerary.rides, start=1)
        ]

    def _site(self, site_id: str) -> str:
        site = self.problem.site.get(site_id)
        return site_id if site is None else site.name


def _card(
    demand: Demand, moves: Sequence[Move], left: Sequence[LeftBehind], shown: _Shown, *, told: bool
) -> JourneyCard:
    places: dict[Itinerary, list[int]] = defaultdict(list)
    for move in moves:
        if move.after is not None:
            places[move.after].append(move.place)
    return JourneyCard(
        demand_id=demand.demand_id,
        employer_id=demand.employer_id,
        headcount=demand.headcount,
        served=sum(map(len, places.values())),
        due_from=None if demand.due_from is None else show_minute(demand.due_from),
        due=show_minute(demand.due),
        itineraries=[
            {
                "itinerary_id": itinerary.itinerary_id,
                "places": show_numbers(numbers),
                "headcount": len(numbers),
                "departs": show_minute(itinerary.departs),
                "arrives": show_minute(itinerary.arrives),
                "legs": shown.legs(itinerary),
            }
            for itinerary, numbers in sorted(places.items(), key=lambda item: item[1])
        ],
        unserved=[{"headcount": case.headcount, "reason": case.reason, "detail": case.detail} for case in left],
        changes=_changes(moves, shown) if told else [],
    )


def _gone(demand_id: str, before: Before, shown: _Shown) -> JourneyCard:
    """A demand that the newer plan's snapshot no longer has."""
    places = before.places[demand_id]
    moves = [Move(place=p, before=places[p], after=None, changes=("removed",)) for p in sorted(places)]
    return JourneyCard(
        demand_id=demand_id,
        employer_id=before.cards[demand_id].employer_id,
        headcount=0,
        served=0,
        due_from=None,
        due="",
        itineraries=[],
        unserved=[],
        changes=_changes(moves, shown),
    )


def _changes(moves: Sequence[Move], shown: _Shown) -> list[dict[str, Any]]:
    def alike(move: Move) -> tuple[Any, ...]:
        ids = (move.before and move.before.itinerary_id, move.after and move.after.itinerary_id)
        return (move.changes, *(text or "" for text in ids))

    found = []
    for _, group in groupby(sorted((m for m in moves if m.changes), key=lambda m: (alike(m), m.place)), key=alike):
        own = list(group)
        found.append(
            {
                "places": show_numbers(move.place for move in own),
                "headcount": len(own),
                "changes": list(own[0].changes),
                "before": shown.legs(own[0].before),
                "after": shown.legs(own[0].after),
            }
        )
    return sorted(found, key=lambda change: read_numbers(change["places"]))


def _changed(cards: Iterable[JourneyCard]) -> Counter[str]:
    """Places by what changed for them; ``places`` counts each that changed at all once."""
    counts: Counter[str] = Counter()
    for change in (change for card in cards for change in card.changes):
        counts["places"] += change["headcount"]
        for kind in change["changes"]:
            counts[kind] += change["headcount"]
    return counts


def _replaced(moves: Iterable[Move]) -> Mapping[str, str]:
    """For each run the one before with the same vehicle that most of its workers rode."""
    shared: Counter[tuple[str, str]] = Counter()
    for old, new in _ridden_pairs(moves):
        if (old.mode, old.vehicle) == (new.mode, new.vehicle):
            shared[new.run_id, old.run_id] += 1
    found: dict[str, str] = {}
    for (new_id, old_id), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if new_id not in found and old_id not in found.values():
            found[new_id] = old_id
    return found


def _ridden_pairs(moves: Iterable[Move]) -> Iterator[tuple[Ride, Ride]]:
    for move in moves:
        if move.before is not None and move.after is not None:
            yield from ((old, new) for old in move.before.rides for new in move.after.rides)


def _totals(schedule: Schedule, runs: Sequence[RunCard]) -> dict[str, Any]:
    money: dict[str, float] = defaultdict(float)
    for run in runs:
        money[run.mode] += run.money
    return {
        "requested": schedule.problem.workers(),
        "served": schedule.served,
        "unserved": schedule.left_behind,
        "runs": dict(sorted(Counter(run.mode for run in runs).items())),
        "money": {mode: round(amount, 2) for mode, amount in sorted(money.items())},
    }
