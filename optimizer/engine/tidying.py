"""What is done with outings at the end of a step that touched them, and at the end of the search."""

from __future__ import annotations

from optimizer.engine.circulation import cut, join
from optimizer.engine.layout import Instance, State
from optimizer.engine.steps import rehouse, retime
from optimizer.kernel import inner, kernel

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
                _circulate(inst, st, o)


@kernel
def polish(inst: Instance, st: State, o: int, step: int, reach: int) -> None:
    """Rehouses, joins or cuts an outing and retimes it within ``reach`` minutes in steps of ``step``."""
    rehouse(inst, st, o)
    _circulate(inst, st, o)
    retime(inst, st, o, step, reach, False)
    if st.outings[o].runs > 1:
        retime(inst, st, o, step, reach, True)
        retime(inst, st, o, step, reach, False)


@inner
def _circulate(inst: Instance, st: State, o: int) -> None:
    """Joins an outing with another or cuts it in two where that is cheaper."""
    if st.outings[o].runs > 0:
        cut(inst, st, o)
        join(inst, st, o)
