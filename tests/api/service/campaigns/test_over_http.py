"""Campaigns, rules, offers and snapshots over HTTP: versions, repeated requests, pages, and what each role gets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from api.service.store import Database
from scenarios import load, loads_json, to_document
from scenarios.library import case
from tests.api.service.campaigns.bureau import PLANNER, bureau
from tests.api.service.over_http import OverHttp, app_for_tests, running

API = "/api/v1"
BODY: dict[str, Any] = {
    "name": "Jinan, March",
    "receiving_area": "济南市",
    "first_day": "2020-03-10",
    "last_day": "2020-03-13",
    "profile": "2020-03",
    "freeze_at": "2030-03-08T17:00:00+08:00",
    "overrides": {"limits.health-desk.value": 80, "caps.flight": None},
}
COACHES = {
    "mode": "coach",
    "name": "Four coaches",
    "coach": {"type_id": "C49", "seats": 49, "reserved": 9, "cost_km": 3, "depot_id": "D1", "from": "2020-03-10"},
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def over_http(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OverHttp]:
    """One service for all tests here, on each database; each test has campaigns and parties of its own."""
    folder = tmp_path_factory.mktemp("service")
    url = f"sqlite:///{folder / 'service.db'}"
    if request.param == "postgresql":
        admin: Engine = request.getfixturevalue("postgres")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE campaigns_over_http")
        url = admin.url.set(database="campaigns_over_http").render_as_string(hide_password=False)
    app = app_for_tests(url, folder)
    with running(app) as client, closing(Database.open(url)) as database:
        service = OverHttp(app=app, database=database, anonymous=client)
        with closing(service):
            yield service


def made(client: httpx.Client, path: str, body: Any, status: int = 201) -> Any:
    answer = client.post(f"{API}{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def columns(answer: httpx.Response) -> set[str]:
    return {fault["column"] for fault in answer.json()["faults"]}


def test_a_campaign_from_its_first_word_to_a_snapshot(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    with over_http.database.write(PLANNER) as unit:
        campaign_id = bureau(unit).campaign.id
    first = made(planner, f"/campaigns/{campaign_id}/snapshots", {})
    assert made(planner, f"/campaigns/{campaign_id}/snapshots", {"travelled": True})["id"] == first["id"]
    assert (first["profile"], first["counts"]["workers"]) == ("2020-03", 40)

    offered = made(planner, f"/campaigns/{campaign_id}/offers", COACHES)
    assert (offered["state"], offered["coach"]["from"], offered["service"]) == ("offered", "2020-03-10", None)
    accepted = planner.post(
        f"{API}/offers/{offered['id']}/state", json={"state": "accepted"}, headers={"If-Match": '"1"'}
    )
    assert (accepted.json()["state"], accepted.headers["ETag"]) == ("accepted", '"2"')

    second = made(planner, f"/campaigns/{campaign_id}/snapshots", {})
    listed = planner.get(f"{API}/campaigns/{campaign_id}/snapshots").json()
    assert [row["id"] for row in listed["items"]] == [second["id"], first["id"]]
    told = planner.get(f"{API}/snapshots/{first['id']}/difference", params={"other": second["id"]}).json()
    assert ("offer", "added", offered["id"]) in {(row["what"], row["change"], row["id"]) for row in told["changes"]}

    document = planner.get(f"{API}/snapshots/{second['id']}/scenario")
    problem = loads_json(document.content).problem
    assert len(problem.fleet) == 2
    folder = planner.get(f"{API}/snapshots/{second['id']}/folder")
    with zipfile.ZipFile(io.BytesIO(folder.content)) as archive:
        assert {"scenario.toml", "demands.csv", "fleet.csv"} <= set(archive.namelist())
    book = planner.get(f"{API}/snapshots/{second['id']}/workbook", params={"lang": "zh"})
    assert book.content.startswith(b"PK")


def test_carriers_read_no_names_unless_the_bureau_says_so(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    closed = made(planner, "/campaigns", BODY)
    assert closed["carriers_read_names"] is False
    address, any_version = f"{API}/campaigns/{closed['id']}", {"If-Match": "*"}
    opened = planner.put(address, json=BODY | {"carriers_read_names": True}, headers=any_version).json()
    assert opened["carriers_read_names"] is planner.get(address).json()["carriers_read_names"] is True
    refused = planner.put(address, json=BODY | {"carriers_read_names": "yes"}, headers=any_version)
    assert refused.status_code == 422


def test_changes_need_the_version_and_repeated_creates_are_done_once(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    key = {"Idempotency-Key": "campaign-of-march"}
    first = planner.post(f"{API}/campaigns", json=BODY, headers=key)
    again = planner.post(f"{API}/campaigns", json=BODY, headers=key)
    assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
    assert planner.post(f"{API}/campaigns", json={**BODY, "name": "x"}, headers=key).status_code == 409
    address = f"{API}/campaigns/{first.json()['id']}"
    assert planner.put(address, json=BODY).status_code == 428
    assert planner.put(address, json=BODY, headers={"If-Match": '"7"'}).status_code == 412
    changed = planner.put(address, json={**BODY, "name": "Jinan, later"}, headers={"If-Match": '"1"'})
    assert (changed.json()["name"], changed.headers["ETag"]) == ("Jinan, later", '"2"')
    opened = planner.post(f"{address}/state", json={"state": "open"}, headers={"If-Match": "*"})
    assert opened.json()["state"] == "open"
    skipped = planner.post(f"{address}/state", json={"state": "running"}, headers={"If-Match": "*"})
    assert skipped.status_code == 409
    assert planner.delete(address, headers={"If-Match": "*"}).status_code == 409


def test_faults_come_with_their_fields(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    bad = planner.post(f"{API}/campaigns", json={**BODY, "timezone": "Asia/Jinan", "last_day": "2020-03-01"})
    assert (bad.status_code, columns(bad)) == (422, {"timezone", "last_day"})
    campaign_id = made(planner, "/campaigns", BODY)["id"]
    site = planner.post(f"{API}/campaigns/{campaign_id}/sites", json={"name": "无此地方", "kind": "pickup"})
    assert (site.status_code, columns(site)) == (422, {"lat", "lon"})
    terms = planner.post(f"{API}/campaigns/{campaign_id}/offers", json={**COACHES, "mode": "train"})
    assert (terms.status_code, columns(terms)) == (422, {"coach", "service"})
    empty = planner.post(f"{API}/campaigns/{campaign_id}/snapshots", json={})
    assert empty.status_code == 409


def test_a_repeated_snapshot_is_the_first_one_whatever_became_of_the_campaign(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    with over_http.database.write(PLANNER) as unit:
        there = bureau(unit)
        campaign_id, request_id = there.campaign.id, there.request.id
    at, key = f"{API}/campaigns/{campaign_id}/snapshots", {"Idempotency-Key": "snapshot-once"}
    first = planner.post(at, json={}, headers=key)
    withdrawn = planner.post(f"{API}/requests/{request_id}/steps", json={"to": "withdrawn"}, headers={"If-Match": "*"})
    assert (first.status_code, withdrawn.status_code) == (201, 200)
    again = planner.post(at, json={}, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert planner.post(at, json={"travelled": False}, headers=key).status_code == 409
    assert planner.post(at, json={}).status_code == 409


def test_the_ground_is_kept_row_by_row(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    at = f"/campaigns/{made(planner, '/campaigns', BODY)['id']}"
    county = {"region_id": "YC", "name": "永川区", "city": "重庆市", "province": "重庆市"}
    region = made(planner, f"{at}/regions", county)
    site = made(planner, f"{at}/sites", {"site_id": "P1", "name": "永川区", "kind": "pickup", "region_id": "YC"})
    assert (site["region_id"], site["place_source"]) == ("YC", "gazetteer")
    limit = made(planner, f"{at}/limits", {"scope": "P1", "kind": "depart_per_day", "value": 60, "date": "2020-03-10"})
    assert limit["date"] == "2020-03-10"
    for part, row, body in (
        ("regions", region, {**county, "risk": "medium"}),
        ("sites", site, {"name": "永川区", "kind": "pickup", "opens": "06:00", "closes": "20:00"}),
        ("limits", limit, {"scope": "P1", "kind": "depart_per_day", "value": 50}),
    ):
        address = f"{API}{at}/{part}/{row['id']}"
        assert planner.get(address).headers["ETag"] == '"1"'
        assert planner.put(address, json=body, headers={"If-Match": '"1"'}).status_code == 200
        assert [item["id"] for item in planner.get(f"{API}{at}/{part}").json()["items"]] == [row["id"]]
    roads = planner.put(f"{API}{at}/roads", json={"roads": [{"from_id": "P1", "to_id": "P1", "km": 1, "minutes": 2}]})
    assert roads.json() == {"roads": 1}
    assert planner.delete(f"{API}{at}/limits/{limit['id']}", headers={"If-Match": "*"}).status_code == 204
    assert planner.get(f"{API}{at}/limits").json()["items"] == []
    assert planner.post(f"{API}{at}/ground").json() == {"regions": [], "sites": []}


def test_a_demand_is_set_by_the_bureau(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    with over_http.database.write(PLANNER) as unit:
        here = bureau(unit)
        at, origin = f"{API}/campaigns/{here.campaign.id}/demands", here.request.origins[0].id
    assert planner.get(f"{at}/{origin}").status_code == 404
    set_ = planner.put(f"{at}/{origin}", json={"pickup_id": "S1"}, headers={"If-Match": "*"})
    assert set_.json()["pickup_id"] == "S1"
    assert [row["origin_id"] for row in planner.get(at).json()["items"]] == [origin]


def test_rules_are_read_and_brought(over_http: OverHttp) -> None:
    planner, carrier = over_http.signed_in("planner"), over_http.signed_in("carrier")
    names = [row["name"] for row in planner.get(f"{API}/profiles").json()["items"]]
    assert names[:3] == ["2020-02-emergency", "2020-03", "normal-season"]
    document = planner.get(f"{API}/profiles/2020-03").json()["document"]
    own = {**document, "name": "jinan-2020", "edition": None}
    assert made(planner, "/profiles", own)["edition"] == 1
    assert made(planner, "/profiles", own)["edition"] == 2
    assert [row["edition"] for row in planner.get(f"{API}/profiles/jinan-2020/editions").json()] == [2, 1]
    assert planner.get(f"{API}/profiles/jinan-2020/editions/1").json()["document"]["edition"] == 1
    toml = planner.get(f"{API}/profiles/jinan-2020/editions/1/toml").text
    assert '[settings."driving.break_min"]' in toml
    bad = planner.post(f"{API}/profiles", json={**own, "caps": [{"id": "x", "mode": "ferry"}], "title": ""})
    assert columns(bad) == {"title", "caps.x.mode", "caps.x.share", "caps.x.verified"}
    assert carrier.get(f"{API}/profiles/2020-03").status_code == 200
    assert carrier.post(f"{API}/profiles", json=own).status_code == 403
    campaign_id = made(planner, "/campaigns", BODY)["id"]
    rules = planner.get(f"{API}/campaigns/{campaign_id}/rules").json()
    assert {limit["id"]: limit["value"] for limit in rules["limits"]}["health-desk"] == 80


def test_a_case_becomes_a_campaign(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    document = to_document(load(case("jinan-k4016").path))
    found = planner.post(f"{API}/campaigns/import", json=document, params={"name": "K4016"})
    assert (found.status_code, found.json()["name"], found.json()["state"]) == (201, "K4016", "frozen")
    snapshot = made(planner, f"/campaigns/{found.json()['id']}/snapshots", {})
    assert (snapshot["counts"]["workers"], snapshot["counts"]["services"]) == (476, 4)
    broken = planner.post(f"{API}/campaigns/import", json={**document, "demands": [{"demand_id": "N1"}]})
    assert broken.status_code == 422
    assert over_http.signed_in("reader").post(f"{API}/campaigns/import", json=document).status_code == 403


def test_each_role_gets_what_is_its_own(over_http: OverHttp) -> None:
    planner, reader = over_http.signed_in("planner"), over_http.signed_in("reader")
    carrier, other = over_http.signed_in("carrier"), over_http.signed_in("carrier")
    employer, escort = over_http.signed_in("employer"), over_http.signed_in("escort")
    with over_http.database.write(PLANNER) as unit:
        campaign_id = bureau(unit).campaign.id
    at = f"{API}/campaigns/{campaign_id}"
    offer = made(carrier, f"/campaigns/{campaign_id}/offers", COACHES)
    assert offer["carrier_id"] == carrier.headers["x-carrier"]
    assert [row["id"] for row in carrier.get(f"{at}/offers").json()["items"]] == [offer["id"]]
    assert other.get(f"{at}/offers").json()["items"] == []
    assert other.get(f"{API}/offers/{offer['id']}").status_code == 404
    step = {"json": {"state": "accepted"}, "headers": {"If-Match": "*"}}
    assert carrier.post(f"{API}/offers/{offer['id']}/state", **step).status_code == 403
    assert len(planner.get(f"{at}/offers", params={"state": "accepted"}).json()["items"]) == 2
    snapshot = made(planner, f"/campaigns/{campaign_id}/snapshots", {})["id"]
    assert reader.get(f"{API}/snapshots/{snapshot}").status_code == 200
    assert reader.post(f"{at}/snapshots", json={}).status_code == 403
    for client in (carrier, employer, escort):
        assert client.get(f"{API}/snapshots/{snapshot}").status_code == 404
        assert client.get(f"{API}/snapshots/{snapshot}/scenario").status_code == 404
    assert employer.get(at).status_code == 404
    assert employer.get(f"{at}/sites").status_code == 404
    assert over_http.anonymous.get(f"{API}/campaigns").status_code == 401
