"""A scenario as one JSON document (contract, "A scenario")."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scenarios.atomic import write_file
from scenarios.dictionary import SETTINGS
from scenarios.faults import SaveError
from scenarios.json_text import read_json
from scenarios.rows import full_rows, written_tables
from scenarios.scenario import Scenario
from scenarios.settings import nest, show_settings


def to_document(scenario: Scenario) -> dict[str, Any]:
    """The document as plain data: settings nested, a list of objects per table, blank cells left out."""
    settings = {**show_settings(scenario.problem.settings), **scenario.extras.settings}
    document: dict[str, Any] = {SETTINGS: nest(settings)}
    for table in written_tables(scenario.problem):
        document[table] = full_rows(scenario, table)[0]
    return document


def dumps_json(scenario: Scenario) -> str:
    """The document as text, one row of a table a line. Raises SaveError for what JSON cannot hold."""
    document = to_document(scenario)
    try:
        parts = [f"{_text(SETTINGS)}: {_text(document.pop(SETTINGS), indent=1)}"]
        for table, rows in document.items():
            lines = ",\n".join(f" {_text(row)}" for row in rows)
            parts.append(f"{_text(table)}: [\n{lines}\n]" if rows else f"{_text(table)}: []")
    except (TypeError, ValueError, RecursionError) as error:
        raise SaveError(f"the scenario cannot be written as JSON: {error}.") from None
    return "{\n" + ",\n".join(parts) + "\n}\n"


def write_json_file(scenario: Scenario, path: Path) -> None:
    """Writes the document. A file that is there is replaced if it is a scenario. Raises SaveError."""
    if path.exists() and not is_scenario_document(path):
        raise SaveError(f"{path}: something that is no scenario is there.\n  Maybe choose a new name.")
    text = dumps_json(scenario)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SaveError(f"{path}: a text is no Unicode, {error.object[error.start]!r}.") from None
    write_file(path, data)


def is_scenario_document(path: Path) -> bool:
    """Whether the file is meant as a scenario."""
    document, _ = read_json(path)
    return isinstance(document, dict) and SETTINGS in document


def _text(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
