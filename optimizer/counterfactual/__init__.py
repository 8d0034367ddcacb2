"""What would have to change: for workers left behind the cheapest single change that serves them, really planned."""

from optimizer.counterfactual.cheapest import MOST_TRIALS, cheapest_changes
from optimizer.counterfactual.worth import worth_by_duals

__all__ = ["MOST_TRIALS", "cheapest_changes", "worth_by_duals"]
