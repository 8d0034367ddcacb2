"""The ledger over HTTP: raised, taken through its states, proven, counted, taken away."""

from __future__ import annotations

from typing import Any

import httpx

from tests.api.service.ledger.test_ledger import PDF
from tests.api.service.over_http import OverHttp

API = "/api/v1/problems"
ANY = {"If-Match": "*"}


def raised(client: httpx.Client, **body: Any) -> Any:
    answer = client.post(API, json={"title": "No pass for the coach", **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_problem_from_its_finding_to_its_closing(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    problem = raised(planner, due="2020-03-12", owner_id=planner.headers["x-account"], district="历下区")
    assert (problem["state"], problem["state_zh"], problem["overdue"]) == ("found", "发现", True)
    at = f"{API}/{problem['id']}"
    for state in ("gathered", "submitted", "forwarded", "coordinated"):
        assert planner.post(f"{at}/state", json={"state": state}, headers=ANY).status_code == 200
    assert planner.post(f"{at}/state", json={"state": "closed"}, headers=ANY).status_code == 409
    words = planner.post(f"{at}/proofs", json={"text": "Pass 0312"})
    paper = planner.post(f"{at}/papers", content=PDF, params={"name": "通行证.pdf"})
    assert (words.status_code, paper.status_code, paper.json()["media_type"]) == (201, 201, "application/pdf")
    read = planner.get(f"{at}/proofs/{paper.json()['id']}/content")
    assert (read.content, "attachment" in read.headers["Content-Disposition"]) == (PDF, True)
    assert [row["text"] for row in planner.get(f"{at}/proofs").json()] == ["Pass 0312", ""]
    closed = planner.post(f"{at}/state", json={"state": "closed"}, headers={"If-Match": '"5"'})
    assert (closed.json()["state_zh"], closed.json()["overdue"]) == ("销号", False)
    assert [step["after"] for step in planner.get(f"{at}/steps").json()][-1] == "closed"
    back = planner.post(f"{at}/state", json={"state": "coordinated"}, headers=ANY)
    assert (back.status_code, back.json()["faults"][0]["column"]) == (422, "note")


def test_lists_counts_and_exports_keep_to_the_filter(over_http: OverHttp) -> None:
    planner, employer = over_http.signed_in("planner"), over_http.signed_in("employer")
    late = raised(planner, due="2020-03-12", employer_id=employer.headers["x-employer"])
    raised(planner, title="No masks", district="槐荫区")
    assert [row["id"] for row in planner.get(API, params={"overdue": True}).json()["items"]] == [late["id"]]
    assert len(planner.get(API, params={"limit": 1}).json()["items"]) == 1
    counts = planner.get(f"{API}/counts", params={"by": "employer"}).json()["counts"]
    assert counts == [
        {"key": "", "open": 1, "overdue": 0},
        {"key": employer.headers["x-employer"], "open": 1, "overdue": 1},
    ]
    assert [row["title"] for row in planner.get(f"{API}/document", params={"district": "槐荫区"}).json()] == [
        "No masks"
    ]
    assert planner.get(f"{API}/workbook").content.startswith(b"PK")


def test_an_employer_raises_its_own_and_sees_no_others(over_http: OverHttp) -> None:
    planner, employer = over_http.signed_in("planner"), over_http.signed_in("employer")
    theirs = raised(planner, title="Of another")
    own = raised(employer)
    assert own["employer_id"] == employer.headers["x-employer"]
    assert [row["id"] for row in employer.get(API).json()["items"]] == [own["id"]]
    assert employer.get(f"{API}/{theirs['id']}").status_code == 404
    assert employer.post(f"{API}/{own['id']}/state", json={"state": "gathered"}, headers=ANY).status_code == 403
    assert employer.put(f"{API}/{own['id']}", json={"title": "x"}, headers=ANY).status_code == 403
    for role in ("carrier", "escort"):
        client = over_http.signed_in(role)
        assert client.get(API).status_code == 403
        assert client.get(f"{API}/{own['id']}").status_code == 404
        assert client.post(API, json={"title": "x"}).status_code == 403


def test_changes_need_the_version(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    problem = raised(planner)
    at = f"{API}/{problem['id']}"
    assert planner.put(at, json={"title": "x"}).status_code == 428
    changed = planner.put(at, json={"title": "No pass", "due": "2030-01-01"}, headers={"If-Match": '"1"'})
    assert (changed.json()["title"], changed.headers["ETag"]) == ("No pass", '"2"')
    assert planner.put(at, json={"title": "x"}, headers={"If-Match": '"1"'}).status_code == 412
    assert planner.delete(at, headers={"If-Match": '"2"'}).status_code == 204
    assert planner.get(at).status_code == 404
