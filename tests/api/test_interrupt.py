"""Ctrl-C: the first asks the search to stop, the second aborts, and afterwards everything is as before."""

from __future__ import annotations

import os
import signal

import pytest

from api.interrupt import first_signal_stops


def test_the_first_signal_stops_and_the_second_aborts() -> None:
    said: list[str] = []
    with first_signal_stops(said.append) as should_stop:
        assert not should_stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert should_stop()
        assert len(said) == 1
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_sigterm_stops_too() -> None:
    with first_signal_stops(lambda _: None) as should_stop:
        os.kill(os.getpid(), signal.SIGTERM)
        assert should_stop()


def test_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with first_signal_stops(lambda _: None):
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
