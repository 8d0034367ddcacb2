"""The potential against every road of the scenario: no empty way costs less than its fall (step 3 of the proof)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimizer.audit.report import NOISE, Check
from optimizer.audit.tariff import Tariff, empty_rate, ever_there
from optimizer.check.places import EARTH_RADIUS_KM
from optimizer.problem import Problem

Floats = npt.NDArray[np.float64]
Links = dict[str, list[tuple[int, float, float]]]
"""Per site the place of the other end, kilometres and minutes of each link."""


def potential_holds(tariff: Tariff) -> Check:
    """Every ordered pair of sites with every type of coach; roads one by one, of which every way is made.

    All pairs are looked at, so this part is complete, no sample.
    """
    check = Check("a coach's road costs at least the fall of the potential", "money")
    problem = tariff.problem
    if len(problem.sites) < 2:
        return check
    height = np.array([tariff.certificate.potential.get(site.site_id, 0.0) for site in problem.sites])
    own = {row.type_id for row in problem.fleet if ever_there(problem, row)}
    kinds = [kind for kind in problem.vehicle_types if kind.type_id in own]
    links = _links_by_start(problem)
    for i, site in enumerate(problem.sites):
        km, minutes = _roads_from(problem, links, i)
        for kind in kinds:
            rate = min(kind.cost_km, empty_rate(kind))
            fall = tariff.certificate.seats.get(kind.type_id, 0.0) * (height[i] - height)
            cost = rate * km + tariff.certificate.part * tariff.minute(kind) * minutes
            slack = cost - fall
            slack[i] = np.inf
            worst = int(np.where(np.isnan(slack), -np.inf, slack).argmin())
            check.number += len(slack) - 2
            at = f"{kind.type_id} from {site.site_id} to {problem.sites[worst].site_id}"
            check.hold(float(fall[worst]), float(cost[worst]), at)
    return check


def _roads_from(problem: Problem, links: Links, i: int) -> tuple[Floats, Floats]:
    """Kilometres and whole driving minutes from one site to all (contract, road.* and links.csv)."""
    lat, lon = np.radians([s.lat for s in problem.sites]), np.radians([s.lon for s in problem.sites])
    chord = np.sin((lat - lat[i]) / 2) ** 2 + np.cos(lat[i]) * np.cos(lat) * np.sin((lon - lon[i]) / 2) ** 2
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord))) * problem.settings.road_detour
    minutes = km / problem.settings.road_speed_kmh * 60
    for end, link_km, link_minutes in links.get(problem.sites[i].site_id, ()):
        km[end], minutes[end] = link_km, link_minutes
    return km, np.ceil(minutes - NOISE)


def _links_by_start(problem: Problem) -> Links:
    place = {site.site_id: n for n, site in enumerate(problem.sites)}
    links: Links = {}
    for link in problem.links:
        links.setdefault(link.from_id, []).append((place[link.to_id], link.km, link.minutes))
    return links
