"""Requests, rosters and workers over HTTP: statuses, tags, keys, masks, and what nobody else may see."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx
import pytest

from api.service.accounts.tables import CampaignEmployer
from api.service.actor import SYSTEM
from api.service.store import new_id
from tests.api.service.asking import asking
from tests.api.service.over_http import OverHttp
from tests.api.service.workers_for_tests import resident_id, roster_csv, roster_row

FORM = {
    "site": {"name": "历下区"},
    "contact": "李伟",
    "phone": "13800005678",
    "ready": "2020-03-08 08:00",
    "due": "2020-03-12 20:00",
    "origins": [{"place": {"name": "兴文县"}, "headcount": 30}],
}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Desk:
    """The campaign over HTTP with one employer's client, another's and a planner's."""

    def __init__(self, over_http: OverHttp) -> None:
        self.campaign_id = asking(over_http.database).campaign_id
        self.ours, self.theirs = over_http.signed_in("employer"), over_http.signed_in("employer")
        self.planner, self.reader = over_http.signed_in("planner"), over_http.signed_in("reader")
        self.anonymous = over_http.anonymous
        with over_http.database.write(SYSTEM) as unit:
            for client in (self.ours, self.theirs):
                employer_id = client.headers["x-employer"]
                unit.add(CampaignEmployer(campaign_id=self.campaign_id, employer_id=employer_id))

    def file(self, **others: Any) -> dict[str, Any]:
        answer = self.ours.post("/api/v1/requests", json=FORM | {"campaign_id": self.campaign_id} | others)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def step(self, client: httpx.Client, request_id: str, to: str, match: str = "*", **others: Any) -> httpx.Response:
        return client.post(
            f"/api/v1/requests/{request_id}/steps", json={"to": to, **others}, headers={"If-Match": match}
        )


@pytest.fixture
def desk(over_http: OverHttp) -> Desk:
    return Desk(over_http)


