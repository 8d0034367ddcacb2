"""Cities and provinces of sites as numbers, and the kind of trip that two stops of a run make at least."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.problem import Problem, Site

Wholes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """Per site the number of its city and of its province; equal numbers mean the same place."""

    city: Wholes
    province: Wholes

    def trip(self, a: Wholes, b: Wholes) -> Wholes:
        """0, 1, 2: the least of city, province, national that a run calling at both sites can be."""
        same_city = self.city[a] == self.city[b]
        same_province = self.province[a] == self.province[b]
        return np.where(same_city, 0, np.where(same_province, 1, 2))


def city_key(problem: Problem, site: Site) -> Hashable:
    """What tells a site's city from others: province and city; a blank one is a place of its own (contract)."""
    region = problem.region.get(site.region_id or "")
    if region is None:
        return "site", site.site_id
    return ("city", region.province, region.city) if region.city else ("region", region.region_id)


def province_key(problem: Problem, site: Site) -> Hashable:
    """What tells a site's province from others; a blank one is a place of its own."""
    region = problem.region.get(site.region_id or "")
    if region is None:
        return "site", site.site_id
    return ("province", region.province) if region.province else ("region", region.region_id)


def number_places(problem: Problem) -> Places:
    """Numbers the cities and provinces of all sites, in the order of the sites."""
    return Places(
        _numbered(city_key(problem, s) for s in problem.sites),
        _numbered(province_key(problem, s) for s in problem.sites),
    )


def _numbered(keys: Iterable[Hashable]) -> Wholes:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)
