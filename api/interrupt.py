"""Ctrl-C while a plan is made: the first stops the search and keeps the best so far, the second aborts."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from optimizer.result import ShouldStop

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def first_signal_stops(say: Callable[[str], None]) -> Iterator[ShouldStop]:
    """Gives a ``should_stop`` that turns true at the first SIGINT or SIGTERM. The second raises KeyboardInterrupt."""
    stopped = False

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        if stopped:
            raise KeyboardInterrupt
        stopped = True
        say("Stopping: the best plan so far will be checked and written. Ctrl-C again aborts.")

    before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    try:
        yield lambda: stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
