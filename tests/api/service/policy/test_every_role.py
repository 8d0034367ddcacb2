"""Each role against each call, over HTTP, on rows that are really there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from api.http.app import create_app
from api.http.context import PREFIX
from api.http.openapi import document
from api.http.settings import Settings
from api.service.store import Database
from tests.api.service.cast import NAMES, NOTHING, WORKER, Cast, cast_of
from tests.api.service.over_http import OverHttp, app_for_tests, running
from tests.api.service.policy.calls import BODIES, LINES, OPEN_LINES, QUERIES
from tests.api.service.published import world
from tests.api.service.workers_for_tests import resident_id

EVERYBODY = "APREGSCDXY"

SEEN = (
    "/employers", "/carriers", "/campaigns", "/requests", "/problems", "/keys", "/sessions", "/profiles",
    "/requests/{request}", "/requests/{request}/workers", "/workers/{worker}", "/campaigns/{campaign}",
    "/campaigns/{campaign}/offers", "/campaigns/{campaign}/sites", "/campaigns/{campaign}/demands",
    "/campaigns/{campaign}/publications", "/campaigns/{campaign}/publication", "/publications/{publication}",
    "/publications/{publication}/journeys", "/publications/{publication}/runs", "/journeys/{journey}", "/runs/{run}",
    "/publications/{publication}/runs/R1/manifest", "/runs/{run}/records", "/runs/{run}/tally",
    "/campaigns/{campaign}/handovers", "/handovers/{handover}", "/campaigns/{campaign}/daily-reports",
    "/problems/counts?by=employer", "/invitations", "/accounts", "/plans", "/problems/document", "/escort-runs",
)  # fmt: skip
"""What may be read in some way by a party."""


_OF_E = ("problem", "paper", "request", "draft", "proof", "worker", "report", "journey", "handover")


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    folder = tmp_path_factory.mktemp("service")
    url = f"sqlite:///{folder / 'service.db'}"
    app = app_for_tests(url, folder, sign_in_attempts=1000)
    with running(app) as client, closing(Database.open(url)) as database:
        service = OverHttp(app=app, database=database, anonymous=client)
        with closing(service):
            yield cast_of(service, world(database))


def _let_in(everybody: Cast, line: list[str], nobody_is_told: int) -> None:
    method, path, letters = (*line, "")[:3]
    call = f"{method} {path}"
    body = BODIES.get(call, None if method in ("GET", "DELETE") else {})
    query = QUERIES.get(call)
    assert everybody.ask("nobody", method, path, body, query).status_code == nobody_is_told
    others_first = sorted(EVERYBODY, key=lambda who: who in letters)
    told = {who: everybody.ask(who, method, path, body, query) for who in others_first}
    assert {who: answer.text for who, answer in told.items() if answer.status_code >= 500} == {}
    let_in = {who for who, answer in told.items() if answer.status_code not in (401, 403, 404)}
    unclear = {who: answer.text for who, answer in told.items() if who not in letters and answer.status_code == 422}
    assert unclear == {}, "the body is not good, so the answer says nothing of permission"
    assert let_in == set(letters), {who: (answer.status_code, answer.text[:300]) for who, answer in told.items()}


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line[:2]))
def test_who_is_let_in(everybody: Cast, line: list[str]) -> None:
    _let_in(everybody, line, nobody_is_told=401)


@pytest.mark.parametrize("line", OPEN_LINES, ids=lambda line: " ".join(line[:2]))
def test_a_campaign_s_plan_is_for_the_bureau(everybody: Cast, line: list[str]) -> None:
    _let_in(everybody, line, nobody_is_told=404)


def test_the_table_has_every_call() -> None:
    """Whoever adds a call says here whom it lets in."""
    lines = {(method, re.sub(r"#.*", "", path)) for method, path, *_ in (*LINES, *OPEN_LINES)}
    missing = []
    for path, calls in document(create_app(Settings()))["paths"].items():
        shape = re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path.removeprefix(PREFIX))))
        for method, call in calls.items():
            of_a_plan = "{plan_id}" in path or "comparison" in call["tags"]
            asked = any(m == method.upper() and shape.fullmatch(re.sub(r"[{}]", "", p)) for m, p in lines)
            if not asked and (call.get("security") or of_a_plan):
                missing.append(f"{method.upper()} {path}")
    assert missing == []


@pytest.mark.parametrize("path", SEEN)
def test_no_party_is_told_of_another_s_business(everybody: Cast, path: str) -> None:
    """Whatever a party may read, nothing in it is of another employer; carriers learn no names at all."""
    ids, business = everybody.ids, everybody.business
    account, secrets = ids["account"], [ids["key"], ids["session"]]
    of_e = [*business["E"], account, *secrets, *(ids[name] for name in _OF_E)]
    of_run = [ids["run"], ids["escort_run"]]
    hidden = {
        "P": secrets,
        "R": secrets,
        "E": [*business["G"], ids["escort_run"], ids["offer"]],
        "G": [*of_e, ids["escort_run"], ids["offer"]],
        "S": [*of_e, *business["G"], *of_run, ids["offer"], ids["campaign"], ids["publication"]],
        "C": [*NAMES.values(), WORKER, account, *secrets, ids["escort_run"], ids["other_run"]],
        "D": [*of_e, *business["G"], *of_run, ids["offer"], ids["carrier"], ids["publication"]],
        "X": [account, *secrets, ids["other_run"]],
        "Y": [*of_e, *business["G"], *of_run, ids["offer"], ids["publication"]],
    }
    for who, words in hidden.items():
        text = everybody.ask(who, "GET", path).text
        asked = path.format(**everybody.ids)
        told = [word for word in words if word in text.replace(asked, "") and word not in asked]
        assert told == [], f"{who}: {text[:1000]}"


def test_headcounts_of_a_shared_coach_are_not_told(everybody: Cast) -> None:
    """Ten workers of E and eight of G are on it: G reads of eight, and neither of ten nor of eighteen."""
    answer = everybody.ask("G", "GET", "/publications/{publication}/runs/R1/manifest").json()
    assert [(stop["board"], stop["alight"]) for stop in answer["stops"]] == [(8, 0), (0, 8)]
    assert len(answer["passengers"]) == 8
    (journeys,) = everybody.ask("G", "GET", "/publications/{publication}/journeys").json()["items"]
    assert journeys["headcount"] == 8
    (handover,) = everybody.ask("G", "GET", "/campaigns/{campaign}/handovers").json()["items"]
    assert handover["expected"] == 8


def test_names_are_masked_for_all_but_the_manifest(everybody: Cast) -> None:
    for who in "APRE":
        answer = everybody.ask(who, "GET", "/workers/{worker}")
        assert answer.status_code == 200
        assert WORKER not in answer.text
        assert "13800005678" not in answer.text
        assert resident_id(1) not in answer.text


def test_every_call_that_needs_signing_in_tells_nobody_anything(everybody: Cast) -> None:
    """Whatever call there is: without credentials it ends with 401, before anything else is looked at."""
    told: dict[str, int] = {}
    for path, calls in document(create_app(Settings()))["paths"].items():
        for method, call in calls.items():
            if not call.get("security"):
                continue
            values = {p["name"]: p.get("example") or p["schema"].get("const") for p in call.get("parameters", ())}
            address = path.format(**{n: v or NOTHING for n, v in values.items()})
            answer = everybody.nobody.request(method.upper(), address, json={}, headers={"If-Match": '"1"'})
            if answer.status_code != 401:
                told[f"{method.upper()} {path}"] = answer.status_code
    assert told == {}
