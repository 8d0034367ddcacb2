"""Twelve small pieces of work that peers can do: coaches alone, one day (eight) or one night and two days (four).

The rule, the same for all. From a source scenario (our generator's, or a public one) come the demands of low risk whose
road between pickup and workplace has the kilometres of the slice; of these, in the order of their ids, every k-th:

- *direct*: from pickup to workplace.
- *feeder*: from pickup to one station; everybody is there at one train's check-in.
- *last mile*: from one station to the workplaces, from one train's arrival on.
- *mixed*: a third of each, over the same station, with the same coaches.

The station is the one that most services of the source call at, among those with enough demands around. Dates are set
to one day, ready times keep their clock; a due time is in the evening (short) or on the evening after (night). The
three depots that are nearest to the stops keep the source's three commonest types of coach, together about twice the
seats that a single wave would need. Left out: health desks, beds, services, risk, the coaches' home city. Night,
curfew and breaks stay in the night slices; in the short ones nobody is on the road at night, and no drive reaches the
break. coach.max_pickups and coach.max_dropoffs stay 4 where one end is a single site (a peer can count such stops by
a second load) and are 12 where it is not (no peer can count the stops of several workers at one site).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from benchmarks.sources import Source
from optimizer.check.places import Places
from optimizer.clock import DAY_MINUTES, Minute, day_of
from optimizer.problem import Demand, FleetRow, Problem, Site, Tables

Kind = Literal["direct", "feeder", "last-mile", "mixed"]
_DAY = day_of("2020-03-10")
_EVENING, _CHECKIN, _TRAIN = 20 * 60, 17 * 60, 9 * 60 + 30
_NIGHT_TRAIN, _MORNING_CHECKIN = 18 * 60 + 30, 9 * 60
_SHORT_KM, _NIGHT_KM = (8.0, 150.0), (120.0, 480.0)
_DEPOTS, _TYPES = 3, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One slice: what it takes from where. ``night``: long roads, breaks, night and curfew in play."""

    name: str
    kind: Kind
    source: Source
    demands: int
    night: bool = False


SLICES: tuple[Slice, ...] = (
    Slice(name="direct-1", kind="direct", source=Source("campaign", 12000, 11, "山东省"), demands=60),
    Slice(name="direct-2", kind="direct", source=Source("campaign", 20000, 12, "浙江省"), demands=100),
    Slice(name="direct-3", kind="direct", source=Source("campaign-L-shandong"), demands=80),
    Slice(name="feeder-1", kind="feeder", source=Source("trunk", 6000, 13, "山东省"), demands=60),
    Slice(name="feeder-2", kind="feeder", source=Source("campaign", 30000, 14, "江苏省"), demands=100),
    Slice(name="last-mile-1", kind="last-mile", source=Source("campaign", 6000, 15, "广东省"), demands=60),
    Slice(name="last-mile-2", kind="last-mile", source=Source("campaign-M-shandong"), demands=100),
    Slice(name="mixed-1", kind="mixed", source=Source("campaign", 6000, 16, "山东省"), demands=90),
    Slice(name="direct-night", kind="direct", source=Source("campaign-L-shandong"), demands=60, night=True),
    Slice(name="feeder-night", kind="feeder", source=Source("campaign", 12000, 17, "河南省"), demands=60, night=True),
    Slice(name="last-mile-night", kind="last-mile", source=Source("campaign-L-shandong"), demands=60, night=True),
    Slice(name="mixed-night", kind="mixed", source=Source("campaign", 12000, 18, "四川省"), demands=60, night=True),
)


def build(piece: Slice, instances: Path | None) -> Problem:
    """The slice as a scenario of its own. Raises SourceMissingError where its public source is not there."""
    return cut_out(piece, piece.source.problem(instances))


def cut_out(piece: Slice, source: Problem) -> Problem:
    """The slice out of a source that is at hand. Raises ValueError where no demand fits."""
    places = Places(source)
    low = [d for d in source.demands if places.risk(source.site[d.pickup_id]) == 0]
    demands = _of_kind(piece, source, places, low)
    if not demands:
        raise ValueError(f"slice {piece.name}: no demand of the source fits")
    demands = [replace(d, demand_id=f"N{n:05d}", quarantine_nights=0) for n, d in enumerate(demands, start=1)]
    used = {d.pickup_id for d in demands} | {d.workplace_id for d in demands}
    fleet = _fleet(source, places, demands, [source.site[s] for s in sorted(used)])
    used |= {row.depot_id for row in fleet}
    sites = [s for s in source.sites if s.site_id in used]
    regions, employers = {s.region_id for s in sites}, {d.employer_id for d in demands}
    single = piece.kind in ("feeder", "last-mile")
    settings = replace(
        source.settings,
        name=f"slice-{piece.name}",
        first_day=_DAY - 1,
        last_day=_DAY + 2,
        driving_night=source.settings.driving_night if piece.night else None,
        driving_curfew=source.settings.driving_curfew if piece.night else None,
        coach_max_pickups=4.0 if single else 12.0,
        coach_max_dropoffs=4.0 if single else 12.0,
        coach_home_end=False,
        coach_max_ride_min=None,
        journey_max_min=None,
        mixing_risk=True,
    )
    return Problem.build(
        Tables(
            settings=settings,
            regions=[r for r in source.regions if r.region_id in regions],
            sites=sites,
            employers=[e for e in source.employers if e.employer_id in employers],
            demands=demands,
            vehicle_types=source.vehicle_types,
            fleet=fleet,
        )
    )


