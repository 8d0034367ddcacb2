"""What passes is removed, what is still good stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from api.service.accounts.tables import Account, Attempts, SignedSession
from api.service.actor import SYSTEM
from api.service.store import Database, new_id
from api.service.store.tables import IdempotencyKey
from api.service.upkeep import ANSWERS, ATTEMPTS, sweep


def test_what_has_passed_goes_and_the_rest_stays(database: Database) -> None:
    moment = timedelta(seconds=10)
    with database.write(SYSTEM) as unit:
        account = unit.add(Account(login="a", name="a", role="planner"))
        unit.session.flush()
        for name, age in (("old", moment), ("good", -moment)):
            key = IdempotencyKey(owner="", key=name, fingerprint=b"f", answer={}, created_at=unit.now - ANSWERS - age)
            expires = unit.now - age
            session = SignedSession(
                id=new_id(),
                account_id=account.id,
                token_hash=name.encode(),
                created_at=unit.now,
                seen_at=unit.now,
                expires_at=expires,
                agent=name,
            )
            tried = Attempts(subject=name.encode(), count=1, last_at=unit.now - ATTEMPTS - age, free_at=unit.now)
            for row in (key, session, tried):
                unit.add(row)
    for _ in range(2):
        sweep(database)
    with database.read(SYSTEM) as unit:
        assert list(unit.session.scalars(select(IdempotencyKey.key))) == ["good"]
        assert list(unit.session.scalars(select(SignedSession.agent))) == ["good"]
        assert list(unit.session.scalars(select(Attempts.subject))) == [b"good"]
