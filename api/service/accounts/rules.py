"""The numbers of signing in; over HTTP they are settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from api.service.accounts.throttle import Allowance


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRules:
    """How dear a password's hash is, how long things last, how often something may fail."""

    hash_rounds: int = 2
    hash_memory_kib: int = 19_456
    idle: timedelta = timedelta(hours=8)
    session: timedelta = timedelta(hours=72)
    set_up_link: timedelta = timedelta(hours=24)
    invitation: timedelta = timedelta(days=7)
    reset_link: timedelta = timedelta(hours=24)
    attempts: int = 5
    attempts_by_address: int = 50
    sign_ups: int = 20
    first_wait: timedelta = timedelta(seconds=2)
    most_wait: timedelta = timedelta(minutes=15)

    @property
    def by_account(self) -> Allowance:
        """For passwords of one account."""
        return Allowance(free=self.attempts, first=self.first_wait, most=self.most_wait)

    @property
    def by_address(self) -> Allowance:
        """For passwords and one-time links from one address, whose people may be many."""
        return Allowance(free=self.attempts_by_address, first=self.first_wait, most=self.most_wait)

    @property
    def by_sign_up(self) -> Allowance:
        """For signing up from one address."""
        return Allowance(free=self.sign_ups, first=self.first_wait, most=self.most_wait)
