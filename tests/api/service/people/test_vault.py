"""The master key and what is sealed under it."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from api.service.people.sealing import SealError, digest, new_key, seal, seal_fields, unseal, unseal_fields
from api.service.people.vault import MasterKeyError, Vault


def text_of(*keys: bytes) -> str:
    return ",".join(base64.b64encode(key).decode() for key in keys)


def test_what_is_sealed_opens_for_its_holder_alone() -> None:
    key = new_key()
    sealed = seal_fields(key, "me", {"name": "张三"})
    assert unseal_fields(key, "me", sealed) == {"name": "张三"}
    assert "张三".encode() not in sealed
    assert sealed != seal_fields(key, "me", {"name": "张三"})
    for other in (("you", key), ("me", new_key())):
        with pytest.raises(SealError, match="does not open"):
            unseal(other[1], other[0], sealed)


def test_every_changed_byte_is_noticed() -> None:
    key = new_key()
    sealed = seal(key, "me", b"fields")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(SealError):
            unseal(key, "me", changed)
    for end in range(len(sealed)):
        with pytest.raises(SealError):
            unseal(key, "me", sealed[:end])


def test_a_hash_needs_its_key() -> None:
    one, other = new_key(), new_key()
    assert digest(one, "resident_id", "1") == digest(one, "resident_id", "1") != digest(other, "resident_id", "1")
    assert digest(one, "a", "bc") != digest(one, "ab", "c")


def test_the_first_start_makes_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    vault = Vault.open("", tmp_path / "data")
    assert vault.file is not None
    assert stat.S_IMODE(vault.file.stat().st_mode) == 0o600
    assert Vault.open("", tmp_path / "data").newest == vault.newest
    assert list(vault.file.parent.iterdir()) == [vault.file]


def test_the_settings_go_before_the_file(tmp_path: Path) -> None:
    key = new_key()
    vault = Vault.open(text_of(key), tmp_path)
    assert vault.file is None
    assert list(tmp_path.iterdir()) == []
    wrapped, master = vault.wrap_named("me", b"x" * 32)
    assert Vault.open(text_of(new_key(), key), tmp_path).unwrap("me", wrapped, master) == b"x" * 32


def test_a_running_service_finds_a_new_key_by_itself(tmp_path: Path) -> None:
    running, command = Vault.open("", tmp_path), Vault.open("", tmp_path)
    wrapped, master = running.wrap_named("me", b"x" * 32)
    command.add_newest()
    assert command.newest != master
    assert running.newest == command.newest
    again, newest = command.wrap_named("me", command.unwrap("me", wrapped, master))
    assert running.unwrap("me", again, newest) == b"x" * 32
    assert running.unwrap("me", wrapped, master) == b"x" * 32


def test_a_key_that_is_gone_is_named(tmp_path: Path) -> None:
    wrapped, master = Vault((new_key(),)).wrap_named("me", new_key())
    with pytest.raises(SealError, match=f"wrapped by the master key {master}"):
        Vault((new_key(),)).unwrap("me", wrapped, master)


@pytest.mark.parametrize("text", ["short", base64.b64encode(b"x" * 31).decode(), "ä"])
def test_what_is_no_key_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(MasterKeyError, match="32 bytes in base64"):
        Vault.open(text, tmp_path)


def test_a_broken_file_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    file.write_text("nothing\n", encoding="ascii")
    with pytest.raises(MasterKeyError, match=r"master\.key: expected 32 bytes"):
        Vault.open("", tmp_path)
    assert file.read_text(encoding="ascii") == "nothing\n"


def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    vault = Vault.open("", tmp_path)
    (tmp_path / "master.key").unlink()
    with pytest.raises(MasterKeyError, match="is gone"):
        vault.wrap("me", new_key())


def test_settings_alone_cannot_make_a_key(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyError, match="comes from FANGANG_MASTER_KEY"):
        Vault.open(text_of(new_key()), tmp_path).add_newest()
