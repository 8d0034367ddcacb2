"""Secrets that stand for somebody: long, random, kept as a hash only.

A token has 256 random bits, so one round of SHA-256 keeps it: nobody can try them all. Rows are looked up by the hash,
whose order in an index tells nothing of the token.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

LONGEST_TOKEN = 100
_BYTES = 32


def new_token(begins: str = "") -> str:
    """A new token of letters, digits, ``-`` and ``_``."""
    return begins + secrets.token_urlsafe(_BYTES)


def token_hash(token: str) -> bytes:
    """What the database keeps of it, 32 bytes."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def csrf_token(session_token: str) -> str:
    """What a page shows to prove that it was served to the holder of the session; says nothing of the token."""
    return hmac.new(session_token.encode("utf-8", "replace"), b"csrf", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
