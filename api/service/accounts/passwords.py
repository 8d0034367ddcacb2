"""Passwords: which are good, their hash by argon2id, a check that takes as long for an account that is not there."""

from __future__ import annotations

import os
import secrets
import unicodedata
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.service.accounts.rules import AccountRules
from api.service.store.errors import InvalidError
from scenarios import FileFault

SHORTEST = 10
LONGEST = 200
_COMMON = ("password", "passwort", "mima123", "12345678", "qwerty", "11111111", "88888888", "iloveyou", "fangang")
_FEW_SIGNS = 5


class Passwords:
    """Makes and checks hashes. At most as many at a time as there are cores: each needs memory of its own."""

    def __init__(self, rules: AccountRules) -> None:
        self._hasher = PasswordHasher(time_cost=rules.hash_rounds, memory_cost=rules.hash_memory_kib, parallelism=1)
        self._turn = BoundedSemaphore(os.cpu_count() or 1)

    def hash(self, password: str) -> str:
        """The hash, with its costs and salt in it."""
        with self._turn:
            return self._hasher.hash(_normal(password))

    def matches(self, password: str, hashed: str | None) -> bool:
        """Whether it is the password. Without a hash it is not, after the same time."""
        with self._turn:
            try:
                self._hasher.verify(hashed or self._nobodys, _normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return hashed is not None

    def is_dated(self, hashed: str) -> bool:
        """Whether the hash was made at other costs than today's."""
        return self._hasher.check_needs_rehash(hashed)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())


def check_password(password: str, *, login: str) -> None:
    """Raises InvalidError for a password that is easily guessed."""
    plain = _normal(password)
    low = plain.casefold()
    if not SHORTEST <= len(plain) <= LONGEST:
        _refuse(f"{SHORTEST} to {LONGEST} characters")
    if len(set(plain)) < _FEW_SIGNS:
        _refuse(f"at least {_FEW_SIGNS} different characters")
    if login and (login in low or low in login):
        _refuse("a password without the sign-in name")
    if any(low.startswith(word) and len(low) - len(word) < 6 for word in _COMMON):
        _refuse("a password that is not among the first to be tried")


def _refuse(expected: str) -> None:
    fault = FileFault(place="body", column="password", expected=expected, advice="Maybe take four words of your own.")
    raise InvalidError("This password cannot be used.", [fault])


def _normal(password: str) -> str:
    """The same characters however the keyboard composes them."""
    return unicodedata.normalize("NFKC", password)
