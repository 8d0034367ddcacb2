"""Changing from one coach to another (contract, rule 4)."""

from __future__ import annotations

COACH_CHANGE_MIN = 10
"""From the first coach's arrival to the second one's departure, at least."""
