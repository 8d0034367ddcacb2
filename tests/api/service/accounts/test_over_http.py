"""Accounts over HTTP: cookies, CSRF tokens, versions, repeated requests, what is masked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select

from api.service.accounts import links
from api.service.accounts.passwords import Passwords
from api.service.accounts.tables import Account, CampaignEmployer
from api.service.actor import SYSTEM
from api.service.store import Database, new_id
from tests.api.service.accounts.conftest import CHEAP, PASSWORD, new_campaign, new_link
from tests.api.service.over_http import OverHttp, app_for_tests, running

SESSION = "/api/v1/session"
NEW_PASSWORD = "a new one, much longer"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def over_http(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OverHttp]:
    """One service for all tests here, on each database; each test has accounts and parties of its own."""
    folder = tmp_path_factory.mktemp("service")
    url = f"sqlite:///{folder / 'service.db'}"
    if request.param == "postgresql":
        admin: Engine = request.getfixturevalue("postgres")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE accounts_over_http")
        url = admin.url.set(database="accounts_over_http").render_as_string(hide_password=False)
    app = app_for_tests(url, folder, sign_in_attempts_by_address=1000)
    with running(app) as client, closing(Database.open(url)) as database:
        service = OverHttp(app=app, database=database, anonymous=client)
        with closing(service):
            yield service


@pytest.fixture
def client(over_http: OverHttp) -> Iterator[httpx.Client]:
    """A browser that has not been here before."""
    with httpx.Client(base_url=over_http.anonymous.base_url, timeout=60) as fresh:
        yield fresh


@pytest.fixture
def li(over_http: OverHttp) -> str:
    """The sign-in name of a planner with ``PASSWORD``."""
    login = f"li-{new_id()}"
    with over_http.database.write(SYSTEM) as unit:
        unit.add(Account(login=login, name="Li Wei", role="planner", password_hash=Passwords(CHEAP).hash(PASSWORD)))
    return login


def address_of(over_http: OverHttp) -> str:
    """The address of the database."""
    return over_http.database.engine.url.render_as_string(hide_password=False)


def sign_in(client: httpx.Client, login: str, password: str = PASSWORD) -> httpx.Response:
    return client.post(SESSION, json={"login": login, "password": password})


def csrf(client: httpx.Client) -> dict[str, str]:
    return {"X-CSRF-Token": client.get(SESSION).json()["csrf"]}


def match(answer: httpx.Response) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


def ok(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def test_a_session_by_cookie(over_http: OverHttp, client: httpx.Client, li: str) -> None:
    assert client.get(SESSION).status_code == 401
    answer = sign_in(client, li.upper())
    who = ok(answer)
    assert (who["name"], who["role"]) == ("Li Wei", "planner")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert ok(client.get(SESSION))["csrf"] == who["csrf"]
    (session,) = ok(client.get("/api/v1/sessions"))["items"]
    assert session["id"] == who["session_id"]
    assert client.delete(SESSION).status_code == 403, "a change without the CSRF token"
    assert client.delete(SESSION, headers={"X-CSRF-Token": "0" * 64}).status_code == 403
    token = client.cookies["fangang_session"]
    ok(client.delete(SESSION, headers={"X-CSRF-Token": who["csrf"]}), 204)
    assert "fangang_session" not in client.cookies
    assert client.get(SESSION, headers={"Cookie": f"fangang_session={token}"}).status_code == 401


def test_behind_https_the_cookie_is_secure(over_http: OverHttp, tmp_path: Path, li: str) -> None:
    with running(app_for_tests(address_of(over_http), tmp_path, public_address="https://fangang.example")) as client:
        assert "Secure" in sign_in(client, li).headers["set-cookie"]


def test_wrong_sign_ins(over_http: OverHttp, client: httpx.Client, li: str) -> None:
    answers = [sign_in(client, login, "wrong") for login in (li, "nobody", "\u0000", "李\x7f" * 9)]
    assert [answer.status_code for answer in answers] == [401, 401, 422, 422]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    for _ in range(5):
        answer = sign_in(client, li, "wrong")
    assert answer.status_code == 401
    locked = sign_in(client, li)
    assert locked.status_code == 429
    assert 1 <= int(locked.headers["retry-after"]) <= 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer fgk_nothing"},
        {"Authorization": "Bearer " + "x" * 5000},
        {"Authorization": "Basic bGk6eA=="},
        {"Cookie": "fangang_session=nothing"},
        {"Cookie": "fangang_session=" + "x" * 5000},
    ],
)
def test_what_is_no_key_and_no_session_is_nobody(
    over_http: OverHttp, headers: dict[str, str], client: httpx.Client
) -> None:
    answer = client.get("/api/v1/employers", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_one_s_own_password(over_http: OverHttp, client: httpx.Client, li: str) -> None:
    other = ok(sign_in(client, li))
    other_cookie = client.cookies["fangang_session"]
    client.cookies.clear()
    ok(sign_in(client, li))
    assert len(ok(client.get("/api/v1/sessions"))["items"]) == 2
    wrong = client.put(f"{SESSION}/password", json={"current": "x", "new": NEW_PASSWORD}, headers=csrf(client))
    assert wrong.status_code == 422
    weak = client.put(f"{SESSION}/password", json={"current": PASSWORD, "new": "1234567890"}, headers=csrf(client))
    assert weak.json()["faults"][0]["column"] == "password"
    ok(client.put(f"{SESSION}/password", json={"current": PASSWORD, "new": NEW_PASSWORD}, headers=csrf(client)), 204)
    assert ok(client.get(SESSION))["session_id"] != other["session_id"]
    client.cookies.clear()
    assert client.get(SESSION, headers={"Cookie": f"fangang_session={other_cookie}"}).status_code == 401
    assert sign_in(client, li).status_code == 401
    ok(sign_in(client, li, NEW_PASSWORD))


def test_keys_are_shown_once(over_http: OverHttp, client: httpx.Client) -> None:
    planner = over_http.signed_in("planner")
    same = {"Idempotency-Key": f"key-{new_id()}"}
    made = planner.post("/api/v1/keys", json={"name": "nightly", "role": "reader"}, headers=same)
    key = ok(made, 201)
    again = ok(planner.post("/api/v1/keys", json={"name": "nightly", "role": "reader"}, headers=same), 201)
    assert again == {**key, "secret": None}
    holder = {"Authorization": f"Bearer {key['secret']}"}
    assert ok(client.get(SESSION, headers=holder))["role"] == "reader"
    assert client.post("/api/v1/employers", json={"name": "x"}, headers=holder).status_code == 403
    listed = ok(planner.get("/api/v1/keys"))["items"]
    assert key["secret"] not in str(listed)
    assert [row["used_at"] is not None for row in listed if row["id"] == key["id"]] == [True]
    assert planner.post("/api/v1/keys", json={"name": "x", "role": "administrator"}).status_code == 422
    assert planner.delete(f"/api/v1/keys/{key['id']}").status_code == 428
    ok(planner.delete(f"/api/v1/keys/{key['id']}", headers=match(made)), 204)
    assert client.get(SESSION, headers=holder).status_code == 401


def test_a_key_needs_no_csrf_token_and_no_page_can_use_it(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    assert planner.post("/api/v1/employers", json={"name": "Haier"}).status_code == 201
    assert ok(planner.get(SESSION))["csrf"] is None
    assert planner.delete(SESSION).status_code == 404


def test_an_administrator_invites_changes_and_resets(over_http: OverHttp, client: httpx.Client) -> None:
    boss = over_http.signed_in("administrator")
    made = ok(boss.post("/api/v1/invitations", json={"role": "reader", "name": "Wang Fang"}), 201)
    token, wang = made["link"].rpartition("/")[2], f"wang-{new_id()}"
    assert ok(client.post("/api/v1/links/look", json={"token": token}))["role"] == "reader"
    body = {"token": token, "login": wang, "password": PASSWORD}
    who = ok(client.post("/api/v1/links/accept", json=body))
    assert (who["role"], who["name"]) == ("reader", "Wang Fang")
    assert ok(client.get(SESSION))["account_id"] == who["account_id"]
    assert client.post("/api/v1/links/accept", json=body).status_code == 404
    address = f"/api/v1/accounts/{who['account_id']}"
    row = boss.get(address)
    stale = boss.patch(address, json={"role": "planner"}, headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    changed = boss.patch(address, json={"role": "planner"}, headers=match(row))
    assert ok(changed)["role"] == "planner"
    assert ok(client.get(SESSION))["role"] == "planner"
    reset = ok(boss.post(f"{address}/reset"), 201)["link"].rpartition("/")[2]
    assert ok(client.post("/api/v1/links/look", json={"token": reset}))["login"] == wang
    assert ok(boss.post(f"{address}/revoke")) == {"sessions": 1, "keys": 0}
    assert client.get(SESSION).status_code == 401
    ok(boss.delete(address, headers=match(changed)), 204)
    assert boss.get(address).status_code == 404
    assert client.post("/api/v1/links/look", json={"token": reset}).status_code == 404


def test_an_invitation_that_is_repeated_is_made_once(over_http: OverHttp) -> None:
    boss = over_http.signed_in("administrator")
    same = {"Idempotency-Key": f"invite-{new_id()}"}
    first = ok(boss.post("/api/v1/invitations", json={"role": "reader", "name": "Wang"}, headers=same), 201)
    again = ok(boss.post("/api/v1/invitations", json={"role": "reader", "name": "Wang"}, headers=same), 201)
    assert again == {**first, "link": None}
    other = boss.post("/api/v1/invitations", json={"role": "planner", "name": "Wang"}, headers=same)
    assert other.status_code == 409
    listed = boss.get("/api/v1/invitations")
    assert [row["id"] for row in ok(listed)["items"]].count(first["id"]) == 1
    ok(boss.delete(f"/api/v1/invitations/{first['id']}", headers={"If-Match": '"1"'}), 204)
    with pytest.raises(Exception, match="not good"):
        links.look(over_http.database, first["link"].rpartition("/")[2])


def test_a_campaign_s_link_from_paper_to_account(over_http: OverHttp, client: httpx.Client) -> None:
    planner = over_http.signed_in("planner")
    campaign = new_campaign(over_http.database)
    made = ok(planner.post(f"/api/v1/campaigns/{campaign}/links", json={"expires_at": "2026-12-31T16:00:00Z"}), 201)
    token = made["address"].rpartition("/")[2]
    for form, kind in (("svg", "image/svg+xml"), ("png", "image/png")):
        drawn = planner.get(f"/api/v1/campaigns/{campaign}/links/{made['id']}/code", params={"form": form})
        assert drawn.headers["content-type"] == kind
    assert ok(client.post("/api/v1/sign-up/look", json={"token": token}))["name"] == "Spring 2020"
    body = {"token": token, "name": "济南重工", "login": f"hr-{new_id()}", "password": PASSWORD, "phone": "13800138000"}
    signed = ok(client.post("/api/v1/sign-up", json=body), 201)
    assert ok(client.get(SESSION))["employer_id"] == signed["employer_id"]
    assert client.post("/api/v1/sign-up", json=body).status_code == 409
    second = new_link(over_http.database, new_campaign(over_http.database, "Summer"), token=f"second-{new_id()}")
    ok(client.post("/api/v1/sign-up/join", json={"token": second}, headers=csrf(client)), 204)
    other = over_http.signed_in("employer").headers["x-employer"]
    for _ in range(2):
        ok(planner.put(f"/api/v1/campaigns/{campaign}/employers/{other}"), 204)
    with over_http.database.read(SYSTEM) as unit:
        joined = select(CampaignEmployer.employer_id).where(CampaignEmployer.campaign_id == campaign)
        assert set(unit.session.scalars(joined)) == {signed["employer_id"], other}
    address = f"/api/v1/campaigns/{campaign}/links/{made['id']}"
    assert planner.delete(address.replace(campaign, other), headers={"If-Match": "*"}).status_code == 404
    ok(planner.delete(address, headers={"If-Match": "*"}), 204)
    assert client.post("/api/v1/sign-up/look", json={"token": token}).status_code == 404


def test_contact_and_phone_are_masked_for_who_only_reads(over_http: OverHttp) -> None:
    planner, reader = over_http.signed_in("planner"), over_http.signed_in("reader")
    body = {"name": "Haier", "contact": "王芳芳", "phone": "13800138000"}
    for kind in ("employers", "carriers"):
        made = ok(planner.post(f"/api/v1/{kind}", json=body), 201)
        seen = ok(reader.get(f"/api/v1/{kind}/{made['id']}"))
        assert (seen["contact"], seen["phone"]) == ("王**", "138****8000")
        assert ok(planner.get(f"/api/v1/{kind}"))["items"][-1]["phone"] == "13800138000"
        assert "13800138000" not in reader.get(f"/api/v1/{kind}").text


def test_parties_change_themselves_and_nobody_else(over_http: OverHttp, client: httpx.Client) -> None:
    employer, other = over_http.signed_in("employer"), over_http.signed_in("employer")
    mine, theirs = (f"/api/v1/employers/{client.headers['x-employer']}" for client in (employer, other))
    assert [row["id"] for row in ok(employer.get("/api/v1/employers"))["items"]] == [employer.headers["x-employer"]]
    read = employer.get(mine)
    changed = employer.patch(mine, json={"contact": "Li", "name": None}, headers=match(read))
    assert (ok(changed)["contact"], ok(changed)["version"]) == ("Li", 2)
    assert employer.patch(mine, json={"contact": None}, headers=match(read)).status_code == 412
    assert employer.get(theirs).status_code == 404
    assert employer.patch(theirs, json={"contact": "x"}, headers={"If-Match": "*"}).status_code == 404
    assert employer.delete(mine, headers={"If-Match": "*"}).status_code == 403
    planner = over_http.signed_in("planner")
    assert planner.delete(mine, headers={"If-Match": "*"}).status_code == 409


def test_open_calls_can_be_closed(over_http: OverHttp, tmp_path: Path) -> None:
    planner, reader = over_http.signed_in("planner"), over_http.signed_in("reader")
    with running(app_for_tests(address_of(over_http), tmp_path, open_calls=False)) as client:
        assert client.get("/api/v1/cases").status_code == 401
        assert client.get("/api/v1/health").status_code == 200
        for asks, status in ((planner, 200), (reader, 403)):
            key = {"Authorization": asks.headers["Authorization"]}
            assert client.get("/api/v1/cases", headers=key).status_code == status
    assert over_http.anonymous.get("/api/v1/cases").status_code == 200
