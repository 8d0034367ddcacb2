"""A plan from a folder, judged: what could not be read of it counts like a broken rule."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.check import Report, check
from optimizer.problem import Problem
from scenarios import FileFault, PlanFolder
from scenarios.figures import Figures, figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """``faults`` are cells, rows and files that could not be read; ``report`` is about the rest.

    ``figures`` is None unless the plan is valid. ``other_scenario``: the plan states the digest of another scenario, no
    broken rule, but a likely mistake.
    """

    report: Report
    faults: tuple[FileFault, ...]
    figures: Figures | None
    other_scenario: bool

    @property
    def valid(self) -> bool:
        """Everything could be read and no rule is broken."""
        return self.figures is not None


def judge(problem: Problem, folder: PlanFolder) -> Judgement:
    """Judges what a plan's folder holds by every rule of the contract."""
    faults = (*folder.faults, *_other_name(problem, folder))
    report = check(problem, folder.plan, folder.statement, complete=folder.complete)
    found = None
    if report.valid and not faults and folder.statement is not None:
        found = figures(problem, folder.plan, folder.statement, report)
    return Judgement(
        report=report,
        faults=faults,
        figures=found,
        other_scenario=folder.states_another(problem),
    )


def _other_name(problem: Problem, folder: PlanFolder) -> tuple[FileFault, ...]:
    """A fault where ``plan.json`` names another scenario (contract, plan.json)."""
    if folder.scenario_name in (None, problem.settings.name):
        return ()
    return (
        FileFault(
            place="plan.json",
            column="scenario.name",
            value=folder.scenario_name,
            expected=f"the name of this scenario, {problem.settings.name}",
            advice="Maybe it is a plan of another scenario, or the scenario was renamed: plan it again.",
        ),
    )
