"""Each role against each call, over HTTP, on rows that are really there; written by hand, not read from the policy.

``A`` administrator, ``P`` planner, ``R`` reader; ``E`` an employer and ``G`` another one with workers on the same
coach, ``S`` an employer outside the campaign; ``C`` the coach's carrier, ``D`` another one; ``X`` the coach's escort,
``Y`` another one. Nobody who is not signed in is let in anywhere here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.http.openapi import document
from api.service.accounts.tables import EscortRun
from api.service.actor import SYSTEM
from api.service.store import Database
from tests.api.service.over_http import OverHttp, app_for_tests, running
from tests.api.service.published import World, first_plan, world
from tests.api.service.workers_for_tests import resident_id

NOTHING = "0ch3d5a9k2x7m1q8v4t6w0y2z5"
EVERYBODY = "APREGSCDXY"
BUREAU = "APR"
TABLE = """
GET    /audit-log                                   A
GET    /audit-log/export                            A
GET    /session                                     APREGSCDXY
GET    /sessions                                    APREGSCDXY
DELETE /sessions/{nothing}
DELETE /session
PUT    /session/password                            APREGSCDXY
GET    /accounts                                    A
GET    /accounts/{account}                          AE
PATCH  /accounts/{account}                          A
DELETE /accounts/{account}                          A
POST   /accounts/{account}/reset                    A
POST   /accounts/{spare}/revoke                     A
GET    /keys                                        APREGSCDXY
POST   /keys                                        APREGSCDXY
DELETE /keys/{key}                                  AE
GET    /invitations                                 A
POST   /invitations                                 A
DELETE /invitations/{invitation}                    A
GET    /employers                                   APREGS
POST   /employers                                   AP
GET    /employers/{employer}                        APRE
PATCH  /employers/{employer}                        APE
DELETE /employers/{employer}                        AP
GET    /carriers                                    APRCD
POST   /carriers                                    AP
GET    /carriers/{carrier}                          APRC
PATCH  /carriers/{carrier}                          APC
DELETE /carriers/{carrier}                          AP
GET    /campaigns/{campaign}/links                  APR
POST   /campaigns/{campaign}/links                  AP
GET    /campaigns/{campaign}/links/{link}/code      APR
DELETE /campaigns/{campaign}/links/{link}           AP
PUT    /campaigns/{campaign}/employers/{employer}   AP
GET    /escort-runs                                 APRXY
POST   /escort-runs                                 AP
DELETE /escort-runs/{escort_run}                    AP
GET    /campaigns                                   APREGSCD
GET    /campaigns/{campaign}                        APREGCD
PUT    /campaigns/{campaign}                        AP
DELETE /campaigns/{campaign}                        AP
GET    /campaigns/{campaign}/rules                  APRCD
GET    /campaigns/{campaign}/sites                  APRCD
GET    /campaigns/{campaign}/sites/{site}           APRCD
DELETE /campaigns/{campaign}/sites/{site}           AP
GET    /campaigns/{campaign}/regions                APRCD
GET    /campaigns/{campaign}/limits                 APRCD
GET    /campaigns/{campaign}/demands                APR
GET    /campaigns/{campaign}/demands/{origin}       APR
PUT    /campaigns/{campaign}/demands/{origin}       AP
GET    /profiles                                    APRCD
GET    /profiles/2020-03                            APRCD
GET    /profiles/2020-03/editions                   APRCD
GET    /campaigns/{campaign}/offers                 APRCD
GET    /offers/{offer}                              APRC
DELETE /offers/{offer}                              APC
GET    /campaigns/{campaign}/snapshots              APR
POST   /campaigns/{campaign}/snapshots              AP
GET    /snapshots/{snapshot}                        APR
GET    /snapshots/{snapshot}/scenario               APR
GET    /snapshots/{snapshot}/workbook               APR
GET    /snapshots/{snapshot}/folder                 APR
GET    /problems                                    APREGS
GET    /problems/{problem}                          APRE
DELETE /problems/{problem}                          AP
GET    /problems/{problem}/steps                    APRE
GET    /problems/{problem}/proofs                   APRE
GET    /problems/workbook                           APREGS
GET    /problems/document                           APREGS
GET    /requests                                    APREGS
GET    /requests/{request}                          APRE
PATCH  /requests/{request}                          APE
GET    /requests/{request}/steps                    APRE
GET    /requests/{request}/proofs                   APRE
GET    /requests/{request}/workers                  APRE
POST   /requests/{request}/workers                  APE
GET    /requests/{request}/places                   APRE
POST   /requests/{request}/places/fill              APE
GET    /workers/{worker}                            APRE
PATCH  /workers/{worker}                            APE
DELETE /workers/{worker}                            APE
GET    /workers/{worker}/contacts                   AP
GET    /origins/{origin}/places/1/contacts          AP
GET    /campaigns/{campaign}/named-twice            AP
GET    /publications/{publication}/runs/R1/manifest APREGX
GET    /campaigns/{campaign}/publication            APREGCX
GET    /publications/{publication}                  APREGCX
GET    /journeys/{journey}                          APRE
GET    /runs/{run}                                  APRCX
GET    /runs/{run}/tally                            APRCX
GET    /handovers/{handover}                        APRECX
GET    /campaigns/{campaign}/figures                APR
GET    /campaigns/{campaign}/daily-return           APR
GET    /campaigns/{campaign}/daily-return.xlsx      APR
"""
"""The letters behind a call are those who are let in; everybody else is told 403, or 404 as if it did not exist."""

SEEN = (
    "/employers", "/carriers", "/campaigns", "/requests", "/problems", "/keys", "/sessions", "/profiles",
    "/requests/{request}", "/requests/{request}/workers", "/workers/{worker}", "/campaigns/{campaign}",
    "/campaigns/{campaign}/offers", "/campaigns/{campaign}/sites", "/campaigns/{campaign}/demands",
    "/campaigns/{campaign}/publications", "/campaigns/{campaign}/publication", "/publications/{publication}",
    "/publications/{publication}/journeys", "/publications/{publication}/runs", "/journeys/{journey}", "/runs/{run}",
    "/publications/{publication}/runs/R1/manifest", "/runs/{run}/records", "/runs/{run}/tally",
    "/campaigns/{campaign}/handovers", "/handovers/{handover}", "/campaigns/{campaign}/daily-reports",
    "/problems/counts", "/problems/document", "/escort-runs",
)  # fmt: skip
"""What may be read in some way by a party."""

BODIES: dict[str, Any] = {
    "PUT /session/password": {"current": "not mine", "new": "four words of mine"},
    "PATCH /accounts/{account}": {"name": "x"},
    "POST /keys": {"name": "x"},
    "POST /invitations": {"role": "reader", "name": "x"},
    "POST /employers": {"name": "x"},
    "PATCH /employers/{employer}": {"contact": "x"},
    "POST /carriers": {"name": "x"},
    "PATCH /carriers/{carrier}": {"contact": "x"},
    "POST /escort-runs": {"account_id": NOTHING, "plan_id": NOTHING, "run_id": "R1"},
    "POST /campaigns/{campaign}/links": {"expires_at": "2026-12-31T00:00:00Z"},
    "PUT /campaigns/{campaign}/demands/{origin}": {},
    "PUT /campaigns/{campaign}": {
        "name": "x",
        "receiving_area": "x",
        "first_day": "2020-03-01",
        "last_day": "2020-03-02",
        "profile": "2020-03",
    },
    "PATCH /requests/{request}": {"contact": "x"},
    "POST /requests/{request}/workers": {"name": "李四光", "id_number": resident_id(3), "phone": "13800005679"},
    "PATCH /workers/{worker}": {"phone": "13800005670"},
    "POST /requests/{request}/places/fill": {},
}

NAMES = {"E": "Engines", "G": "Furnaces"}
WORKER = "张三丰"


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who asks, by letter; the ids in paths by name; what is the business of E and of G alone."""

    clients: Mapping[str, httpx.Client]
    nobody: httpx.Client
    ids: Mapping[str, str]
    business: Mapping[str, tuple[str, ...]]

    def ask(self, who: str, method: str, path: str, body: Any = None) -> httpx.Response:
        """The answer. A change names a version that no row has, so that nothing is changed by who is let in."""
        client = self.nobody if who == "nobody" else self.clients[who]
        headers = {} if method in ("GET", "POST") else {"If-Match": '"999"'}
        address = f"/api/v1{path.format(**self.ids)}"
        params = {"day": "2020-03-10"} if "daily" in path or "figures" in path else None
        return client.request(method, address, json=body, headers=headers, params=params)


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    folder = tmp_path_factory.mktemp("service")
    url = f"sqlite:///{folder / 'service.db'}"
    app = app_for_tests(url, folder, sign_in_attempts=1000)
    with running(app) as client, closing(Database.open(url)) as database:
        service = OverHttp(app=app, database=database, anonymous=client)
        with closing(service):
            yield _cast(service, world(database))


