"""A scenario as a folder of CSV files beside one ``scenario.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optimizer.problem import TABLES
from scenarios.atomic import refuse_strange, write_folder
from scenarios.cells import BadCellError, text_of
from scenarios.csv_table import csv_text
from scenarios.dictionary import columns
from scenarios.faults import SaveError
from scenarios.from_folder import SETTINGS_FILE, file_name
from scenarios.rows import full_rows, written_tables
from scenarios.scenario import Scenario
from scenarios.settings import nest, show_settings
from scenarios.toml_text import toml_text

_OURS = frozenset({SETTINGS_FILE, *map(file_name, TABLES)})


def write_scenario_folder(scenario: Scenario, folder: Path) -> None:
    """Writes the folder. One that is there is replaced if it is a scenario or empty; its other files stay.

    Raises SaveError, also where something else is there.
    """
    refuse_strange(folder, mark=SETTINGS_FILE)
    write_folder(folder, folder_files(scenario), ours=_OURS.__contains__)


def folder_files(scenario: Scenario) -> dict[str, bytes]:
    """The files of the folder by name. Raises SaveError where a text cannot be written."""
    problem = scenario.problem
    tree = nest({**show_settings(problem.settings), **scenario.extras.settings})
    files = {SETTINGS_FILE: _encoded(SETTINGS_FILE, toml_text(tree))}
    for table in written_tables(problem):
        rows, unknown = full_rows(scenario, table)
        heading = [*columns(table), *unknown]
        place = file_name(table)
        files[place] = _encoded(place, csv_text(heading, (cell_texts(place, row, heading) for row in rows)))
    return files


def cell_texts(place: str, row: Mapping[str, Any], heading: list[str]) -> list[str]:
    """A row's cells as texts in the order of the heading. Raises SaveError for a text that no file can hold."""
    try:
        return [text_of(row[name]) if name in row else "" for name in heading]
    except BadCellError:
        raise SaveError(f"{place}: the row {row!r} has a text that is no Unicode.") from None


def _encoded(place: str, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SaveError(f"{place}: a text is no Unicode, {error.object[error.start]!r}.") from None
