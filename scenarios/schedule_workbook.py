"""The printed schedule: a workbook of runs, stops, riders by employer, vehicles, transfers and those left behind."""

from __future__ import annotations

from pathlib import Path

from scenarios.atomic import write_file
from scenarios.faults import SaveError
from scenarios.from_workbook import sheet_names_in
from scenarios.json_text import json_bytes, read_json
from scenarios.printed_sheets import printed_workbook
from scenarios.schedule import Schedule, as_json
from scenarios.schedule.sheets import sheets
from scenarios.schedule.words import schedule_words
from scenarios.words import LANGUAGES, Lang

_ONLY_IN_SCHEDULES = {"journeys", "transfers"}


def write_schedule(whole: Schedule, path: Path, lang: Lang = "en") -> None:
    """Writes a schedule or a part of one, by the ending of ``path``: ``.xlsx`` to print, ``.json`` for machines.

    A schedule that is there is replaced. Raises SaveError for another ending, or where something else is there.
    """
    refuse_schedule_target(path)
    write_file(path, schedule_json(whole) if path.suffix.lower() == ".json" else schedule_workbook(whole, lang))


def refuse_schedule_target(path: Path) -> None:
    """Raises SaveError where ``write_schedule`` would not write: before the work, not after it."""
    match path.suffix.lower():
        case ".xlsx":
            ours = not path.exists() or _is_schedule_workbook(path)
        case ".json":
            ours = not path.exists() or _is_schedule_json(path)
        case ending:
            what = f"the ending {ending}" if ending else "a name without an ending"
            raise SaveError(f"{path}: {what} is no schedule's.\n  Maybe .xlsx or .json.")
    if not ours:
        raise SaveError(f"{path}: something that is no schedule is there.\n  Maybe choose a new name.")


def schedule_workbook(whole: Schedule, lang: Lang = "en") -> bytes:
    """The workbook of a schedule, or of a part of one."""
    word = schedule_words(lang)
    name = whole.problem.settings.name
    title = f"{word['schedule']}: {name}" if name else word["schedule"]
    return printed_workbook(title, sheets(whole, word), page_of=word["page_of"])


def schedule_json(whole: Schedule) -> bytes:
    """A schedule, or a part of one, as a JSON document in UTF-8."""
    return json_bytes(as_json(whole), indent=1)


def _is_schedule_workbook(path: Path) -> bool:
    return sheet_names_in(path)[:1] in [[schedule_words(lang)["runs"]] for lang in LANGUAGES]


def _is_schedule_json(path: Path) -> bool:
    there, _ = read_json(path)
    return isinstance(there, dict) and there.keys() >= _ONLY_IN_SCHEDULES
