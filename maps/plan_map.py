"""A plan on a map, as one page."""

from __future__ import annotations

from maps.page import Drawn, maps_page
from optimizer.plan import Plan
from optimizer.problem import Problem


def plan_map(problem: Problem, plan: Plan | None, *, lang: str = "en", tiles: str | None = None) -> str:
    """A self-contained HTML page: runs by mode, demands, sites, those left behind, over the time of the horizon.

    Without a plan it shows who wants to go where. ``plan`` must be valid for ``problem``, else KeyError or ValueError
    may be raised. ``lang`` is one of ``scenarios.words.LANGUAGES``; ``tiles`` the address of a tile server with {z},
    {x} and {y}, the one thing that such a page then asks from outside.
    """
    title = problem.settings.name
    return maps_page(title, [Drawn(title, problem, plan)], lang=lang, tiles=tiles)
