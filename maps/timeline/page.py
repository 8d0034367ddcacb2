"""The timeline as one HTML page that needs nothing from outside."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from maps.page_text import safe_json, writable
from maps.palette import MODE_COLOURS
from maps.timeline.contents import counts, timeline_contents
from maps.timeline.words import timeline_words
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios.figures import recurring
from scenarios.schedule import schedule
from scenarios.words import Lang

_SCRIPTS = ("model", "time", "view", "bars", "tips", "panel", "hands", "start")


def plan_timeline(problem: Problem, plan: Plan, *, lang: Lang = "en") -> str:
    """The page of a plan that the checker found valid: vehicles and services over time.

    Raises ValueError where a coach's times are not those of the driving rules: such a plan was never checked.
    """
    shown = schedule(problem, plan)
    word = timeline_words(lang)
    data = {**timeline_contents(shown), "words": dict(word), "colours": dict(MODE_COLOURS)}
    name = problem.settings.name
    title = word["title_of"].format(name=name) if name else word["title"]
    headline = "headline_journeys" if recurring(problem) else "headline"
    page = _asset("timeline.html").format(
        lang=word["lang"],
        title=escape(title),
        headline=escape(word[headline].format(**counts(shown))),
        style=_asset("timeline.css"),
        data=safe_json(data),
        script="\n".join(_asset(f"{name}.js") for name in _SCRIPTS),
        **{key: escape(word[key]) for key in _LABELS},
    )
    return writable(page)


def _asset(name: str) -> str:
    return files("maps.timeline").joinpath(name).read_text(encoding="utf-8")


_LABELS = (
    "group_by",
    "by_depot",
    "by_mode",
    "by_none",
    "employer",
    "any_employer",
    "search",
    "clear",
    "zoom_in",
    "zoom_out",
    "fit",
    "close",
    "hint",
    "overview",
    "legend",
    "noscript",
    "nothing",
)
