"""The way in: wrong passwords tell nothing and cost growing waits, sessions end, keys reach no further than allowed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from api.service.accounts import keys, people, sessions, throttle
from api.service.accounts.door import Door, NotSignedInError, SignedIn
from api.service.accounts.passwords import Passwords
from api.service.accounts.tables import Account, ApiKey, ApiKeyUse, Attempts, SignedSession
from api.service.accounts.throttle import Allowance, TooOftenError
from api.service.accounts.tokens import token_hash
from api.service.actor import SYSTEM
from api.service.store import ConflictError, Database, InvalidError, NotFoundError, StaleError
from api.service.store.tables import AuditEntry
from tests.api.service.accounts.conftest import ADMINISTRATOR, CHEAP, PASSWORD, NewAccount


def enter(door: Door, login: str = "li", password: str = PASSWORD, **others: str) -> SignedIn:
    return door.sign_in(login=login, password=password, address=others.pop("address", "10.0.0.1"), agent="t", **others)


def refused(door: Door, login: str = "li", password: str = "wrong", address: str = "10.0.0.1") -> str:
    with pytest.raises(NotSignedInError) as error:
        enter(door, login, password, address=address)
    return str(error.value)


def test_who_began_earlier_and_came_to_the_row_later_is_not_turned_away(database: Database) -> None:
    """A unit's time is of its beginning, and it may wait for the database."""
    who, free = throttle.subject("address", "10.0.0.1"), Allowance(free=5)
    with database.write(SYSTEM) as unit:
        began_before = replace(unit, now=unit.now - timedelta(seconds=1))
        assert not throttle.take(unit, who, free)
        assert not throttle.take(began_before, who, free)
        throttle.give_back(unit, who)
        assert not throttle.take(began_before, who, free)


def test_an_attempt_that_is_given_back_leaves_no_wait(database: Database) -> None:
    who, none_free = throttle.subject("address", "10.0.0.1"), Allowance(free=0)
    with database.write(SYSTEM) as unit:
        assert throttle.take(unit, who, none_free)
        with pytest.raises(TooOftenError):
            throttle.take(unit, who, none_free)
        throttle.give_back(unit, who)
        assert throttle.take(unit, who, none_free)


def test_the_right_password_begins_a_session(door: Door, account: NewAccount) -> None:
    account_id = account("li.wei@example.cn")
    found = enter(door, " Li.Wei@Example.CN ")
    assert found.actor.account_id == account_id
    assert found.actor.role == "planner"
    assert found.token is not None
    again = door.by_session(found.token)
    assert again is not None
    assert again.actor == found.actor
    assert again.csrf == found.csrf


