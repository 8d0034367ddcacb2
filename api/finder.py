"""A scenario by its path or, for a shipped case, by its name; a plan by its folder."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from api.exits import InputError, complain
from scenarios import PlanFolder, Scenario, load, read_plan
from scenarios.dictionary import PLAN_TABLES
from scenarios.library import Case, case, cases
from scenarios.places import Coordinates
from scenarios.plan_writer import PLAN_FILE


def open_scenario(where: str, coordinates: Coordinates = "wgs84") -> Scenario:
    """Loads the scenario and says its warnings. Raises ScenarioError, or InputError where nothing is there.

    ``coordinates`` is the system of the sites' own; a shipped case is in WGS-84 and takes no other.
    """
    path = Path(where)
    if path.exists():
        scenario = load(path, coordinates=coordinates)
    else:
        shipped = known_case(where)
        if coordinates != "wgs84":
            raise InputError(f"{where}: a shipped case is in wgs84, not {coordinates}.\n  Maybe leave that option out.")
        scenario = load(shipped.path)
    for warning in scenario.warnings:
        complain(f"Warning: {warning}")
    return scenario


def known_case(name: str) -> Case:
    """The shipped case of that name. Raises InputError with the nearest name, or with all."""
    names = [shipped.name for shipped in cases()]
    if name in names:
        return case(name)
    close = get_close_matches(name.lower(), names, n=1)
    advice = close[0] if close else f"one of the cases: {', '.join(names)}"
    raise InputError(f"{name}: no such file or folder, and no shipped case of that name.\n  Maybe {advice}.")


def open_plan(where: Path) -> PlanFolder:
    """Reads a plan's folder, whatever is wrong inside. Raises InputError where no folder or no file of a plan is."""
    refuse_no_folder(where)
    if not any((where / name).is_file() for name in (PLAN_FILE, *(f"{table}.csv" for table in PLAN_TABLES))):
        raise InputError(
            f"{where}: no file of a plan is in this folder, expected {PLAN_FILE}, runs.csv and so on.\n"
            "  Maybe the plan is in another folder."
        )
    return read_plan(where)


def refuse_no_folder(where: Path) -> None:
    """Raises InputError where no folder is, in which a plan could be."""
    if not where.is_dir():
        raise InputError(f"{where}: expected a folder with a plan.\n  Maybe the path is mistyped.")
