"""Everybody who may ask, on a campaign with something of each kind in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from api.service.accounts.tables import EscortRun
from api.service.actor import SYSTEM
from api.service.store.base import Base
from tests.api.service.over_http import OverHttp
from tests.api.service.published import World, first_plan
from tests.api.service.workers_for_tests import resident_id

NOTHING = "0ch3d5a9k2x7m1q8v4t6w0y2z5"
NAMES = {"E": "Engines", "G": "Furnaces"}
WORKER = "张三丰"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SOON = {"expires_at": (datetime.now(UTC) + timedelta(days=30)).isoformat()}
REPORT = {"staff": 10, "away": 8, "returned": 2, "on_post": 1, "reopened": True}


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who asks, by letter; the ids in paths by name; what is the business of E and of G alone."""

    clients: Mapping[str, httpx.Client]
    nobody: httpx.Client
    ids: Mapping[str, str]
    business: Mapping[str, tuple[str, ...]]

    def ask(self, who: str, method: str, path: str, body: Any = None, query: Any = None) -> httpx.Response:
        """The answer. A change names a version that no row has, so that nothing is changed by who is let in."""
        client = self.nobody if who == "nobody" else self.clients[who]
        headers = {} if method == "GET" else {"If-Match": '"999"'}
        sent = {"content": body} if isinstance(body, bytes) else {"json": self._filled(body)}
        address = f"/api/v1{path.partition('#')[0].format(**self.ids)}"
        return client.request(method, address, headers=headers, params=self._filled(query), **sent)

    def _filled(self, value: Any) -> Any:
        """The value with ids where it has their names in braces."""
        match value:
            case dict():
                return {name: self._filled(inner) for name, inner in value.items()}
            case list():
                return [self._filled(inner) for inner in value]
            case str():
                return value.format(**self.ids)
            case _:
                return value


def cast_of(service: OverHttp, there: World) -> Cast:
    """Signs everybody in, publishes the plan, and adds what the campaign lacks."""
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
    request = {name: _first(service, "requests", employer_id=there.employers[name]) for name in NAMES}
    proof = clients["P"].post(f"/api/v1/requests/{request['E']}/proofs", content=PDF).json()["id"]
    publication = there.publish(there.store(first_plan()))
    run = there.run(publication, "R1")
    account = {who: client.headers["x-account"] for who, client in clients.items()}
    with service.database.write(SYSTEM) as unit:
        held = unit.add(EscortRun(account_id=account["X"], plan_id=run.plan_id, run_id=run.run_id)).id
    door = service.app.state.context.door
    ids = {
        "nothing": NOTHING,
        "account": account["E"],
        "spare": service.signed_in("reader").headers["x-account"],
        "session": door.enter(account["E"], agent="test").session_id or "",
        "old_session": door.enter(account["E"], agent="test").session_id or "",
        "key": _first(service, "api_keys", account_id=account["E"]),
        "employer": there.employers["E"],
        "carrier": there.carrier_id,
        "campaign": there.campaign_id,
        "escort_run": held,
        "site": _first(service, "campaign_sites", campaign_id=there.campaign_id),
        "origin": there.demands["N1"],
        "offer": _first(service, "offers", carrier_id=there.carrier_id),
        "snapshot": there.snapshot_id,
        "plan": run.plan_id,
        "request": request["E"],
        "proof": proof,
        "profile": "2020-03",
        "publication": publication.id,
        "journey": _first(service, "journeys", employer_id=there.employers["E"]),
        "run": run.id,
        "run_name": run.run_id,
        "other_run": there.run(publication, "R4").id,
        "handover": _first(service, "handovers", employer_id=there.employers["E"], run_id="R1"),
    }
    business = {
        "E": (NAMES["E"], WORKER, there.employers["E"], request["E"], *(there.demands[n] for n in ("N1", "N2", "N3"))),
        "G": (NAMES["G"], there.employers["G"], request["G"], there.demands["N4"]),
    }
    return Cast(clients=clients, nobody=service.anonymous, ids=ids | _made(clients, ids), business=business)


def _made(clients: Mapping[str, httpx.Client], ids: Mapping[str, str]) -> dict[str, str]:
    """The ids of what is made by calls."""

    def answered(path: str, body: Any, who: str = "P") -> Any:
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        answer = clients[who].post(f"/api/v1{path.format(**ids)}", **sent)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def made(path: str, body: Any, who: str = "P") -> str:
        return str(answered(path, body, who)["id"])

    another = {"name": "Later", "first_day": "2020-04-01", "last_day": "2020-04-02", "profile": "2020-03"}
    later = made("/campaigns", another)
    to_join = answered(f"/campaigns/{later}/links", SOON)
    for method, path, body in (
        ("POST", f"/campaigns/{later}/state", {"state": "open"}),
        ("PUT", f"/campaigns/{later}/employers/{ids['employer']}", None),
    ):
        done = clients["P"].request(method, f"/api/v1{path}", json=body, headers={"If-Match": "*"})
        assert done.status_code < 300, done.text
    region = answered("/campaigns/{campaign}/regions", {"name": "历下区", "city": "济南市", "province": "山东省"})
    limit = {"scope": region["region_id"], "kind": "beds", "value": 1_000_000}
    worker = {"name": WORKER, "id_number": resident_id(1), "phone": "13800005678", "home_county": "兴文县"}
    about = {"campaign_id": ids["campaign"], "title": "No beds", "employer_id": ids["employer"]}
    problem = made("/problems", about)
    answered("/campaigns/{campaign}/money-rules", {"rules": [{"name": "half", "government": 0.5}]})
    found = {
        "link": made("/campaigns/{campaign}/links", SOON),
        "token": to_join["address"].rpartition("/")[2],
        "region": region["id"],
        "limit": made("/campaigns/{campaign}/limits", limit),
        "draft": made("/requests", {"campaign_id": later}, "E"),
        "invitation": made("/invitations", {"role": "reader", "name": "x"}, "A"),
        "problem": problem,
        "paper": made(f"/problems/{problem}/papers", PDF),
        "worker": made("/requests/{request}/workers", worker),
        "report": made("/campaigns/{campaign}/daily-reports", {"day": "2020-03-11", **REPORT}, "E"),
    }
    boarded = {
        "client_id": "phone-1", "kind": "boarded", "seq": 1, "demand_id": ids["origin"], "headcount": 1,
        "happened_at": "2020-03-10T08:00:00+08:00",
    }  # fmt: skip
    recorded = clients["X"].post(f"/api/v1/runs/{ids['run']}/records", json={"records": [boarded]}).json()
    assert recorded["outcomes"][0]["status"] == "stored", recorded
    return found


def _first(service: OverHttp, table: str, **columns: str) -> str:
    there = Base.metadata.tables[table]
    with service.database.read(SYSTEM) as unit:
        wanted = select(there.c.id).where(*(there.c[name] == value for name, value in columns.items()))
        found = unit.session.scalar(wanted.order_by(there.c.id).limit(1))
    assert found is not None, f"the world has no {table} of {columns}"
    return str(found)
