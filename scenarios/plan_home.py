"""A plan at home: its folder with a copy of the scenario that it was made for, so that the folder alone is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.plan import Plan, Statement
from optimizer.problem import Problem
from scenarios.canonical import digest
from scenarios.faults import FileFault, ScenarioError
from scenarios.files import load
from scenarios.plan_reader import read_plan
from scenarios.plan_writer import SCENARIO_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A plan with its scenario, under the name by which people tell it from others. Nothing in it is checked yet.

    ``other_scenario``: the plan states the digest of another scenario than ``problem``, likely a mistake.
    """

    name: str
    problem: Problem
    plan: Plan
    statement: Statement
    other_scenario: bool = False


class PlanFilesError(ValueError):
    """The files of a plan cannot be used; ``faults`` has everything that is wrong with them."""

    def __init__(self, folder: Path, faults: Sequence[FileFault]) -> None:
        self.folder = folder
        self.faults = tuple(faults)
        super().__init__("\n".join([f"{folder}: the plan cannot be read.", *map(str, self.faults)]))


def open_plan(folder: str | Path, scenario: Problem | None = None) -> Entry:
    """The plan in ``folder`` with ``scenario``, by default the copy that lies with it.

    Raises PlanFilesError for what cannot be read of the plan, ScenarioError for the copy: where it is missing, a plan
    made elsewhere, the scenario has to be given.
    """
    folder = Path(folder)
    read = read_plan(folder)
    if read.faults or read.statement is None:
        raise PlanFilesError(folder, read.faults)
    problem = scenario if scenario is not None else own_scenario(folder)
    if problem is None:
        advice = "Maybe the plan was made elsewhere: give its scenario too."
        where = str(folder / SCENARIO_FILE)
        raise ScenarioError([FileFault(place=where, expected="the scenario of the plan", advice=advice)])
    return Entry(
        name=folder.resolve().name,
        problem=problem,
        plan=read.plan,
        statement=read.statement,
        other_scenario=read.states_another(problem),
    )


def own_scenario(folder: str | Path) -> Problem | None:
    """The scenario that lies with a plan, None where none does. Raises ScenarioError where it cannot be used."""
    path = Path(folder) / SCENARIO_FILE
    return load(path).problem if path.is_file() else None


def kept_another(folder: str | Path, problem: Problem) -> bool:
    """Whether the scenario that lies with a plan is another than ``problem``, or cannot be read; none is no other."""
    try:
        kept = own_scenario(folder)
    except ScenarioError:
        return True
    return kept is not None and digest(kept) != digest(problem)
