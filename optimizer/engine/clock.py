"""When an improvement ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Clock:
    """When an improvement ends: at ``deadline`` (``time.time``), or after so many iterations without any clock."""

    deadline: float
    iterations: int | None
    should_stop: Callable[[], bool]
    begun: float = field(default_factory=time.time)

    @property
    def span(self) -> float:
        """Seconds from its begin to the deadline."""
        return self.deadline - self.begun

    def share(self, done: int) -> float:
        """How much of the time or of the iterations is over, 0 to 1."""
        if self.iterations is not None:
            return min(1.0, done / max(1, self.iterations))
        return min(1.0, (time.time() - self.begun) / max(1e-6, self.span))

    def over(self, done: int) -> bool:
        """Whether the improvement is to end."""
        return self.should_stop() or self.share(done) >= 1