def _cast(service: OverHttp, there: World) -> Cast:
    publication = there.publish(there.store(first_plan()))
    run = there.run(publication, "R1")
    clients = {
        "A": service.signed_in("administrator"),
        "P": service.signed_in("planner"),
        "R": service.signed_in("reader"),
        "E": service.signed_in("employer", employer_id=there.employers["E"]),
        "G": service.signed_in("employer", employer_id=there.employers["G"]),
        "S": service.signed_in("employer"),
        "C": service.signed_in("carrier", carrier_id=there.carrier_id),
        "D": service.signed_in("carrier", carrier_id=there.other_carrier_id),
        "X": service.signed_in("escort"),
        "Y": service.signed_in("escort"),
    }
    escort = clients["X"].headers["x-account"]
    with service.database.write(SYSTEM) as unit:
        held = unit.add(EscortRun(account_id=escort, plan_id=run.plan_id, run_id=run.run_id)).id
    spare = service.signed_in("reader").headers["x-account"]
    request = {name: _first(service, "requests", employer_id=there.employers[name]) for name in NAMES}

    def made(path: str, body: Any, who: str = "P") -> str:
        answer = clients[who].post(f"/api/v1{path}", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    worker = {"name": WORKER, "id_number": resident_id(1), "phone": "13800005678", "home_county": "兴文县"}
    about = {"campaign_id": there.campaign_id, "title": "No beds"}
    ids = {
        "nothing": NOTHING,
        "account": clients["E"].headers["x-account"],
        "spare": spare,
        "key": _first(service, "api_keys", account_id=clients["E"].headers["x-account"]),
        "invitation": made("/invitations", {"role": "reader", "name": "x"}, "A"),
        "employer": there.employers["E"],
        "carrier": there.carrier_id,
        "campaign": there.campaign_id,
        "link": made(f"/campaigns/{there.campaign_id}/links", {"expires_at": "2026-12-31T00:00:00Z"}),
        "escort_run": held,
        "site": _first(service, "campaign_sites", campaign_id=there.campaign_id),
        "origin": there.demands["N1"],
        "offer": _first(service, "offers", carrier_id=there.carrier_id),
        "snapshot": there.snapshot_id,
        "problem": made("/problems", about | {"employer_id": there.employers["E"]}),
        "request": request["E"],
        "worker": made(f"/requests/{request['E']}/workers", worker),
        "publication": publication.id,
        "journey": _first(service, "journeys", employer_id=there.employers["E"]),
        "run": run.id,
        "handover": _first(service, "handovers", employer_id=there.employers["E"], run_id="R1"),
    }
    business = {
        "E": (NAMES["E"], WORKER, there.employers["E"], request["E"], *(there.demands[n] for n in ("N1", "N2", "N3"))),
        "G": (NAMES["G"], there.employers["G"], request["G"], there.demands["N4"]),
    }
    return Cast(clients=clients, nobody=service.anonymous, ids=ids, business=business)


def _first(service: OverHttp, table: str, **columns: str) -> str:
    from api.service.store.base import Base

    there = Base.metadata.tables[table]
    with service.database.read(SYSTEM) as unit:
        wanted = select(there.c.id).where(*(there.c[name] == value for name, value in columns.items()))
        found = unit.session.scalar(wanted.order_by(there.c.id).limit(1))
    assert found is not None, f"the world has no {table} of {columns}"
    return str(found)


LINES = [line.split() for line in TABLE.splitlines() if line]


@pytest.mark.parametrize("line", LINES, ids=lambda line: " ".join(line[:2]))
def test_who_is_let_in(everybody: Cast, line: list[str]) -> None:
    method, path, letters = (*line, "")[:3]
    body = BODIES.get(f"{method} {path}", None if method in ("GET", "DELETE") else {})
    if (found := everybody.ask("nobody", method, path, body).status_code) != 401:
        pytest.fail(f"nobody is told {found}")
    told = {who: everybody.ask(who, method, path, body) for who in sorted(EVERYBODY, key=lambda who: who in letters)}
    assert {who: answer.text for who, answer in told.items() if answer.status_code >= 500} == {}
    let_in = {who for who, answer in told.items() if answer.status_code not in (401, 403, 404)}
    unclear = {who: answer.text for who, answer in told.items() if who not in letters and answer.status_code == 422}
    assert unclear == {}, "the body is not good, so the answer says nothing of permission"
    assert let_in == set(letters), {who: answer.status_code for who, answer in told.items()}


def test_who_may_publish(everybody: Cast) -> None:
    """A plan that is not there is told to the bureau's planners alone; others hear that it is not for them."""
    for who in EVERYBODY:
        answer = everybody.ask(who, "POST", "/campaigns/{campaign}/publications", {"plan_id": NOTHING})
        assert answer.status_code == (404 if who in "AP" else 403), (who, answer.text)


@pytest.mark.parametrize("path", SEEN)
def test_no_party_is_told_of_another_s_business(everybody: Cast, path: str) -> None:
    """Whatever a party may read, nothing in it is of another employer; carriers learn no names at all."""
    hidden = {
        "E": everybody.business["G"],
        "G": everybody.business["E"],
        "S": (*everybody.business["E"], *everybody.business["G"]),
        "C": (*NAMES.values(), WORKER),
        "D": (*everybody.business["E"], *everybody.business["G"]),
        "Y": (*everybody.business["E"], *everybody.business["G"]),
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
    from api.http.app import create_app
    from api.http.settings import Settings

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
