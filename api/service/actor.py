"""Who acts: every unit of work and every permission is asked with one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["administrator", "planner", "reader", "employer", "carrier", "escort", "system", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An account in its role, with what ties it to rows: its employer, its carrier, the runs that it escorts."""

    role: Role
    account_id: str | None = None
    employer_id: str | None = None
    carrier_id: str | None = None
    run_ids: frozenset[str] = frozenset()


SYSTEM = Actor(role="system")
"""The service itself: workers, clean-up, commands of the machine's owner."""

NOBODY = Actor(role="nobody")
"""Somebody who has not signed in."""
