"""The checker of plans: every rule of the contract, with code that no planner shares."""

from optimizer.check.checker import check
from optimizer.check.report import RULES, OutingNumbers, Report, RunNumbers, SeatUse, Totals, Violation

__all__ = ["RULES", "OutingNumbers", "Report", "RunNumbers", "SeatUse", "Totals", "Violation", "check"]
