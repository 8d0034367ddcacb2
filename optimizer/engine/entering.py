"""Runs and outings that were written into the tables from outside, completed."""

from __future__ import annotations

from optimizer.engine.duty import cost_outing, count_run
from optimizer.engine.layout import Instance, State
from optimizer.engine.timing import gather, worker_minutes
from optimizer.kernel import kernel


@kernel
def enter_run(inst: Instance, st: State, r: int) -> None:
    """Fills all that follows from a run's stops, times and parcels, and counts its riders under the limits."""
    run = st.runs[r]
    gather(inst, run)
    run.worker_minutes = worker_minutes(inst, run)
    count_run(inst, st, r, 1)


@kernel
def enter_outing(inst: Instance, st: State, o: int) -> bool:
    """Fills an outing's times, crew and cost from its runs. False where a rule breaks."""
    return cost_outing(inst, st, o)
