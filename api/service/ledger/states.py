"""The six states of a problem (Ningbo industry office, 2020-02-26) and the steps between them."""

from __future__ import annotations

from collections.abc import Mapping

STATES = ("found", "gathered", "submitted", "forwarded", "coordinated", "closed")
CLOSED = "closed"

STATE_WORDS: Mapping[str, str] = dict(zip(STATES, ("发现", "汇总", "提交", "转办", "协调", "销号"), strict=True))


def next_states(state: str) -> tuple[str, ...]:
    """One step on in their order, and one step back."""
    at = STATES.index(state)
    return STATES[at + 1 : at + 2] + STATES[max(0, at - 1) : at]


def is_back(before: str, after: str) -> bool:
    """Whether a step leads back, which needs a reason."""
    return STATES.index(after) < STATES.index(before)
