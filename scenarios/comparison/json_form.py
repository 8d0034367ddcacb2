"""A comparison as plain data for machines: stable names, times as the files write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from optimizer.clock import show_minute
from scenarios.comparison.model import Change, Comparison, Group, Side
from scenarios.comparison.sentences import sentences


def as_json(found: Comparison, lang: str = "en") -> dict[str, Any]:
    """The whole comparison. Differences are another plan's value minus the first one's; money in ``currency``."""
    return {
        "plans": list(found.names),
        "currency": found.currency,
        "same_scenario": found.same_scenario,
        "recurring": found.recurring,
        "best_bound": found.best_bound,
        "refuted": [found.names[n] for n in found.refuted],
        "sentences": list(sentences(found, lang)),
        "figures": [asdict(line) for line in found.lines],
        "groups": {dimension: [_group(group) for group in groups] for dimension, groups in found.groups.items()},
        "against_first": list(_others(found)),
    }


def _others(found: Comparison) -> Iterator[dict[str, Any]]:
    for n, name in enumerate(found.names[1:]):
        optimum, crossing = found.optima[n], found.crossings[n]
        yield {
            "plan": name,
            "identical": found.identical(n + 1),
            "crossing": None if crossing is None else asdict(crossing),
            "optimum": None if optimum is None else asdict(optimum),
            "scenario": asdict(found.scenarios[n]),
            "changes": [_change(change) for change in found.changes[n]],
        }


def _group(group: Group) -> dict[str, Any]:
    cells = [asdict(cell) | {"money_per_worker": cell.money_per_worker} for cell in group.cells]
    return asdict(group) | {"cells": cells, "differs": group.differs}


def _change(change: Change) -> dict[str, Any]:
    return asdict(change) | {"before": _side(change.before), "after": _side(change.after)}


def _side(side: Side) -> dict[str, Any]:
    ways = [
        asdict(way) | {"departure": show_minute(way.departure), "arrival": show_minute(way.arrival)}
        for way in side.ways
    ]
    return {"asked": side.asked, "served": side.served, "ways": ways}
