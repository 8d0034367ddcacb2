"""Sealing by AES-256-GCM: a person's fields under a key of their own, that key under the service's master key."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"
_PACKED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class SealError(Exception):
    """Something sealed that this key does not open: another key, another holder, or bytes that were changed."""


def new_key() -> bytes:
    """A key that nobody can guess."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, holder_id: str, plain: bytes) -> bytes:
    """``plain`` sealed for ``holder_id``: under that name alone it opens again."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, holder_id.encode())


def unseal(key: bytes, holder_id: str, sealed: bytes) -> bytes:
    """What was sealed. Raises SealError."""
    nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] != _FORMAT:
            raise SealError(f"The seal of {holder_id} has an unknown form. Maybe a newer version wrote it.")
        return AESGCM(key).decrypt(nonce, rest, holder_id.encode())
    except (InvalidTag, ValueError):
        raise SealError(
            f"The seal of {holder_id} does not open. Maybe the master key is another one than when it was sealed."
        ) from None


def packed(fields: Mapping[str, str]) -> bytes:
    """Named texts as they are sealed: the same texts give the same bytes."""
    return _PACKED.encode(dict(fields)).encode()


def seal_fields(key: bytes, holder_id: str, fields: Mapping[str, str]) -> bytes:
    """Named texts, sealed."""
    return seal(key, holder_id, packed(fields))


def unseal_fields(key: bytes, holder_id: str, sealed: bytes) -> dict[str, str]:
    """Named texts. Raises SealError."""
    found: dict[str, str] = json.loads(unseal(key, holder_id, sealed))
    return found


def digest(key: bytes, *parts: str) -> bytes:
    """The keyed hash (HMAC-SHA-256) by which two of the same are found without opening either."""
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).digest()


def fingerprint(key: bytes) -> str:
    """Names a key without telling it."""
    return hashlib.sha256(b"fangang key " + key).hexdigest()[:16]
