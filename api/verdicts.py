"""What a command says of a plan that was judged: broken rules, files that could not be read, another scenario."""

from __future__ import annotations

from rich.console import Console

from api.exits import complain
from api.judging import Judgement
from api.screen import show_list, show_violations


def show_broken(console: Console, judgement: Judgement) -> None:
    """What makes a plan invalid: first what could not be read, then the rules that the rest breaks."""
    count = len(judgement.faults)
    if count:
        show_list(console, f"{count} {'fault' if count == 1 else 'faults'} in the plan's files", judgement.faults)
    if judgement.report.violations:
        show_violations(console, judgement.report.violations)


def warn_of_other_scenario(plan: str) -> None:
    """No broken rule, but a likely mistake: ``plan`` states the digest of another scenario than it is held against."""
    complain(f"Warning: {plan} says that it was made for another scenario, or for this one before it was changed.")
