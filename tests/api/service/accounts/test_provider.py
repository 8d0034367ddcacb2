"""Signing in by OpenID Connect, against a small provider with real HTTP and signed tokens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from joserfc.jwk import OctKey, RSAKey

from api.service.accounts.provider import Provider, ProviderError
from api.service.accounts.tables import Account
from api.service.actor import SYSTEM
from api.service.store import Database
from tests.api.service.accounts.issuer import CLIENT, SECRET, Issuer, issuing, unused
from tests.api.service.over_http import app_for_tests, running

SIGN_IN = "/api/v1/session/provider"


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as found:
        found.claims = {"sub": "42", "email": "li@example.cn", "email_verified": True}
        yield found


@pytest.fixture
def browser(database_url: str, tmp_path: Path, issuer: Issuer) -> Iterator[httpx.Client]:
    """A browser before a service that knows the issuer; li@example.cn has an account."""
    app = app_for_tests(
        database_url, tmp_path, oidc_issuer=issuer.url, oidc_client_id=CLIENT, oidc_client_secret=SECRET
    )
    with running(app) as client, closing(Database.open(database_url)) as database:
        with database.write(SYSTEM) as unit:
            unit.add(Account(login="li@example.cn", name="Li", role="planner"))
        yield client


def through(browser: httpx.Client, issuer: Issuer) -> Any:
    """Goes to the provider and comes back; the answer to the coming back."""
    sent = browser.get(SIGN_IN)
    assert sent.status_code == 303, sent.text
    back = urlsplit(issuer.authorize(sent.headers["location"]))
    return browser.get(f"{back.path}?{back.query}")


def test_who_the_provider_proves_is_in(browser: httpx.Client, issuer: Issuer) -> None:
    answer = through(browser, issuer)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    who = browser.get("/api/v1/session").json()
    assert (who["name"], who["role"]) == ("Li", "planner")
    # From then on the subject counts, whatever the e-mail has become.
    browser.cookies.clear()
    issuer.claims = {"sub": "42", "email": "other@example.cn", "email_verified": True}
    assert through(browser, issuer).status_code == 303
    # And nobody else gets in by the e-mail.
    browser.cookies.clear()
    issuer.claims = {"sub": "43", "email": "li@example.cn", "email_verified": True}
    assert through(browser, issuer).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email": "stranger@example.cn"},
        {"aud": "another service"},
        {"iss": "http://127.0.0.1:1/another"},
        {"nonce": "replayed"},
        {"exp": int(time.time()) - 3600},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_who_is_not_proven_is_not_in(browser: httpx.Client, issuer: Issuer, claims: dict[str, object]) -> None:
    issuer.claims |= claims
    answer = through(browser, issuer)
    assert answer.status_code == 401, answer.text
    assert "set-cookie" not in answer.headers
    assert browser.get("/api/v1/session").status_code == 401


def test_a_token_of_another_key_proves_nobody(browser: httpx.Client, issuer: Issuer) -> None:
    issuer.signing = RSAKey.generate_key(2048)
    assert through(browser, issuer).status_code == 401
    # nor one that is "signed" with what everybody knows
    issuer.signing, issuer.algorithm = OctKey.import_key(SECRET), "HS256"
    assert through(browser, issuer).status_code == 401


def test_new_keys_are_fetched(browser: httpx.Client, issuer: Issuer) -> None:
    assert through(browser, issuer).status_code == 303
    issuer.change_key("two")
    assert through(browser, issuer).status_code == 303


def test_only_the_browser_that_began_may_end_it(browser: httpx.Client, issuer: Issuer) -> None:
    back = urlsplit(issuer.authorize(browser.get(SIGN_IN).headers["location"]))
    address = f"{back.path}?{back.query}"
    browser.cookies.clear()
    assert browser.get(address).status_code == 401
    assert browser.get(f"{back.path}?state=x").status_code == 401


def test_a_sign_in_ends_once(browser: httpx.Client, issuer: Issuer) -> None:
    sent = browser.get(SIGN_IN).headers["location"]
    state = browser.cookies["fangang_provider"]
    back = urlsplit(issuer.authorize(sent))
    assert browser.get(f"{back.path}?{back.query}").status_code == 303
    again = urlsplit(issuer.authorize(sent))
    answer = browser.get(f"{again.path}?{again.query}", headers={"Cookie": f"fangang_provider={state}"})
    assert answer.status_code == 401


def test_without_a_provider_there_is_none(database_url: str, tmp_path: Path) -> None:
    with running(app_for_tests(database_url, tmp_path)) as client:
        assert client.get(SIGN_IN).status_code == 404
        assert client.get(f"{SIGN_IN}/return?state=x&code=y").status_code == 404


def test_a_provider_that_is_not_there_or_another_one_is_told(database: Database, issuer: Issuer) -> None:
    gone = Provider(issuer=unused(), client_id=CLIENT, client_secret=SECRET)
    with pytest.raises(ProviderError, match="does not answer"):
        gone.begin(database, return_to="http://127.0.0.1/x")
    issuer.metadata = {"issuer": "https://somebody.else"}
    with pytest.raises(ProviderError, match="calls itself another one"):
        Provider(issuer=issuer.url, client_id=CLIENT, client_secret=SECRET).begin(database, return_to="x")
    with pytest.raises(ProviderError, match="is not https"):
        Provider(issuer="http://example.cn", client_id=CLIENT, client_secret=SECRET).begin(database, return_to="x")


def test_a_wrong_secret_lets_nobody_in(database: Database, issuer: Issuer) -> None:
    provider = Provider(issuer=issuer.url, client_id=CLIENT, client_secret="wrong")
    address, state = provider.begin(database, return_to="http://127.0.0.1/x")
    code = issuer.authorize(address).partition("code=")[2].partition("&")[0]
    with pytest.raises(Exception, match="refuses this sign-in"):
        provider.finish(database, code=code, state=state, return_to="http://127.0.0.1/x")
