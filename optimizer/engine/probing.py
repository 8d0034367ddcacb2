"""What each way really costs a worker when its coach legs are timed alone, before any mode is chosen.

A way whose feeder or last mile no coach can do alone may still be done in company (another stop may give the coach its
home end), so it is kept for the improvement and only kept out of the mode choice.
"""

from __future__ import annotations

import math

import numpy as np

from optimizer.clock import DAY_MINUTES
from optimizer.engine.insertion import probe_all
from optimizer.engine.layout import Instance, State

_DIRECT_FILL = 0.85
_LEG_FILL = 0.6
_UNKNOWN = 4.0
_LEAST_PROBED = 4
_MOST_PROBES = 200000


def probe_options(inst: Instance, i: Instance, s: State) -> None:
    """Puts timed prices into the demands' references and the options, and sorts each demand's options by them.

    ``i``, ``s``: the handles of ``inst`` and of a state in which nobody travels. In large problems each demand's
    last options keep their first estimate and stay out of the mode choice.
    """
    demands, options = inst.demands, inst.options
    _probe_directs(inst, i, s)
    most = max(_LEAST_PROBED, _MOST_PROBES // max(1, len(demands)))
    unasked = np.arange(len(options)) >= demands["first_option"][options["demand"]] + most
    own = options["estimate"] - options["legs_price"]
    total = (options["reaches"] - options["leaves"]) * inst.rules.per_minute
    for leg, day, end in (("feeder", "first_day", 0), ("last_mile", "last_day", 1)):
        which = np.flatnonzero((options[leg] >= 0) & ~unasked)
        tasks, place = np.unique(options[leg][which], return_inverse=True)
        whose = inst.tasks["demand"][tasks]
        prices, moments = np.empty(len(tasks)), np.empty((len(tasks), 2), dtype=np.int64)
        probe_all(i, s, tasks, demands["headcount"][whose], demands["reference"][whose] / 3, _LEG_FILL, prices, moments)
        total[which] += prices[place]
        options[day][which] = moments[place, end] // DAY_MINUTES
    options["legs_price"] = np.where(unasked, math.inf, total)
    timed = np.where(np.isfinite(total), total + own, _UNKNOWN * options["estimate"])
    options["estimate"] = np.where(unasked, options["estimate"], timed)
    options[:] = options[np.lexsort((options["estimate"], options["demand"]))]


def _probe_directs(inst: Instance, i: Instance, s: State) -> None:
    who = np.flatnonzero(inst.demands["direct"] >= 0)
    rows = inst.demands[who]
    prices, moments = np.empty(len(who)), np.empty((len(who), 2), dtype=np.int64)
    probe_all(i, s, rows["direct"], rows["headcount"], rows["reference"], _DIRECT_FILL, prices, moments)
    inst.demands["reference"][who] = np.where(np.isfinite(prices), prices, rows["reference"])
