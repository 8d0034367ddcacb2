"""A plan as GeoJSON (RFC 7946), for any map program: longitude before latitude, WGS-84, times local to the scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from optimizer.clock import Minute, show_minute
from optimizer.plan import Plan
from optimizer.problem import Demand, Problem, Site
from scenarios.schedule import RunTimes, StopTimes, schedule

Feature = dict[str, Any]


def plan_geojson(problem: Problem, plan: Plan | None) -> dict[str, Any]:
    """A FeatureCollection; each feature's property ``layer`` says what it is.

    ``site``: a point. ``demand``: a line from pickup to workplace, with headcount, served and unserved. ``run``: a line
    from stop to stop, straight, with its times, load, employers and vehicle. ``unserved``: a point at the pickup, with
    the reason. Without a plan there are sites and demands only. ``plan`` must be valid for ``problem``.
    """
    features = [_site(problem, site) for site in problem.sites]
    left = Counter[str]()
    if plan is not None:
        for row in plan.unserved:
            left[row.demand_id] += row.headcount
    for demand in problem.demands:
        features.append(_demand(problem, demand, None if plan is None else left[demand.demand_id]))
    if plan is not None:
        features.extend(_run(problem, run) for run in schedule(problem, plan).runs)
        features.extend(_unserved(problem, plan))
    return {"type": "FeatureCollection", "name": problem.settings.name, "features": features}


def _feature(layer: str, geometry: Mapping[str, Any], properties: Mapping[str, Any]) -> Feature:
    return {"type": "Feature", "geometry": dict(geometry), "properties": {"layer": layer, **properties}}


def _position(site: Site) -> list[float]:
    return [round(site.lon, 6), round(site.lat, 6)]


def _point(site: Site) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _position(site)}


def _line(*sites: Site) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [_position(site) for site in sites]}


def _time(minute: Minute | None) -> str | None:
    return None if minute is None else show_minute(minute)


def _site(problem: Problem, site: Site) -> Feature:
    region = problem.region[site.region_id] if site.region_id is not None else None
    where = {} if region is None else {"region": region.name, "city": region.city, "province": region.province}
    return _feature("site", _point(site), {"site_id": site.site_id, "name": site.name, "kind": site.kind, **where})


def _demand(problem: Problem, demand: Demand, left: int | None) -> Feature:
    ends = [problem.site[demand.pickup_id], problem.site[demand.workplace_id]]
    outcome = {} if left is None else {"served": demand.headcount - left, "unserved": left}
    properties = {
        "demand_id": demand.demand_id,
        "employer": problem.employer[demand.employer_id].name,
        "from": ends[0].name,
        "to": ends[1].name,
        "headcount": demand.headcount,
        **outcome,
        "ready": _time(demand.ready),
        "due": _time(demand.due),
    }
    return _feature("demand", _line(*ends), properties)


def _run(problem: Problem, run: RunTimes) -> Feature:
    employers = Counter[str]()
    for party in run.parties:
        employers[problem.employer[party.employer_id].name] += party.headcount
    properties = {
        "run_id": run.run_id,
        "mode": run.mode,
        "name": run.name,
        "service_id": run.service_id,
        "vehicle_id": run.vehicle_id,
        "units": run.units,
        "drivers": run.drivers,
        "km": run.km,
        "driving_min": run.driving_min,
        "seats": run.seats,
        "workers": run.riders,
        "most_aboard": run.most_aboard,
        "departs": _time(run.departs),
        "arrives": _time(run.arrives),
        "employers": dict(employers),
        "stops": [_stop(problem, stop) for stop in run.stops],
    }
    return _feature("run", _line(*(problem.site[stop.site_id] for stop in run.stops)), properties)


def _stop(problem: Problem, stop: StopTimes) -> dict[str, Any]:
    return {
        "seq": stop.seq,
        "site_id": stop.site_id,
        "name": problem.site[stop.site_id].name,
        "arrival": _time(stop.arrival),
        "departure": _time(stop.departure),
        "board": stop.board,
        "alight": stop.alight,
        "aboard": stop.aboard,
    }


def _unserved(problem: Problem, plan: Plan) -> Iterator[Feature]:
    for row in plan.unserved:
        demand = problem.demand[row.demand_id]
        properties = {
            "demand_id": row.demand_id,
            "employer": problem.employer[demand.employer_id].name,
            "to": problem.site[demand.workplace_id].name,
            "headcount": row.headcount,
            "reason": row.reason,
            "proven": row.proven,
            "detail": row.detail,
        }
        yield _feature("unserved", _point(problem.site[demand.pickup_id]), properties)
