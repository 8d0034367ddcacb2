"""A folder of CSV files beside one ``scenario.toml``, read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from optimizer.problem.records import TABLES
from scenarios.advice import closest
from scenarios.csv_table import read_csv
from scenarios.dictionary import headings
from scenarios.faults import FileFault, Notice
from scenarios.raw import RawScenario
from scenarios.settings import flatten

SETTINGS_FILE = "scenario.toml"
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_folder(folder: Path) -> RawScenario:
    """The folder's settings and tables; faults and notices are inside."""
    raw = RawScenario(settings_place=SETTINGS_FILE, place_of=file_name)
    raw.settings = _settings(folder / SETTINGS_FILE, raw)
    for name in TABLES:
        path = folder / file_name(name)
        if path.exists():
            raw.tables[name] = read_csv(path, headings(name))
    _stray_files(folder, raw)
    return raw


def file_name(table: str) -> str:
    """The file of a table."""
    return f"{table}.csv"


def _settings(path: Path, raw: RawScenario) -> dict[str, Any] | None:
    place = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raw.faults.append(FileFault(place=place, expected="this file, every scenario needs it"))
        return None
    except OSError as error:
        raw.faults.append(FileFault(place=place, expected=f"a file that can be read ({error.strerror})"))
        return None
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        advice = "Maybe the file was saved in another encoding: save it as UTF-8."
        raw.faults.append(FileFault(place=place, row=row, expected="UTF-8", advice=advice))
        return None
    try:
        tree = tomllib.loads(text)
        settings: dict[str, Any] = {}
        for key, value in flatten(tree):
            if key in settings:
                raw.faults.append(FileFault(place=place, column=key, expected="a key given once"))
            settings[key] = value
    except RecursionError:
        raw.faults.append(FileFault(place=place, expected="TOML that is not nested so deep"))
        return None
    except ValueError as error:
        at = _AT_LINE.search(str(error))
        advice = 'Maybe a text or a date is not in quotation marks: horizon = ["2020-03-10", "2020-03-12"].'
        raw.faults.append(
            FileFault(place=place, row=int(at[1]) if at else None, expected=f"TOML ({error})", advice=advice)
        )
        return None
    return settings


def _stray_files(folder: Path, raw: RawScenario) -> None:
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in TABLES:
            hint = closest(path.stem, list(TABLES))
            text = "no table of a scenario, left out." + (f" Maybe {file_name(hint)} was meant." if hint else "")
            raw.notices.append(Notice(place=path.name, text=text))
