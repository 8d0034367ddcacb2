"""What a minute driven costs at least in days and drivers, whatever the outing looks like (docs/bound.md, step 2)."""

from __future__ import annotations

import math

from optimizer.clock import DAY_MINUTES
from optimizer.problem import Problem, VehicleType
from optimizer.rules.drive import drive_rules


def minute_price(problem: Problem, kind: VehicleType) -> float:
    """Least money of days and drivers for a minute driven by a coach of this type, loaded or empty.

    An outing of n dates with r drivers costs n x (cost_day + r x cost_driver_day), and drives at most n times
    ``most_a_date`` and n x r x driver_min minutes (contract, "What a plan costs").
    """
    a_date, a_driver = most_a_date(problem), problem.settings.driving_driver_min
    most = max(1, math.floor(problem.settings.driving_max_drivers))
    # With fewer drivers than fill a date each day is dearer, with more they are paid for nothing.
    crews = {max(1, min(most, round_to(a_date / a_driver))) for round_to in (math.floor, math.ceil)}
    return min((kind.cost_day + r * kind.cost_driver_day) / min(a_date, r * a_driver) for r in crews)


def most_a_date(problem: Problem) -> float:
    """Minutes that an outing can drive for each of its dates at most, rests left out; 1440 or fewer.

    After every ``longest`` minutes a coach rests, but not at the begin of a run or of an empty drive. Each run stands
    at two stops and has a turnaround before the next: that makes up for it where a rest counts as no more than they do.
    """
    settings, rules = problem.settings, drive_rules(problem.settings)
    longest = max(rules.continuous, rules.night_continuous if rules.night_length else 0)
    stand = _least_stand(problem)
    rest = min(settings.driving_break_min, stand + settings.coach_turnaround_min / 2)
    if rules.curfew_length:
        rest = min(rest, rules.curfew_length)
    spared = max(0.0, 3 * rest - 2 * stand)
    return min(DAY_MINUTES, (DAY_MINUTES + spared) / (1 + rest / longest))


def _least_stand(problem: Problem) -> float:
    """Least minutes that a coach stands where anybody may board or alight."""
    ends = {d.pickup_id for d in problem.demands} | {d.workplace_id for d in problem.demands}
    hubs = problem.settings.transfer_at
    return min((s.dwell_min for s in problem.sites if s.site_id in ends or s.kind in hubs), default=0.0)
