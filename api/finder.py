"""A scenario by its path or, for a shipped case, by its name."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from api.exits import InputError, complain
from scenarios import PlanFolder, Scenario, load, read_plan
from scenarios.library import case, cases


def open_scenario(where: str) -> Scenario:
    """Loads the scenario and says its warnings. Raises ScenarioError, or InputError where nothing is there."""
    path = Path(where)
    if path.exists():
        scenario = load(path)
    else:
        names = [shipped.name for shipped in cases()]
        if where not in names:
            raise InputError(
                f"{where}: no such file or folder, and no shipped case of that name.{_advice(where, names)}"
            )
        scenario = load(case(where).path)
    for warning in scenario.warnings:
        complain(f"Warning: {warning}")
    return scenario


def open_plan(where: Path) -> PlanFolder:
    """Reads a plan's folder, whatever is wrong inside. Raises InputError where there is no folder."""
    if not where.is_dir():
        raise InputError(f"{where}: expected a folder with a plan.\n  Maybe the path is mistyped.")
    return read_plan(where)


def _advice(where: str, names: list[str]) -> str:
    close = get_close_matches(where, names, n=1)
    return f"\n  Maybe {close[0]}." if close else f"\n  Maybe one of the cases: {', '.join(names)}."
