"""What days and drivers cost at least for a minute driven: every crew that a coach may have (step 2 of the proof)."""

from __future__ import annotations

import math

from optimizer.check.facts import Facts
from optimizer.clock import DAY_MINUTES
from optimizer.problem import Settings, VehicleType


class Crews:
    """The least money of a minute driven by each type of coach, over all crews."""

    def __init__(self, facts: Facts) -> None:
        self._settings: Settings = facts.settings
        self._a_date = _driven_a_date(facts)

    def minute(self, kind: VehicleType) -> float:
        """Money of days and drivers for a minute driven, loaded or empty, at least."""
        a_driver = self._settings.driving_driver_min
        allowed = max(1, math.floor(self._settings.driving_max_drivers))
        useful = math.ceil(DAY_MINUTES / a_driver)
        return min(
            (kind.cost_day + crew * kind.cost_driver_day) / min(self._a_date, crew * a_driver)
            for crew in range(1, min(allowed, useful) + 1)
        )


def _driven_a_date(facts: Facts) -> float:
    """Most minutes at the wheel for each date: 1440, less the rests that neither stops nor turnarounds make up for."""
    settings = facts.settings
    stretch = math.ceil(settings.driving_continuous_min)
    if settings.driving_night is not None:
        stretch = max(stretch, math.ceil(settings.driving_night_continuous_min))
    ends = {end for d in facts.problem.demands for end in (d.pickup_id, d.workplace_id)}
    stops = [s for s in facts.problem.sites if s.site_id in ends or s.kind in settings.transfer_at]
    stand = min((s.dwell_min for s in stops), default=0.0)
    rests = [settings.driving_break_min, stand + settings.coach_turnaround_min / 2]
    if settings.driving_curfew is not None and settings.driving_curfew[0] != settings.driving_curfew[1]:
        rests.append((settings.driving_curfew[1] - settings.driving_curfew[0]) % DAY_MINUTES)
    free = max(0.0, 3 * min(rests) - 2 * stand)
    return min(DAY_MINUTES, (DAY_MINUTES + free) * stretch / (stretch + min(rests)))
