"""The pages that links lead to: they work without scripts, in both languages, on a phone, and tell what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from api.http.sign_words import sign_words
from api.service.accounts import links
from api.service.accounts.passwords import Passwords
from api.service.accounts.tables import Account
from api.service.actor import SYSTEM
from api.service.store import Database
from tests.api.service.accounts.conftest import ADMINISTRATOR, CHEAP, PASSWORD, new_campaign, new_link
from tests.api.service.over_http import OverHttp, app_for_tests, running
from tests.browser import Visitor

_PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OverHttp]:
    """A service for all pages here; what they do does not depend on the database."""
    folder = tmp_path_factory.mktemp("service")
    url = f"sqlite:///{folder / 'service.db'}"
    app = app_for_tests(url, folder)
    with running(app) as client, closing(Database.open(url)) as database:
        yield OverHttp(app=app, database=database, anonymous=client)


@pytest.fixture
def browser(site: OverHttp) -> Iterator[httpx.Client]:
    """Somebody's browser without scripts."""
    with httpx.Client(base_url=site.anonymous.base_url, follow_redirects=False, timeout=60) as client:
        yield client


def invited(site: OverHttp, role: str = "reader", name: str = "Wang Fang") -> str:
    with site.database.write(ADMINISTRATOR) as unit:
        return links.invite(unit, timedelta(hours=1), role=role, name=name)[1]


def campaign_link(site: OverHttp, token: str, name: str = "Spring 2020") -> str:
    return new_link(site.database, new_campaign(site.database, name), token=token)


def an_account(site: OverHttp, login: str) -> None:
    with site.database.write(SYSTEM) as unit:
        hashed = Passwords(CHEAP).hash(PASSWORD)
        unit.add(Account(login=login, name="Li Wei", role="planner", password_hash=hashed))


def secret_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_both_languages_say_everything() -> None:
    assert sign_words("en").keys() == sign_words("zh").keys()


def test_signing_in_and_out_without_scripts(site: OverHttp, browser: httpx.Client) -> None:
    an_account(site, "pages@example.cn")
    page = browser.get("/sign-in?to=/docs")
    assert "<script" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    form = {"login": "pages@example.cn", "password": "wrong", **secret_fields(page.text)}
    wrong = browser.post("/sign-in", data=form)
    assert wrong.status_code == 401
    assert 'role="alert"' in wrong.text
    assert 'value="pages@example.cn"' in wrong.text
    assert "wrong" not in secret_fields(wrong.text).values()
    inside = browser.post("/sign-in", data={**form, "password": PASSWORD})
    assert (inside.status_code, inside.headers["location"]) == (303, "/docs")
    signed = browser.get("/sign-in")
    assert "Li Wei" in signed.text
    assert browser.post("/sign-out", data={"csrf": "guessed"}).status_code == 403
    assert browser.post("/sign-out", data=secret_fields(signed.text)).status_code == 303
    assert "Li Wei" not in browser.get("/sign-in").text


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/a\r\nb"])
def test_signing_in_leads_nowhere_else(site: OverHttp, browser: httpx.Client, to: str) -> None:
    login = f"to-{abs(hash(to))}"
    an_account(site, login)
    answer = browser.post("/sign-in", data={"login": login, "password": PASSWORD, "to": to})
    assert answer.headers["location"] == "/sign-in?lang=en"


