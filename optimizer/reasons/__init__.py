"""Why workers stay behind: the contract's reasons, proven where a relaxation shows them."""

from optimizer.reasons.explain import explain

__all__ = ["explain"]
