"""Fangang's engine: the domain model, the rules, the planner, the bound, the checker."""

from optimizer.solving import solve

__all__ = ["solve"]
