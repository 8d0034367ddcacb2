"""Solving the master to proven optimality: a good plan from the cheapest columns, then what reduced costs leave over.

A whole variable that is 0 in the linear relaxation, and whose reduced cost is above the distance from the relaxation
to the value of a known plan, is 0 in every better plan: dropping it loses nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from ortools.linear_solver.python import model_builder as mip

from tests.oracle.master import Values

KERNEL_SHARE = 0.02
FOUND = (mip.SolveStatus.OPTIMAL, mip.SolveStatus.FEASIBLE)


@dataclass(frozen=True)
class Found:
    """Values of all variables by index, the proven least of the objective, whether they are proven best."""

    values: list[int]
    lower: float
    proven: bool

    def of(self) -> Values:
        return lambda variable: self.values[variable.index]


def optimum(model: mip.Model, start: list[int], leave_out: list[list[int]], seconds: float) -> Found:
    """The best values, no worse than ``start``, which must be lawful.

    Good values are looked for first with each list of ``leave_out`` at 0, while they get better.
    """
    until = time.perf_counter() + seconds
    least, reduced = _relaxation(model, seconds / 4)
    best = Found(start, least, False)
    for out in leave_out:
        narrow = [*reduced]
        for i in out:
            narrow[i] = float("inf")
        slack = _value(model, best) - least
        for above in (KERNEL_SHARE * max(least, 1.0), slack):
            found = _solve(_without(model, narrow, min(above, slack)), (until - time.perf_counter()) / 4, 1e-3)
            if found is not None and found[0] < _value(model, best) - 1e-6:
                best = Found(found[1], least, False)
                break
    slack = _value(model, best) - least
    final = _solve(_without(model, reduced, slack + 1e-4), until - time.perf_counter(), 0.0)
    if final is not None and (final[3] or final[0] < _value(model, best)):
        return Found(final[1], min(final[2], final[0]), final[3])
    return best


def _relaxation(model: mip.Model, seconds: float) -> tuple[float, list[float]]:
    linear = model.clone()
    variables = [linear.var_from_index(i) for i in range(linear.num_variables)]
    for variable in variables:
        variable.is_integral = False
    solver = mip.Solver("glop")
    solver.enable_output(False)
    solver.set_time_limit_in_seconds(seconds)
    if solver.solve(linear) != mip.SolveStatus.OPTIMAL:
        return 0.0, [0.0] * len(variables)
    zero = [abs(solver.value(v)) < 1e-9 for v in variables]
    return solver.objective_value, [solver.reduced_cost(v) if z else 0.0 for v, z in zip(variables, zero, strict=True)]


def _without(model: mip.Model, reduced: list[float], above: float) -> mip.Model:
    """A copy in which no variable with a greater reduced cost may be more than 0."""
    copy = model.clone()
    for i, cost in enumerate(reduced):
        if cost > above:
            copy.var_from_index(i).upper_bound = 0
    return copy


def _solve(model: mip.Model, seconds: float, gap: float) -> tuple[float, list[int], float, bool] | None:
    """Objective, values, proven least and whether optimal."""
    solver = mip.Solver("highs")
    solver.set_time_limit_in_seconds(max(1.0, seconds))
    solver.set_solver_specific_parameters(f"mip_rel_gap={gap}\nmip_abs_gap=1e-6\nlog_to_console=false\n")
    status = solver.solve(model)
    if status not in FOUND:
        return None
    values = [round(solver.value(model.var_from_index(i))) for i in range(model.num_variables)]
    return solver.objective_value, values, solver.best_objective_bound, status == mip.SolveStatus.OPTIMAL


def _value(model: mip.Model, found: Found) -> float:
    pairs = ((model.var_from_index(i), n) for i, n in enumerate(found.values) if n)
    return float(sum(v.objective_coefficient * n for v, n in pairs))
