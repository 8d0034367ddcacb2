"""Which states a campaign and an offer go through, and which step leads from where to where."""

from __future__ import annotations

from collections.abc import Mapping

CAMPAIGN_STATES = ("preparing", "open", "frozen", "running", "closed")

CAMPAIGN_STEPS: Mapping[str, frozenset[str]] = {
    "preparing": frozenset({"open", "closed"}),
    "open": frozenset({"preparing", "frozen", "closed"}),
    "frozen": frozenset({"open", "running", "closed"}),
    "running": frozenset({"frozen", "closed"}),
    "closed": frozenset(),
}
"""A closed campaign stays closed: the retention time of its workers' data runs from there."""

OFFER_STATES = ("offered", "accepted", "declined", "expired", "withdrawn")

OFFER_STEPS: Mapping[str, frozenset[str]] = {
    "offered": frozenset({"accepted", "declined", "withdrawn"}),
    "accepted": frozenset({"offered", "declined", "withdrawn"}),
    "declined": frozenset({"offered", "withdrawn"}),
    "expired": frozenset({"offered", "withdrawn"}),
    "withdrawn": frozenset({"offered"}),
}
"""``expired`` comes by the clock alone, to an offer that nobody has accepted in time."""
