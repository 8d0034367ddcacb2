"""Plans side by side: which is better, who gains and who loses, and which differences mean something."""

from scenarios.comparison.comparing import BrokenPlanError, compare
from scenarios.comparison.model import DIMENSIONS, Change, Comparison, Delta, Group, Line
from scenarios.plan_home import Entry

__all__ = ["DIMENSIONS", "BrokenPlanError", "Change", "Comparison", "Delta", "Entry", "Group", "Line", "compare"]
