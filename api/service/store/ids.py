"""Names of rows: sorted by time of creation, and nobody can guess one."""

from __future__ import annotations

import secrets
import threading
import time

ID_LENGTH = 26
ID_PATTERN = "^[0-9a-hjkmnp-tv-z]{26}$"

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_SINCE = 1_577_836_800  # 2020-01-01 in seconds
_TICKS = 250_000  # a second has so many: 50 bits of them last 142 years
_RANDOM_BITS = 80
_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A new id: 10 letters of time and 16 of chance. Within a process every one is later than the one before."""
    global _last  # noqa: PLW0603 - one clock for the process
    with _lock:
        _last = max(_last + 1, int((time.time() - _SINCE) * _TICKS))
        tick = _last
    number = (tick << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    return "".join(_LETTERS[(number >> shift) & 31] for shift in range(5 * (ID_LENGTH - 1), -1, -5))
