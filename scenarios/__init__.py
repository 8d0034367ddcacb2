"""Files: scenarios and plans loaded, checked and saved."""

from scenarios.canonical import canonical, digest
from scenarios.coordinates import Locate
from scenarios.faults import FileFault, Notice, SaveError, ScenarioError
from scenarios.files import load, save
from scenarios.plan_reader import PlanFolder, read_plan
from scenarios.plan_writer import write_plan
from scenarios.scenario import Extras, Scenario

__all__ = [
    "Extras",
    "FileFault",
    "Locate",
    "Notice",
    "PlanFolder",
    "SaveError",
    "Scenario",
    "ScenarioError",
    "canonical",
    "digest",
    "load",
    "read_plan",
    "save",
    "write_plan",
]
