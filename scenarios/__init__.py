"""Files: scenarios and plans loaded, checked and saved."""

from scenarios.canonical import canonical, digest
from scenarios.coordinates import Locate, Unlocated
from scenarios.faults import FileFault, Notice, ReplaceError, SaveError, ScenarioError
from scenarios.files import load, loads_json, save
from scenarios.plan_home import Entry, PlanFilesError, open_plan
from scenarios.plan_reader import PlanFolder, read_plan
from scenarios.plan_writer import write_plan
from scenarios.scenario import Extras, Scenario
from scenarios.to_json import dumps_json, to_document

__all__ = [
    "Entry",
    "Extras",
    "FileFault",
    "Locate",
    "Notice",
    "PlanFilesError",
    "PlanFolder",
    "ReplaceError",
    "SaveError",
    "Scenario",
    "ScenarioError",
    "Unlocated",
    "canonical",
    "digest",
    "dumps_json",
    "load",
    "loads_json",
    "open_plan",
    "read_plan",
    "save",
    "to_document",
    "write_plan",
]