def test_the_database_keeps_hashes_only(door: Door, account: NewAccount, database: Database) -> None:
    account_id = account()
    found = enter(door)
    with database.write(found.actor) as unit:
        _, secret = keys.create(unit, name="k", role=None, expires_at=None)
    with database.engine.connect() as connection:
        everything = "".join(
            str(row)
            for table in ("accounts", "sessions", "api_keys", "audit_log")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert account_id in everything
    for hidden in (PASSWORD, found.token, found.csrf, secret):
        assert hidden is not None
        assert hidden not in everything


def test_whether_there_is_an_account_cannot_be_told(
    door: Door, account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words, and the same work: one hash is computed each time."""
    account("li")
    account("by provider only", password=None)
    worked: list[bool] = []
    matches = Passwords.matches

    def counted(self: Passwords, password: str, hashed: str | None) -> bool:
        worked.append(True)
        return matches(self, password, hashed)

    monkeypatch.setattr(Passwords, "matches", counted)
    said = {refused(door, login) for login in ("li", "nobody", "by provider only")}
    assert len(said) == 1
    assert len(worked) == 3


def test_lock_out_is_the_same_with_and_without_an_account(door: Door, account: NewAccount) -> None:
    account("li")
    for login in ("li", "nobody"):
        for _ in range(CHEAP.attempts + 1):
            refused(door, login)
        with pytest.raises(TooOftenError) as error:
            enter(door, login)
        assert 1 <= error.value.seconds <= 2


def test_waits_double_up_to_the_longest() -> None:
    allowance = Allowance(free=2, first=timedelta(seconds=2), most=timedelta(seconds=9))
    assert [allowance.wait(n).total_seconds() for n in (1, 2, 3, 4, 5, 6, 60)] == [0, 0, 2, 4, 8, 9, 9]


def test_several_processes_count_together(door: Door, account: NewAccount, database_url: str) -> None:
    account("li")
    with closing(Database.open(database_url, migrate=False)) as other:
        doors = (door, Door(other, CHEAP))
        for n in range(CHEAP.attempts + 1):
            refused(doors[n % 2])
        for one in doors:
            with pytest.raises(TooOftenError):
                enter(one)


def test_a_good_password_forgives_what_was_wrong_before(door: Door, account: NewAccount) -> None:
    account("li")
    for n in range(4):
        for _ in range(CHEAP.attempts):
            refused(door, address=f"10.0.0.{n}")
        enter(door, address=f"10.0.0.{n}")


def test_a_lock_ends_by_waiting(door: Door, account: NewAccount, database: Database) -> None:
    account("li")
    for _ in range(CHEAP.attempts + 1):
        refused(door)
    with database.write(SYSTEM) as unit:
        unit.session.execute(update(Attempts).values(free_at=unit.now))
    enter(door)


def test_one_address_cannot_try_many_accounts(door: Door) -> None:
    for n in range(CHEAP.attempts_by_address + 1):
        refused(door, f"account-{n}", address="203.0.113.9")
    with pytest.raises(TooOftenError):
        enter(door, "somebody", address="203.0.113.9")
    refused(door, "somebody", address="198.51.100.7")


def test_good_sign_ins_do_not_use_up_an_address(door: Door, account: NewAccount) -> None:
    account("li")
    for _ in range(CHEAP.attempts_by_address + 3):
        enter(door)


def test_a_lock_out_is_on_record_without_a_name(door: Door, database: Database) -> None:
    for _ in range(CHEAP.attempts + 1):
        refused(door, "somebody@example.cn")
    with database.read(SYSTEM) as unit:
        entries = list(unit.session.scalars(select(AuditEntry).where(AuditEntry.action == "lock-out")))
    assert [entry.after for entry in entries] == [{"seconds": 2.0}]
    assert "somebody" not in str([vars(entry) for entry in entries])


def test_old_attempts_are_forgotten(door: Door, database: Database) -> None:
    refused(door)
    with database.write(SYSTEM) as unit:
        assert throttle.forget_old(unit, unit.now - timedelta(days=1)) == 0
        assert throttle.forget_old(unit, unit.now + timedelta(seconds=1)) == 2


def test_signing_in_again_ends_the_session_that_the_browser_had(door: Door, account: NewAccount) -> None:
    account("li")
    first = enter(door)
    assert first.token is not None
    second = enter(door, old_token=first.token)
    assert second.token != first.token
    assert door.by_session(first.token) is None
    assert second.token is not None
    assert door.by_session(second.token) is not None


def test_a_token_that_a_stranger_set_is_not_taken_over(door: Door, account: NewAccount) -> None:
    account("li")
    found = enter(door, old_token="set by a stranger")
    assert found.token != "set by a stranger"
    assert door.by_session("set by a stranger") is None


@pytest.mark.parametrize("column", ["expires_at", "seen_at"])
def test_a_session_ends_by_age_and_by_rest(door: Door, account: NewAccount, database: Database, column: str) -> None:
    account("li")
    token = enter(door).token
    assert token is not None
    with database.write(SYSTEM) as unit:
        over = {"expires_at": unit.now, "seen_at": unit.now - CHEAP.idle}[column]
        unit.session.execute(update(SignedSession).values({column: over}))
    assert door.by_session(token) is None
    with database.write(SYSTEM) as unit:
        assert sessions.remove_expired(unit, CHEAP) == 1


def test_using_a_session_keeps_it_but_writes_at_most_once_a_minute(
    door: Door, account: NewAccount, database: Database
) -> None:
    account("li")
    token = enter(door).token
    assert token is not None
    seen = select(SignedSession.seen_at)
    with database.write(SYSTEM) as unit:
        unit.session.execute(update(SignedSession).values(seen_at=unit.now - timedelta(minutes=5)))
    door.by_session(token)
    with database.read(SYSTEM) as unit:
        first = unit.session.scalar(seen)
        assert first is not None
        assert unit.now - first < timedelta(minutes=1)
    door.by_session(token)
    with database.read(SYSTEM) as unit:
        assert unit.session.scalar(seen) == first


def test_whoever_is_put_out_is_out_at_once(door: Door, account: NewAccount, database: Database) -> None:
    account_id = account("li")
    token = enter(door).token
    assert token is not None
    with database.write(ADMINISTRATOR) as unit:
        people.change(unit, account_id, version=1, disabled=True)
    assert door.by_session(token) is None
    refused(door, password=PASSWORD)
    with database.write(ADMINISTRATOR) as unit:
        people.change(unit, account_id, version=2, disabled=False)
    assert door.by_session(token) is None
    enter(door)


def test_a_dated_hash_is_renewed_at_the_next_sign_in(door: Door, account: NewAccount, database: Database) -> None:
    account("li")
    dearer = Door(database, replace(CHEAP, hash_rounds=2))
    enter(dearer)
    with database.read(SYSTEM) as unit:
        hashed = unit.session.scalar(select(Account.password_hash))
    assert hashed is not None
    assert "t=2" in hashed
    enter(dearer)


class TestKeys:
    """API keys."""

    def _key(self, door: Door, role: str | None = None, **others: object) -> tuple[SignedIn, str, str]:
        found = enter(door)
        with door.database.write(found.actor) as unit:
            row, secret = keys.create(unit, name="k", role=role, expires_at=None, **others)
        return found, row.id, secret

    def test_a_key_stands_for_its_account(self, door: Door, account: NewAccount) -> None:
        account("li")
        found, _, secret = self._key(door)
        holder = door.by_key(secret)
        assert holder is not None
        assert holder.actor == found.actor
        assert holder.csrf is None
        assert secret.startswith("fgk_")
        assert door.by_key(secret[:-1]) is None
        assert door.by_session(secret) is None

    def test_a_key_may_be_narrower_and_never_wider(self, door: Door, account: NewAccount) -> None:
        account("li", role="planner")
        _, _, secret = self._key(door, role="reader")
        holder = door.by_key(secret)
        assert holder is not None
        assert holder.actor.role == "reader"
        for wider in ("administrator", "employer", "system", "nobody"):
            with pytest.raises(InvalidError, match="cannot be made"):
                self._key(door, role=wider)
        with door.database.write(holder.actor) as unit, pytest.raises(InvalidError):
            keys.create(unit, name="wider again", role="planner", expires_at=None)

    def test_a_key_is_no_wider_than_its_account_has_become(
        self, door: Door, account: NewAccount, database: Database
    ) -> None:
        account_id = account("li", role="planner")
        _, _, secret = self._key(door)
        with database.write(ADMINISTRATOR) as unit:
            people.change(unit, account_id, version=None, role="reader")
        assert door.by_key(secret) is None

    def test_revoked_run_out_and_disabled(self, door: Door, account: NewAccount, database: Database) -> None:
        account_id = account("li")
        found, key_id, secret = self._key(door)
        with database.write(found.actor) as unit, pytest.raises(StaleError):
            keys.revoke(unit, key_id, 7)
        with database.write(found.actor) as unit:
            keys.revoke(unit, key_id, 1)
        assert door.by_key(secret) is None
        _, key_id, secret = self._key(door)
        with database.write(SYSTEM) as unit:
            unit.session.get_one(ApiKey, key_id).expires_at = unit.now
        assert door.by_key(secret) is None
        _, _, secret = self._key(door)
        with database.write(ADMINISTRATOR) as unit:
            people.change(unit, account_id, version=None, disabled=True)
        assert door.by_key(secret) is None

    def test_somebody_else_s_key_does_not_exist(self, door: Door, account: NewAccount, database: Database) -> None:
        account("li")
        _, key_id, _ = self._key(door)
        account("wang")
        other = enter(door, "wang")
        with database.write(other.actor) as unit, pytest.raises(NotFoundError):
            keys.revoke(unit, key_id)
        with database.read(other.actor) as unit:
            assert keys.listed(unit).items == []
        with database.read(ADMINISTRATOR) as unit:
            assert [shown.key.id for shown in keys.listed(unit).items] == [key_id]

    def test_the_last_use_is_known(self, door: Door, account: NewAccount, database: Database) -> None:
        account("li")
        found, key_id, secret = self._key(door)
        with database.read(found.actor) as unit:
            assert keys.used_at(unit, key_id) is None
        door.by_key(secret)
        door.by_key(secret)
        with database.read(found.actor) as unit:
            (shown,) = keys.listed(unit).items
            assert shown.used_at is not None
            assert shown.key.version == 1, "a use is no change of the key"
            assert len(unit.session.scalars(select(ApiKeyUse)).all()) == 1

    def test_an_account_has_only_so_many(
        self, door: Door, account: NewAccount, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keys, "MOST_KEYS", 2)
        account("li")
        self._key(door)
        self._key(door)
        with pytest.raises(ConflictError, match="no more are allowed"):
            self._key(door)


def test_tokens_are_looked_up_by_their_hash() -> None:
    assert len(token_hash("x")) == 32
    assert token_hash("x") != token_hash("y")
    token_hash("\ud800")
