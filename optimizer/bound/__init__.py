"""A lower bound on the objective over all valid plans of the contract: how good a plan can be at most."""

from optimizer.bound.lower import lower_bound

__all__ = ["lower_bound"]
