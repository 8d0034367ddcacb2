"""From an earlier plan to the next one: what of it still holds, and what of that has to stay."""

from optimizer.pinning import PinError
from optimizer.replanning.carrying import Carried, carry_over
from optimizer.replanning.draft import Dropped

__all__ = ["Carried", "Dropped", "PinError", "carry_over"]
