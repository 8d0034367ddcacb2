"""What each way really costs a worker when its coach legs are timed alone, before any mode is chosen.

A way whose feeder or last mile no coach can do alone may still be done in company (another stop may give the coach its
home end), so it is kept for the improvement and only kept out of the mode choice.
"""

from __future__ import annotations

import math

import numpy as np

from optimizer.engine.insertion import probe
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
    most = max(_LEAST_PROBED, _MOST_PROBES // max(1, len(inst.demands)))
    known: dict[int, tuple[float, int, int]] = {}

    def price(t: int, want: int, reference: float, fill: float) -> tuple[float, int, int]:
        if t not in known:
            known[t] = probe(i, s, t, want, reference, fill)
        return known[t]

    for row in inst.demands:
        want = int(row["headcount"])
        reference = float(row["reference"])
        if row["direct"] >= 0:
            direct, _, _ = price(int(row["direct"]), want, reference, _DIRECT_FILL)
            if math.isfinite(direct):
                row["reference"] = direct
        first, count = int(row["first_option"]), int(row["options"])
        for x in range(first, first + count):
            way = inst.options[x]
            if x >= first + most:
                way["legs_price"] = math.inf
                continue
            own = float(way["estimate"] - way["legs_price"])
            total = (way["reaches"] - way["leaves"]) * inst.rules.per_minute
            for leg, day in (("feeder", "first_day"), ("last_mile", "last_day")):
                if way[leg] >= 0:
                    cost, leaves, arrives = price(int(way[leg]), want, reference / 3, _LEG_FILL)
                    total += cost
                    way[day] = (leaves if leg == "feeder" else arrives) // 1440
            way["legs_price"] = total
            way["estimate"] = total + own if math.isfinite(total) else _UNKNOWN * (way["estimate"])
        block = inst.options[first : first + count]
        block[:] = block[np.argsort(block["estimate"], kind="stable")]
