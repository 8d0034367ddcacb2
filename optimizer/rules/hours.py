"""Opening hours of sites (contract, sites.csv: [opens, closes), past midnight where closes is earlier)."""

from __future__ import annotations

from optimizer.clock import DAY_MINUTES
from optimizer.problem import Site


def open_hours(site: Site) -> tuple[int, int]:
    """The clock minute from which journeys may start or end at a site, and for how many; 0 of them for always."""
    if site.opens is None or site.closes is None:
        return 0, 0
    return site.opens, (site.closes - site.opens) % DAY_MINUTES
