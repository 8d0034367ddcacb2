"""One-time links: good once and for a time; the first one makes the first administrator and no second."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from api.service.accounts import links, people
from api.service.accounts.door import Door, NotSignedInError
from api.service.accounts.tables import Account, Employer, Invitation
from api.service.actor import SYSTEM
from api.service.store import ConflictError, Database, DeniedError, InvalidError, NotFoundError
from tests.api.service.accounts.conftest import ADMINISTRATOR, PASSWORD, PLANNER, NewAccount

HOUR = timedelta(hours=1)


def accept(door: Door, token: str, *, login: str | None = "boss", password: str = PASSWORD) -> str:
    return links.accept(door, token, name=None, login=login, password=password)


def invited(database: Database, role: str = "reader", **others: str) -> str:
    with database.write(ADMINISTRATOR) as unit:
        return links.invite(unit, HOUR, role=role, name="Wang Fang", **others)[1]


def first_link(database: Database) -> str:
    token = links.set_up(database, HOUR)
    assert token is not None
    return token


def test_the_first_start_makes_the_first_administrator(door: Door, database: Database) -> None:
    token = first_link(database)
    assert links.look(database, token).purpose == "set-up"
    account_id = accept(door, token)
    with database.read(SYSTEM) as unit:
        row = unit.session.get_one(Account, account_id)
        assert (row.role, row.login) == ("administrator", "boss")
        assert token not in str(unit.session.execute(select(Invitation.__table__)).all())
    assert door.sign_in(login="boss", password=PASSWORD, address="a", agent="").actor.role == "administrator"
    with pytest.raises(NotFoundError, match="not good"):
        accept(door, token, login="second")
    assert links.set_up(database, HOUR) is None


def test_two_first_links_make_one_administrator(door: Door, database: Database) -> None:
    """Two processes have printed a link each, and both are opened in the same moment."""
    tokens = [first_link(database), first_link(database)]

    def use(n: int) -> bool:
        try:
            accept(door, tokens[n], login=f"boss-{n}")
        except NotFoundError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, range(2))) == [False, True]
    with database.read(SYSTEM) as unit:
        assert unit.session.scalar(select(func.count()).select_from(Account)) == 1


def test_one_link_used_twice_at_once_makes_one_account(door: Door, database: Database) -> None:
    token = invited(database)

    def use(n: int) -> bool:
        try:
            accept(door, token, login=f"wang-{n}")
        except NotFoundError:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(use, range(3))) == [False, False, True]


def test_a_link_runs_out_and_can_be_withdrawn(door: Door, database: Database) -> None:
    token = invited(database)
    with database.write(ADMINISTRATOR) as unit:
        (row,) = links.listed(unit).items
        unit.session.execute(
            update(Invitation.__table__).where(Invitation.__table__.c.id == row.id).values(expires_at=unit.now)
        )
    with pytest.raises(NotFoundError):
        links.look(database, token)
    token = invited(database)
    with database.write(ADMINISTRATOR) as unit:
        links.withdraw(unit, links.listed(unit).items[0].id, 1)
    with pytest.raises(NotFoundError):
        accept(door, token)


def test_what_cannot_be_used_does_not_use_up_the_link(door: Door, database: Database, account: NewAccount) -> None:
    account("taken")
    token = invited(database)
    for how, error in (
        ({"password": "short"}, InvalidError),
        ({"login": "x y"}, InvalidError),
        ({"login": None}, InvalidError),
        ({"login": "TAKEN"}, ConflictError),
    ):
        with pytest.raises(error):
            accept(door, token, **how)  # type: ignore[arg-type]
    accept(door, token, login="fresh")


def test_an_invitation_fixes_role_party_and_name(door: Door, database: Database) -> None:
    with database.write(PLANNER) as unit:
        employer_id = unit.add(Employer(name="Haier")).id
    token = invited(database, "employer", login="HR@haier.cn", employer_id=employer_id)
    known = links.look(database, token)
    assert (known.role, known.login, known.name) == ("employer", "hr@haier.cn", "Wang Fang")
    account_id = accept(door, token, login="somebody else")
    with database.read(SYSTEM) as unit:
        row = unit.session.get_one(Account, account_id)
        assert (row.login, row.role, row.employer_id, row.name) == ("hr@haier.cn", "employer", employer_id, "Wang Fang")


@pytest.mark.parametrize(
    ("role", "others", "column"),
    [
        ("employer", {}, "employer_id"),
        ("carrier", {}, "carrier_id"),
        ("planner", {"carrier_id": "0ch3d5a9k2x7m1q8v4t6w0y2z5"}, "carrier_id"),
        ("employer", {"employer_id": "0ch3d5a9k2x7m1q8v4t6w0y2z5"}, "employer_id"),
        ("system", {}, "role"),
        ("nobody", {}, "role"),
    ],
)
def test_roles_and_parties_belong_together(database: Database, role: str, others: dict[str, str], column: str) -> None:
    with database.write(ADMINISTRATOR) as unit, pytest.raises(InvalidError) as refused:
        links.invite(unit, HOUR, role=role, name="x", **others)
    assert column in [fault.column for fault in refused.value.faults]


def test_only_an_administrator_invites(database: Database) -> None:
    with database.write(PLANNER) as unit, pytest.raises(DeniedError):
        links.invite(unit, HOUR, role="reader", name="x")


def test_a_link_for_a_new_password(door: Door, database: Database, account: NewAccount) -> None:
    account_id = account("li")
    session = door.sign_in(login="li", password=PASSWORD, address="a", agent="")
    with database.write(ADMINISTRATOR) as unit:
        tokens = [links.reset(unit, HOUR, account_id=account_id)[1] for _ in range(2)]
    assert door.by_session(session.token or "") is not None, "the old password stays good until then"
    assert accept(door, tokens[0], login=None, password="a new one, much longer") == account_id
    assert door.by_session(session.token or "") is None
    with pytest.raises(NotSignedInError):
        door.sign_in(login="li", password=PASSWORD, address="a", agent="")
    assert door.sign_in(login="li", password="a new one, much longer", address="a", agent="").actor.role == "planner"
    with pytest.raises(NotFoundError):
        accept(door, tokens[1], login=None, password="yet another one there")


def test_the_last_administrator_stays(door: Door, database: Database) -> None:
    boss = accept(door, first_link(database))
    second = accept(door, invited(database, "administrator"), login="second")
    with database.write(ADMINISTRATOR) as unit:
        people.change(unit, second, version=None, disabled=True)
    for attempt in (
        lambda unit: people.change(unit, boss, version=None, disabled=True),
        lambda unit: people.change(unit, boss, version=None, role="planner"),
        lambda unit: people.delete(unit, boss, None),
    ):
        with database.write(ADMINISTRATOR) as unit, pytest.raises(ConflictError, match="last administrator"):
            attempt(unit)


def test_a_deleted_account_frees_its_name(door: Door, database: Database, account: NewAccount) -> None:
    account_id = account("li")
    with database.write(ADMINISTRATOR) as unit:
        people.delete(unit, account_id, 1)
    with pytest.raises(NotSignedInError):
        door.sign_in(login="li", password=PASSWORD, address="a", agent="")
    assert accept(door, invited(database), login="li") != account_id
