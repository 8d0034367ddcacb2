"""What is done at the end of a step with the outings that it touched."""

from __future__ import annotations

from optimizer.engine.circulation import cut, join
from optimizer.engine.layout import Instance, State
from optimizer.engine.steps import rehouse, retime
from optimizer.kernel import kernel

_STEP, _REACH = 30, 180


@kernel
def tidy(inst: Instance, st: State, circulating: bool, late: bool) -> None:
    """Rehouses and retimes the outings touched in this step; ``circulating``: joins and cuts them too.

    ``late``: retimes them once more, to make room for runs before theirs.
    """
    touched = st.journal_outing_ids[: st.journal_counts[1]]
    for o in touched:
        if st.outings[o].runs > 0:
            rehouse(inst, st, o)
            retime(inst, st, o, _STEP, _REACH, False)
            if late:
                retime(inst, st, o, _STEP, _REACH, True)
            if circulating:
                circulate(inst, st, o)


@kernel
def circulate(inst: Instance, st: State, o: int) -> float:
    """Joins an outing with another or cuts it in two where that is cheaper; returns the gain."""
    if st.outings[o].runs == 0:
        return 0.0
    gain = cut(inst, st, o)
    return gain + join(inst, st, o)
