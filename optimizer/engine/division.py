"""From which size on a plan is improved in parts, how large these are, and how often it is divided anew."""

from __future__ import annotations

DIVIDED_FROM = 300
"""Demands from which on a plan is improved in parts; below, on islands, as a whole from several constructions."""
SIDE_BY_SIDE_FROM = 8
"""Demands from which on several processes search; with fewer they cost more time to begin than they save."""
PART_SIZE = 400
ROUNDS = 30
SAME_WIDTH = 2
"""Parts worked on side by side where iterations are counted: the same on every machine, for the plan must be."""
