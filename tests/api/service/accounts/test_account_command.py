"""``fangang account …``: what the operator does at the machine, and the link of the first start."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.first_start import tell_first_link
from api.service.accounts import links
from api.service.accounts.door import Door, NotSignedInError
from api.service.accounts.tables import Account
from api.service.actor import SYSTEM
from api.service.store import Database
from tests.api.service.accounts.conftest import PASSWORD, NewAccount, new_campaign
from tests.api.service.over_http import settings_for_tests

Fangang: TypeAlias = Callable[..., Result]


@pytest.fixture
def fangang(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fangang:
    """The command line with the test's database."""
    monkeypatch.setenv("FANGANG_DATABASE_URL", database_url)
    monkeypatch.setenv("FANGANG_DATA", str(tmp_path))
    return lambda *words: CliRunner().invoke(app, ["account", *words])


def token_of(result: Result) -> str:
    assert result.exit_code == 0, result.output
    found = re.fullmatch(r"https?://\S+/(?:link|join)/([\w-]+)\n", result.stdout)
    assert found is not None, result.stdout
    return found[1]


def test_the_first_start_tells_a_link_until_there_is_an_administrator(
    database: Database, door: Door, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_for_tests(database_url, tmp_path, public_address="https://fangang.example/")
    tell_first_link(settings, "http://127.0.0.1:8000/")
    told, logged = capsys.readouterr()
    assert logged == ""
    found = re.search(r"https://fangang\.example/link/([\w-]{20,})$", told, re.MULTILINE)
    assert found is not None, told
    links.accept(door, found[1], name=None, login="boss", password=PASSWORD)
    tell_first_link(settings, "http://127.0.0.1:8000/")
    assert capsys.readouterr() == ("", "")


def test_set_up_invite_reset_and_revoke(fangang: Fangang, door: Door) -> None:
    boss = token_of(fangang("set-up"))
    links.accept(door, boss, name="Boss", login="boss", password=PASSWORD)
    again = fangang("set-up")
    assert again.exit_code == 2
    assert "There is an administrator already" in again.stderr
    invited = token_of(fangang("invite", "planner", "Li Wei", "--login", "Li", "--address", "https://x.example"))
    links.accept(door, invited, name=None, login=None, password=PASSWORD)
    session = door.sign_in(login="li", password=PASSWORD, address="a", agent="").token or ""
    listed = fangang("list", "--role", "planner").stdout
    assert listed == "li  planner  Li Wei\n"
    links.accept(door, token_of(fangang("reset", "LI")), name=None, login=None, password="another long one")
    assert door.by_session(session) is None
    session = door.sign_in(login="li", password="another long one", address="a", agent="").token or ""
    assert fangang("revoke", "li", "--disable").stdout == "li: 1 sessions and 0 keys ended, disabled\n"
    assert door.by_session(session) is None
    assert "li  planner  Li Wei  disabled" in fangang("list").stdout
    with pytest.raises(NotSignedInError):
        door.sign_in(login="li", password="another long one", address="a", agent="")
    assert fangang("enable", "li").exit_code == 0
    door.sign_in(login="li", password="another long one", address="a", agent="")


def test_a_campaign_s_link_as_a_picture(fangang: Fangang, database: Database, tmp_path: Path) -> None:
    campaign = new_campaign(database)
    for name, begins in (("code.svg", b"<?xml"), ("code.png", b"\x89PNG")):
        token_of(fangang("campaign-link", campaign, "--until", _tomorrow(), "--out", str(tmp_path / name)))
        assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["reset", "nobody"], "There is no account nobody"),
        (["invite", "king", "X"], "expected one of administrator"),
        (["invite", "employer", "X"], "the id of the employer"),
        (["campaign-link", "0ch3d5a9k2x7m1q8v4t6w0y2z5", "--until", "2099-01-01"], "There is no campaign"),
        (["campaign-link", "x", "--until", "2099-01-01", "--out", "code.pdf"], "ends with .svg or .png"),
    ],
)
def test_what_cannot_be_done_is_told(fangang: Fangang, words: list[str], says: str) -> None:
    result = fangang(*words)
    assert result.exit_code == 2, result.output
    assert says in result.stderr


def test_everything_is_on_record_as_the_system_s(fangang: Fangang, database: Database, account: NewAccount) -> None:
    account("li")
    fangang("revoke", "li", "--disable")
    with database.read(SYSTEM) as unit:
        assert unit.session.query(Account).filter_by(login="li").one().disabled_at is not None


def _tomorrow() -> str:
    from datetime import datetime, timedelta

    return f"{datetime.now() + timedelta(days=1):%Y-%m-%d}"
