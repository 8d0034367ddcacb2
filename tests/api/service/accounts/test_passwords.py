"""Passwords: argon2id hashes, what is refused, and the same time for an account that is not there."""

from __future__ import annotations

import pytest

from api.service.accounts.passwords import Passwords, check_password
from api.service.accounts.rules import AccountRules
from api.service.store import InvalidError
from tests.api.service.accounts.conftest import CHEAP


def test_a_hash_is_argon2id_with_the_costs_of_the_settings() -> None:
    hashed = Passwords(AccountRules()).hash("four words of mine")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_only_the_password_matches() -> None:
    passwords = Passwords(CHEAP)
    hashed = passwords.hash("four words of mine")
    assert passwords.matches("four words of mine", hashed)
    assert not passwords.matches("four words of mine ", hashed)
    assert not passwords.matches("four words of mine", None)
    assert not passwords.matches("four words of mine", "no hash at all")
    assert passwords.hash("four words of mine") != hashed


def test_the_same_letters_from_another_keyboard_match() -> None:
    passwords = Passwords(CHEAP)
    assert passwords.matches("caf\u0065\u0301 au lait bien", passwords.hash("caf\u00e9 au lait bien"))
    assert passwords.matches("ｆｏｕｒ words of mine", passwords.hash("four words of mine"))


def test_a_hash_of_other_costs_is_dated() -> None:
    assert not Passwords(CHEAP).is_dated(Passwords(CHEAP).hash("four words of mine"))
    assert Passwords(AccountRules(hash_rounds=2, hash_memory_kib=8)).is_dated(Passwords(CHEAP).hash("four words"))


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("short", "10 to 200 characters"),
        ("x" * 201, "10 to 200 characters"),
        ("aaaabbbbaaaabbbb", "at least 5 different"),
        ("password2020", "not among the first"),
        ("li.wei@example.cn", "without the sign-in name"),
        ("my li.wei@example.cn", "without the sign-in name"),
        ("11111111111111", "at least 5 different"),
    ],
)
def test_what_is_easily_guessed_is_refused(password: str, expected: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check_password(password, login="li.wei@example.cn")
    (fault,) = refused.value.faults
    assert expected in fault.expected
    assert fault.value is None, "a password is never repeated"


@pytest.mark.parametrize("password", ["correct horse battery", "我家住在大明湖畔柳树旁", "tr0ub4dor&3x!"])
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    check_password(password, login="li.wei@example.cn")
