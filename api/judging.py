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
    report = check(problem, folder.plan, folder.statement, complete=folder.complete)
    found = None
    if report.valid and not folder.faults and folder.statement is not None:
        found = figures(problem, folder.plan, folder.statement, report)
    return Judgement(
        report=report,
        faults=folder.faults,
        figures=found,
        other_scenario=folder.states_another(problem),
    )
