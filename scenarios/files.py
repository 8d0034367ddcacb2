"""Load and save a scenario, by the ending of its path: ``.xlsx``, ``.json``, else a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenarios.build import build
from scenarios.coordinates import Locate, from_gazetteer
from scenarios.faults import FileFault, ReplaceError, SaveError, ScenarioError
from scenarios.from_folder import SETTINGS_FILE, read_folder
from scenarios.from_json import read_document, read_json_file, read_json_text
from scenarios.from_workbook import read_workbook
from scenarios.places import Coordinates
from scenarios.raw import RawScenario
from scenarios.scenario import Scenario
from scenarios.to_folder import write_scenario_folder
from scenarios.to_json import is_scenario_document, write_json_file
from scenarios.to_workbook import is_scenario_workbook, write_workbook
from scenarios.words import Lang

_OTHER_ENDINGS = (".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".toml", ".zip")


def load(path: str | Path, *, locate: Locate | None = None, coordinates: Coordinates = "wgs84") -> Scenario:
    """The scenario at ``path``: a folder, or a file ending in ``.xlsx`` or ``.json``.

    ``locate`` gives the coordinates of sites that have none; None: the gazetteer does, by their names. ``coordinates``
    is the system that the sites' own are in; what is loaded is WGS-84. Raises ScenarioError with everything that is
    wrong.
    """
    path = Path(path)
    try:
        return build(_read(path), locate or from_gazetteer(), coordinates)
    except RecursionError:
        raise ScenarioError([FileFault(place=path.name, expected="a scenario that is not nested so deep")]) from None


def loads_json(
    document: Mapping[str, Any] | str | bytes, *, locate: Locate | None = None, coordinates: Coordinates = "wgs84"
) -> Scenario:
    """The scenario of a JSON document, parsed already or as text. Raises ScenarioError with everything that is wrong.

    ``locate`` and ``coordinates`` are those of ``load``. In its faults the place is a table's name, and a table's first
    object is row 2, as if below a header.
    """
    try:
        raw = read_document(document) if isinstance(document, Mapping) else read_json_text(document)
        return build(raw, locate or from_gazetteer(), coordinates)
    except RecursionError:
        raise ScenarioError([FileFault(place="document", expected="JSON that is not nested so deep")]) from None


def save(scenario: Scenario, path: str | Path, lang: Lang = "en", *, replace: bool = True) -> None:
    """Writes the scenario whole or not at all, as ``load`` reads it: ``.xlsx``, ``.json``, else a folder.

    ``lang`` is the language of a workbook's sheets and headings; a folder and a document are English. A scenario that
    is there is replaced (a folder keeps its other files), without ``replace`` it stays and ReplaceError is raised;
    anything else that is there stays, and SaveError is raised.
    """
    path = Path(path)
    if not replace and is_there(path):
        raise ReplaceError(f"{path}: a scenario is there already.\n  Maybe choose a new name.")
    match path.suffix.lower():
        case ".xlsx":
            write_workbook(scenario, path, lang)
        case ".json":
            write_json_file(scenario, path)
        case ending if ending in _OTHER_ENDINGS:
            raise SaveError(f"{path}: {ending} cannot be written.\n  Maybe .xlsx, .json or a folder.")
        case _:
            write_scenario_folder(scenario, path)


def is_there(path: Path) -> bool:
    """Whether a scenario that ``save`` would replace is at ``path``."""
    match path.suffix.lower():
        case ".xlsx":
            return path.exists() and is_scenario_workbook(path)
        case ".json":
            return path.exists() and is_scenario_document(path)
        case _:
            return (path / SETTINGS_FILE).exists()


def _read(path: Path) -> RawScenario:
    if path.is_dir():
        return read_folder(path)
    match path.suffix.lower():
        case ".xlsx":
            return read_workbook(path)
        case ".json":
            return read_json_file(path)
        case _ if not path.exists():
            raise ScenarioError([FileFault(place=str(path), expected="a folder or file that is there")])
        case _:
            expected = "a folder, an .xlsx workbook or a .json document"
            advice = "Maybe its folder is meant." if path.suffix.lower() in (".toml", ".csv") else ""
            raise ScenarioError([FileFault(place=str(path), expected=expected, advice=advice)])