def _of_kind(piece: Slice, source: Problem, places: Places, low: Sequence[Demand]) -> list[Demand]:
    site = source.site
    least, most = _NIGHT_KM if piece.night else _SHORT_KM

    def fits(a: str, b: str) -> bool:
        return least <= places.road(site[a], site[b])[0] <= most

    if piece.kind == "direct":
        return _some(low, piece.demands, lambda d: fits(d.pickup_id, d.workplace_id), _direct(piece))
    station = _station(piece, source, low, fits)
    feeders = _some(low, piece.demands, lambda d: fits(d.pickup_id, station), _feeder(piece, station))
    last = _some(low, piece.demands, lambda d: fits(station, d.workplace_id), _last_mile(piece, station))
    if piece.kind == "feeder":
        return feeders
    if piece.kind == "last-mile":
        return last
    third = piece.demands // 3
    direct = _some(low, third, lambda d: fits(d.pickup_id, d.workplace_id), _direct(piece))
    return [*direct, *feeders[:third], *last[-third:]]


def _some(
    low: Iterable[Demand], count: int, fits: Callable[[Demand], bool], turned: Callable[[Demand], Demand]
) -> list[Demand]:
    fitting = [d for d in low if fits(d)]
    taken = min(count, len(fitting))
    return [turned(fitting[i * len(fitting) // taken]) for i in range(taken)]


def _direct(piece: Slice) -> Callable[[Demand], Demand]:
    def turned(demand: Demand) -> Demand:
        noon = None if demand.due_from is None else _at(12 * 60) + piece.night * DAY_MINUTES
        return replace(demand, ready=_at(demand.ready % DAY_MINUTES), due_from=noon, due=_evening(piece))

    return turned


def _feeder(piece: Slice, station: str) -> Callable[[Demand], Demand]:
    checkin = _at(_MORNING_CHECKIN) + DAY_MINUTES if piece.night else _at(_CHECKIN)

    def turned(demand: Demand) -> Demand:
        later = 12 * 60 if piece.night else 0  # those of the night are ready in the evening
        ready = _at(demand.ready % DAY_MINUTES) + later
        return replace(demand, workplace_id=station, ready=ready, due_from=None, due=checkin)

    return turned


def _last_mile(piece: Slice, station: str) -> Callable[[Demand], Demand]:
    train = _at(_NIGHT_TRAIN if piece.night else _TRAIN)

    def turned(demand: Demand) -> Demand:
        return replace(demand, pickup_id=station, ready=train, due_from=None, due=_evening(piece))

    return turned


def _at(clock: int) -> Minute:
    return _DAY * DAY_MINUTES + clock


def _evening(piece: Slice) -> Minute:
    return _at(_EVENING) + piece.night * DAY_MINUTES


def _station(piece: Slice, source: Problem, low: Sequence[Demand], fits: Callable[[str, str], bool]) -> str:
    """The station or airport where enough can be done, that most services call at; else where most can be done."""
    calls = Counter(stop.site_id for stop in source.service_stops)
    wanted = piece.demands // 3 if piece.kind == "mixed" else piece.demands

    def doable(site_id: str) -> int:
        there = sum(fits(d.pickup_id, site_id) for d in low) if piece.kind != "last-mile" else wanted
        away = sum(fits(site_id, d.workplace_id) for d in low) if piece.kind != "feeder" else wanted
        return min(there, away, wanted)

    return max(sorted(calls), key=lambda s: (doable(s), calls[s]))


def _fleet(source: Problem, places: Places, demands: Sequence[Demand], stops: Sequence[Site]) -> list[FleetRow]:
    """The nearest depots with coaches of the commonest types, equally many, twice as many seats as workers in all."""
    common = Counter(row.type_id for row in source.fleet)
    types = sorted(sorted(common), key=lambda t: -common[t])[:_TYPES]
    heads = Counter[str]()
    for demand in demands:
        heads[demand.pickup_id] += demand.headcount
        heads[demand.workplace_id] += demand.headcount

    def away(depot_id: str) -> float:
        depot = source.site[depot_id]
        return sum(heads[s.site_id] * places.road(depot, s)[0] for s in stops)

    depots = sorted(sorted({row.depot_id for row in source.fleet}), key=away)[:_DEPOTS]
    seats = sum(source.vehicle_type[t].seats - source.vehicle_type[t].reserved for t in types) * len(depots)
    count = -(-2 * sum(d.headcount for d in demands) // seats)
    return [FleetRow(depot_id=depot, type_id=t, count=count) for depot in depots for t in types]