def test_a_page_of_another_site_cannot_sign_anybody_in(browser: httpx.Client) -> None:
    form = {"login": "attacker", "password": PASSWORD}
    answer = browser.post("/sign-in", data=form, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_a_one_time_link_by_its_page(site: OverHttp, browser: httpx.Client) -> None:
    token = invited(site)
    page = browser.get(f"/link/{token}?lang=zh")
    assert 'lang="zh-CN"' in page.text
    assert "欢迎您，Wang Fang" in page.text
    form = {"name": "王芳", "login": "wang@example.cn", "password": PASSWORD, "again": PASSWORD}
    for change, says in (
        ({"again": "another"}, "两次输入的密码不一致"),
        ({"password": "1234567890", "again": "1234567890"}, "密码过于简单"),
        ({"login": "a b"}, "2 至 120 个字母"),
        ({"login": ""}, "请检查标出的内容"),
    ):
        answer = browser.post(f"/link/{token}?lang=zh", data={**form, **change})
        assert answer.status_code == 422, change
        assert PASSWORD not in answer.text
        assert says in answer.text
        assert 'aria-invalid="true"' in answer.text
    done = browser.post(f"/link/{token}?lang=zh", data=form)
    assert done.status_code == 303
    assert "王芳" in browser.get(done.headers["location"]).text
    assert browser.get(f"/link/{token}").status_code == 404
    assert browser.post(f"/link/{token}", data=form).status_code == 404


@pytest.mark.parametrize(
    "path", ["/link/x", "/link/%00", "/link/%ed%a0%80", "/join/x", "/join/%00", "/join/" + "x" * 500]
)
def test_a_link_that_is_none_says_so(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "does not work" in answer.text


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"x" * 30_000, 413),
        ("application/x-www-form-urlencoded", b"\xff", 400),
        ("application/x-www-form-urlencoded", b"login=%ff", 400),
        ("application/x-www-form-urlencoded", b"login=%00&password=%00", 401),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(50)), 400),
        ("application/x-www-form-urlencoded", b"", 401),
    ],
)
def test_whatever_is_sent_is_answered(browser: httpx.Client, kind: str, body: bytes, status: int) -> None:
    answer = browser.post("/sign-in", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text[:300]


def test_a_name_cannot_be_a_tag(site: OverHttp, browser: httpx.Client) -> None:
    page = browser.get(f"/link/{invited(site, name='<b>x</b>')}")
    assert "<b>x</b>" not in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text


def test_a_firm_signs_up_on_a_phone(site: OverHttp, visit: Visitor) -> None:
    token = campaign_link(site, "phone-link")
    seen = visit(f"{site.anonymous.base_url}/join/{token}", **_PHONE, lang="zh-CN")
    page = seen.page
    assert page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]
    page.get_by_label("企业名称").fill("济南重工")
    page.get_by_label("所在区县").fill("历城区")
    page.get_by_label("登录名").fill("hr@phone.cn")
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_label("再次输入密码").fill(PASSWORD)
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_role("heading")).to_have_text("您已登录")
    second = campaign_link(site, "second-phone-link", "Summer")
    page.goto(f"{site.anonymous.base_url}/join/{second}")
    page.get_by_role("button", name="确认参加").click()
    expect(page.get_by_role("heading")).to_have_text("贵企业已参加。")
    page.goto(f"{site.anonymous.base_url}/sign-in")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()


def test_signing_in_by_keyboard(site: OverHttp, visit: Visitor) -> None:
    an_account(site, "keys@example.cn")
    page = visit(f"{site.anonymous.base_url}/sign-in").page
    page.get_by_label("Sign-in name").focus()
    page.keyboard.type("keys@example.cn")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading")).to_have_text("You are signed in")


def test_the_first_administrator_by_the_page(tmp_path: Path, visit: Visitor) -> None:
    url = f"sqlite:///{tmp_path / 'service.db'}"
    with running(app_for_tests(url, tmp_path)) as client, closing(Database.open(url)) as database:
        token = links.set_up(database, timedelta(hours=1))
        page = visit(f"{client.base_url}/link/{token}").page
        expect(page.get_by_role("heading")).to_have_text("Set up the service")
        page.get_by_label("Your name").fill("Boss")
        page.get_by_label("Sign-in name").fill("boss")
        page.get_by_label("New password").fill(PASSWORD)
        page.get_by_label("The same once more").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("in the role of administrator")).to_be_visible()