def faulty(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return [fault["column"] for fault in answer.json()["faults"]]


def test_a_request_from_the_first_form_to_the_check(desk: Desk) -> None:
    filed = desk.file()
    address = f"/api/v1/requests/{filed['id']}"
    assert (filed["state"], filed["steps"], filed["frozen"]) == ("draft", ["submitted", "withdrawn"], False)
    assert (filed["contact"], filed["site"]["source"]) == ("李伟", "gazetteer")
    read = desk.ours.get(address)
    assert read.headers["etag"] == f'"{filed["version"]}"'
    assert desk.theirs.get(address).status_code == 404
    assert desk.anonymous.get(address).status_code == 401
    assert desk.reader.get(address).json()["contact"] == "李**"
    changed = desk.ours.patch(address, json={"remarks": "三号门"}, headers={"If-Match": read.headers["etag"]})
    assert changed.json()["remarks"] == "三号门"
    stale = desk.ours.patch(address, json={"remarks": "x"}, headers={"If-Match": read.headers["etag"]})
    assert (stale.status_code, desk.ours.patch(address, json={}).status_code) == (412, 428)
    assert desk.step(desk.ours, filed["id"], "checked").status_code == 403
    assert desk.step(desk.planner, filed["id"], "checked").status_code == 409
    assert desk.step(desk.ours, filed["id"], "submitted", changed.headers["etag"]).json()["state"] == "submitted"
    assert desk.step(desk.ours, filed["id"], "checked").status_code == 403
    assert faulty(desk.step(desk.planner, filed["id"], "returned")) == ["note"]
    checked = desk.step(desk.planner, filed["id"], "checked", priority=2).json()
    assert (checked["state"], checked["priority"]) == ("checked", 2)
    steps = desk.ours.get(f"{address}/steps").json()["items"]
    assert [(step["after"], step["role"]) for step in steps] == [
        ("draft", "employer"), ("submitted", "employer"), ("checked", "planner"),
    ]  # fmt: skip


def test_all_faults_of_a_form_come_at_once(desk: Desk) -> None:
    form = {"campaign_id": desk.campaign_id, "phone": "1", "site": {"name": "鼓楼区"}, "due": "tomorrow"}
    assert faulty(desk.ours.post("/api/v1/requests", json=form)) == ["site.name", "phone", "due"]
    filed = desk.file(origins=[], site={"name": ""})
    assert faulty(desk.step(desk.ours, filed["id"], "submitted")) == ["site.name", "origins"]


def test_a_form_that_is_sent_twice_is_filed_once(desk: Desk) -> None:
    body = FORM | {"campaign_id": desk.campaign_id}
    key = {"Idempotency-Key": new_id()}
    one, two = (desk.ours.post("/api/v1/requests", json=body, headers=key) for _ in range(2))
    assert one.json()["id"] == two.json()["id"]
    assert desk.ours.post("/api/v1/requests", json=body | {"remarks": "x"}, headers=key).status_code == 409
    assert len(desk.ours.get("/api/v1/requests").json()["items"]) == 1


def test_lists_have_pages_and_one_s_own(desk: Desk) -> None:
    ids = [desk.file()["id"] for _ in range(3)]
    first = desk.ours.get("/api/v1/requests", params={"limit": 2}).json()
    rest = desk.ours.get("/api/v1/requests", params={"limit": 2, "cursor": first["next"]}).json()
    assert [row["id"] for row in first["items"] + rest["items"]] == ids
    assert (first["items"][0]["headcount"], rest["next"]) == (30, None)
    assert desk.theirs.get("/api/v1/requests").json()["items"] == []
    assert desk.planner.get("/api/v1/requests", params={"state": "draft"}).json()["items"][0]["id"] == ids[0]
    assert desk.planner.get("/api/v1/requests", params={"state": "closed"}).json()["items"] == []


def test_a_new_form_begins_with_what_was_said_before(desk: Desk) -> None:
    def begin(client: httpx.Client) -> dict[str, Any]:
        return dict(client.get("/api/v1/requests/form", params={"campaign_id": desk.campaign_id}).json())

    assert begin(desk.ours)["contact"] == ""
    desk.file()
    assert (begin(desk.ours)["contact"], begin(desk.ours)["site"]["name"]) == ("李伟", "历下区")
    assert begin(desk.theirs)["contact"] == ""


def test_a_proof_is_known_by_its_bytes(desk: Desk) -> None:
    address = f"/api/v1/requests/{desk.file()['id']}/proofs"
    made = desk.ours.post(address, content=PDF, params={"name": "证明.pdf"})
    assert made.status_code == 201
    paper = made.json()
    assert (paper["media_type"], paper["size"]) == ("application/pdf", len(PDF))
    assert paper["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert desk.ours.post(address, content=PDF).json()["id"] == paper["id"]
    read = desk.planner.get(f"{address}/{paper['id']}/content")
    assert (read.content, read.headers["content-type"]) == (PDF, "application/octet-stream")
    assert read.headers["content-disposition"] == "attachment; filename*=UTF-8''%E8%AF%81%E6%98%8E.pdf"
    assert desk.theirs.get(f"{address}/{paper['id']}/content").status_code == 404
    for wrong in (b"<html>", PDF[:-6], b"", b"MZ" + PDF):
        assert desk.ours.post(address, content=wrong).status_code == 422
    large = desk.ours.post(address, content=b"%PDF-" + b"x" * 5_000_001 + b"%%EOF")
    assert "at most 5000000 bytes" in large.json()["faults"][0]["expected"]
    gone = desk.ours.delete(f"{address}/{paper['id']}", headers={"If-Match": '"1"'})
    assert gone.status_code == 204
    assert desk.ours.get(address).json()["items"] == []


def test_a_roster_is_uploaded_and_its_faults_told(desk: Desk) -> None:
    request_id = desk.file()["id"]
    broken = roster_row(1)
    broken[3] = "138000056789"
    answer = desk.ours.post(f"/api/v1/requests/{request_id}/roster", content=roster_csv([roster_row(0), broken]))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["rows"], told["added"], told["broken"], told["named"], told["headcount"]) == (2, 1, 1, 1, 30)
    [fault] = told["faults"]
    assert (fault["place"], fault["row"], fault["column"], fault["value"]) == ("roster", 3, "phone", "*********789")
    assert desk.theirs.post(f"/api/v1/requests/{request_id}/roster", content=b"").status_code == 404
    assert desk.ours.post(f"/api/v1/requests/{request_id}/roster", content=b"PKxx").status_code == 422
    for kind in ("xlsx", "csv"):
        template = desk.anonymous.get(f"/api/v1/rosters/template.{kind}", params={"lang": "en"})
        assert desk.ours.post(f"/api/v1/requests/{request_id}/roster", content=template.content).json()["rows"] == 0


def test_workers_and_places(desk: Desk) -> None:
    request = desk.file()
    origin_id = request["origins"][0]["id"]
    address = f"/api/v1/requests/{request['id']}"
    body = {"name": "张三丰", "id_number": resident_id(1), "phone": "13800005678"}
    made = desk.ours.post(f"{address}/workers", json=body)
    assert made.status_code == 201, made.text
    worker = made.json()
    assert (worker["person"]["name"], worker["person"]["phone"], worker["place"]) == ("张**", "138****5678", 1)
    assert resident_id(1) not in made.text
    assert faulty(desk.ours.post(f"{address}/workers", json={"name": "1"})) == ["name", "id_number"]
    assert desk.ours.post(f"{address}/workers", json=body).status_code == 409
    own, any_version = f"/api/v1/workers/{worker['id']}", {"If-Match": "*"}
    moved = desk.ours.put(f"{own}/place", json={"origin_id": origin_id, "place": 9}, headers={"If-Match": '"1"'})
    assert (moved.json()["place"], moved.headers["etag"]) == (9, '"2"')
    taken = desk.planner.get(f"{address}/places").json()["origins"][0]["taken"]
    assert taken == [{"place": 9, "worker_id": worker["id"]}]
    assert desk.ours.delete(f"{own}/place", headers=any_version).json()["place"] is None
    assert desk.ours.post(f"{address}/places/fill").json() == {"placed": 1}
    assert desk.ours.patch(own, json={"phone": "13900000000"}, headers=any_version).json()["person"]["phone"] == (
        "139****0000"
    )
    assert desk.theirs.get(own).status_code == 404
    assert desk.reader.delete(own, headers=any_version).status_code == 403
    listed = desk.reader.get(f"{address}/workers").json()["items"]
    assert [row["person"]["name"] for row in listed] == ["张**"]
    assert desk.ours.get(f"{own}/contacts").status_code == 403
    assert desk.planner.get(f"{own}/contacts").json() == {"items": []}
    assert desk.planner.get(f"/api/v1/origins/{origin_id}/places/1/contacts").json() == {"items": []}
    assert desk.planner.get(f"/api/v1/campaigns/{desk.campaign_id}/named-twice").json() == {"items": []}
    assert desk.ours.delete(own, headers=any_version).status_code == 204
    assert desk.ours.get(own).status_code == 404


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    row = new_id()
    for address in (
        f"publications/{row}/runs/R1/manifest",
        f"workers/{row}",
        f"workers/{row}/contacts",
        f"origins/{row}/places/1/contacts",
        f"requests/{row}/proofs/{row}/content",
        f"campaigns/{row}/named-twice",
    ):
        assert desk.planner.get(f"/api/v1/{address}").status_code == 404, address
    assert desk.planner.post(f"/api/v1/requests/{row}/places/fill").status_code == 404
