"""A lock says who lives: it is held while the process is there, and free the moment it is gone, however it went."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from api.service.plans.presence import Presence, presence_at
from api.service.store import Database, new_id

_HOLD = """
import sys, time
from api.service.plans.presence import presence_at
from api.service.store import Database
presence = presence_at(Database.open(sys.argv[1], migrate=False))
presence.hold(sys.argv[2])
print("held", flush=True)
time.sleep(60)
"""


def _wait_until_gone(presence: Presence, who: str) -> None:
    """A server lets a lock go a moment after its connection was closed."""
    until = time.monotonic() + 10
    while not presence.gone(who):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_lock_ends_with_its_process(database: Database, database_url: str) -> None:
    other = new_id()
    words = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{_HOLD}", database_url, other]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        mine = presence_at(database)
        assert not mine.gone(other)
        process.send_signal(signal.SIGKILL)
        process.wait()
        _wait_until_gone(mine, other)


def test_a_lock_is_one_process_s(database: Database) -> None:
    first, second, me = presence_at(database), presence_at(database), new_id()
    first.hold(me)
    assert first.held()
    with pytest.raises(RuntimeError, match="another process holds its lock"):
        second.hold(me)
    second.drop()
    assert not presence_at(database).gone(me)
    first.drop()
    _wait_until_gone(presence_at(database), me)
