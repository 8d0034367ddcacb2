"""The master key: from the settings, or from a file that is made at the first start; and how a new one comes in."""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from api.service.people.sealing import KEY_BYTES, SealError, fingerprint, new_key, seal, unseal

KEY_FILE = "master.key"
_VARIABLE = "FANGANG_MASTER_KEY"


class MasterKeyError(ValueError):
    """The master key is missing or none; the message says where it was looked for."""


class Vault:
    """Wraps persons' keys under the newest master key, and unwraps them under any that it has.

    The key file has one key a line, the newest first. Whenever it was changed it is read again, so a running service
    need not be stopped for a new key. Threads may share a vault.
    """

    def __init__(self, keys: tuple[bytes, ...], *, file: Path | None = None) -> None:
        self.file = file
        self._lock = threading.Lock()
        self._newest = b""
        self._keys: Mapping[str, bytes] = {}
        self._read_at = 0 if file is None else file.stat().st_mtime_ns
        self._take(keys)

    @classmethod
    def open(cls, text: str, folder: Path) -> Vault:
        """The keys in ``text`` (base64, the newest first, with commas), else those of the file in ``folder``.

        Without either the file is made, readable by its owner alone. Raises MasterKeyError.
        """
        if text.strip():
            return cls(_parsed(text.replace(",", "\n"), _VARIABLE))
        file = folder / KEY_FILE
        if not file.exists():
            _make(file)
        return cls(_read(file), file=file)

    @property
    def newest(self) -> str:
        """The fingerprint of the key that wraps."""
        self._look_again()
        return fingerprint(self._newest)

    def wrap(self, holder_id: str, key: bytes) -> bytes:
        """The holder's key as a table may keep it."""
        return self.wrap_named(holder_id, key)[0]

    def wrap_named(self, holder_id: str, key: bytes) -> tuple[bytes, str]:
        """The same, with the fingerprint of the master key that wrapped it."""
        self._look_again()
        master = self._newest
        return seal(master, holder_id, key), fingerprint(master)

    def unwrap(self, holder_id: str, wrapped: bytes, master: str) -> bytes:
        """The holder's key; ``master`` is the fingerprint of the key that wrapped it. Raises SealError."""
        if master not in self._keys:
            self._look_again()
        if master not in self._keys:
            raise SealError(
                f"The key of {holder_id} was wrapped by the master key {master}, which is not here. "
                f"Maybe {_VARIABLE} lacks the key before the last change."
            )
        return unseal(self._keys[master], holder_id, wrapped)

    def add_newest(self) -> None:
        """A new master key, first in the file, from now on the one that wraps.

        The ones before stay in the file: a running service wraps under them until it looks again, and backups were
        made under them. Raises MasterKeyError where the key comes from the settings.
        """
        if self.file is None:
            raise MasterKeyError(
                f"The master key comes from {_VARIABLE}, which only its owner can change. "
                f"Maybe put a new key in front of it, with a comma, and then wrap all keys anew."
            )
        _write(self.file, (new_key(), *_read(self.file)))
        self._look_again()

    def _look_again(self) -> None:
        if self.file is None:
            return
        try:
            changed = self.file.stat().st_mtime_ns
        except OSError as error:
            raise MasterKeyError(f"{self.file}: the master key is gone ({error}). Maybe restore the file.") from None
        if changed != self._read_at:
            self._take(_read(self.file))
            self._read_at = changed

    def _take(self, keys: tuple[bytes, ...]) -> None:
        with self._lock:
            self._newest = keys[0]
            self._keys = {fingerprint(key): key for key in keys}


def _make(file: Path) -> None:
    """Where two processes start together, one of them makes it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = file.with_name(f"{file.name}.{os.getpid()}.{new_key()[:4].hex()}")
    _write(mine, (new_key(),))
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()


def _read(file: Path) -> tuple[bytes, ...]:
    try:
        return _parsed(file.read_text(encoding="ascii"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise MasterKeyError(f"{file}: the master key cannot be read ({error}). Maybe restore the file.") from None


def _write(file: Path, keys: tuple[bytes, ...]) -> None:
    """The whole file or nothing of it, for its owner alone from the first byte on."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.writelines(f"{base64.b64encode(key).decode()}\n" for key in keys)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _parsed(text: str, place: str) -> tuple[bytes, ...]:
    try:
        keys = tuple(base64.b64decode(line, validate=True) for line in text.split())
    except ValueError:
        keys = ()
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise MasterKeyError(
            f"{place}: expected {KEY_BYTES} bytes in base64. Maybe make a key with: openssl rand -base64 {KEY_BYTES}"
        )
    return keys
