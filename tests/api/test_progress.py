"""Progress: a bar on a terminal, sparse plain lines in a pipe."""

from __future__ import annotations

import io

from rich.console import Console

from api.screen import progress
from optimizer.result import Progress


def moment(seconds: float, phase: str, objective: float | None = None, bound: float | None = None) -> Progress:
    return Progress(seconds=seconds, objective=objective, bound=bound, phase=phase)


def test_without_a_terminal_a_line_for_each_phase() -> None:
    console = Console(file=io.StringIO(), width=100)
    with progress(console, 60.0) as on_progress:
        on_progress(moment(0.1, "modes"))
        on_progress(moment(0.2, "modes"))
        on_progress(moment(1.0, "routes", objective=1234567.0, bound=1000.0))
    lines = console.file.getvalue().splitlines()
    assert lines == ["modes: 0 s, no plan yet", "routes: 1 s, objective 1,234,567, bound 1,000"]


def test_on_a_terminal_a_bar_that_knows_phase_objective_and_bound() -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True)
    with progress(console, 60.0) as on_progress:
        on_progress(moment(30.0, "routes", objective=5000.0, bound=4000.0))
    text = console.file.getvalue()
    assert "routes" in text
    assert "objective 5,000, bound 4,000" in text
    assert "\x1b[" in text
