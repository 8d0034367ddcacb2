"""Load and save a scenario, by the ending of its path: a folder, ``.xlsx`` or ``.json``."""

from __future__ import annotations

from pathlib import Path

from scenarios.build import build
from scenarios.coordinates import Locate, no_gazetteer
from scenarios.faults import FileFault, ScenarioError
from scenarios.from_folder import read_folder
from scenarios.scenario import Scenario
from scenarios.to_folder import write_scenario_folder


def load(path: str | Path, *, locate: Locate = no_gazetteer) -> Scenario:
    """The scenario at ``path``. Raises ScenarioError with everything that is wrong with it."""
    path = Path(path)
    if path.is_dir():
        return build(read_folder(path), locate)
    raise ScenarioError([FileFault(place=str(path), expected="a folder, an .xlsx workbook or a .json document")])


def save(scenario: Scenario, path: str | Path) -> None:
    """Writes the scenario to a folder."""
    write_scenario_folder(scenario, Path(path))
