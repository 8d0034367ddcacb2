"""What is needed to draw or print a plan: a scenario and a plan that keeps every rule; and where the file may go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from api.exits import Status, complain
from api.finder import open_plan, open_scenario
from api.judging import judge
from api.screen import talk
from api.verdicts import show_broken, warn_of_other_scenario
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios import SaveError
from scenarios.atomic import write_file


@dataclass(frozen=True, slots=True)
class Checked:
    """A scenario and a plan for it that the checker found valid."""

    problem: Problem
    plan: Plan


def open_checked(scenario: str, plan: Path) -> Checked:
    """Loads and judges both. A broken rule ends the command with its violations and status 1: nothing is drawn."""
    problem = open_scenario(scenario).problem
    folder = open_plan(plan)
    judgement = judge(problem, folder)
    if judgement.other_scenario:
        warn_of_other_scenario(str(plan))
    if not judgement.valid:
        show_broken(talk(), judgement)
        complain("The plan is not valid, nothing was written.\n  Maybe fangang check says more.")
        raise typer.Exit(Status.BROKEN_PLAN)
    return Checked(problem, folder.plan)


def refuse_page_target(path: Path) -> None:
    """Raises SaveError where ``write_page`` would not write: before the work, not after it."""
    if path.suffix.lower() not in (".html", ".htm"):
        raise SaveError(f"{path}: a page's name ends in .html.\n  Maybe {path.stem or 'plan'}.html.")
    if path.is_dir() or (path.exists() and b"<html" not in path.read_bytes()[:1000].lower()):
        raise SaveError(f"{path}: something that is no page is there.\n  Maybe choose a new name.")


def write_page(path: Path, page: str) -> None:
    """Writes a page; a page that is there is replaced. Raises SaveError."""
    refuse_page_target(path)
    write_file(path, page.encode())
