"""A database as a province has it in the middle of a campaign: employers with accounts, requests, journeys, a ledger.

Rows go in many at once, beside the service's units, with the entries of the log that the service would have written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from api.http.settings import Settings
from api.http.signed_in import account_rules
from api.service.accounts.passwords import Passwords
from api.service.accounts.tables import Account, CampaignEmployer, Carrier, Employer
from api.service.actor import SYSTEM, Actor
from api.service.campaigns.campaigns import CampaignForm, create_campaign, step_campaign
from api.service.figures.tables import DailyReport
from api.service.ledger.tables import ProblemEntry, ProblemStep
from api.service.people.keys import key_row
from api.service.people.sealing import new_key, seal_fields
from api.service.people.tables import WorkerKey
from api.service.people.vault import Vault
from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.requests.tables import Request, RequestEvent, RequestOrigin
from api.service.store import Database, new_id
from api.service.store.tables import AuditEntry
from tests.api.service.published import first_plan, world

PASSWORD = "harbour-lantern-violet-nine"
"""Everybody's, in this database only."""

_AT_ONCE = 5000
_CARRIERS = 40
_PLANNERS = 40
_PROBLEMS = 3000
_HEADS_A_RUN = 40
_DISTRICTS = tuple(f"District {n}" for n in range(1, 101))
_STATES = ("planned",) * 7 + ("checked", "submitted", "draft")
_NOW = datetime.now(UTC)
_STAMPS = {"created_at": _NOW, "created_by": None, "changed_at": _NOW, "version": 1, "deleted_at": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWorld:
    """What clients have to know: sign-in names by role, of employers those with journeys; campaign and publication."""

    campaign_id: str
    publication_id: str
    employers: tuple[str, ...]
    planners: tuple[str, ...]
    carriers: tuple[str, ...]


def fill(database: Database, data: Path, employers: int) -> LoadWorld:
    """Fills an empty database; ``data``: the service's folder, for the master key."""
    vault = Vault.open("", data)
    hashed = Passwords(account_rules(Settings())).hash(PASSWORD)
    small = world(database)
    template = small.publish(small.store(first_plan()))
    planner = Actor(role="planner")
    with database.write(planner) as unit:
        form = CampaignForm(
            name="Spring", receiving_area="济南市", first_day=date(2020, 3, 1), last_day=date(2020, 3, 31),
            profile="2020-02-emergency", retention_days=3650,
        )  # fmt: skip
        campaign_id = create_campaign(unit, form).id
        step_campaign(unit, campaign_id, "open", None)
    with database.read(SYSTEM) as unit:
        runs = [_columns(row) for row in unit.session.scalars(select(PublishedRun))]
        journeys = [_columns(row) for row in unit.session.scalars(select(JourneySet)) if row.itineraries]
        publication = _columns(unit.session.get_one(Publication, template.id))
    publication |= _STAMPS | {"id": new_id(), "campaign_id": campaign_id}
    with database.transaction() as connection:
        put = _Put(connection)
        carriers = [{"id": new_id(), "name": f"Carrier {n}", **_STAMPS} for n in range(_CARRIERS)]
        firms = [
            {"id": new_id(), "name": f"Works {n}", "district": _DISTRICTS[n % len(_DISTRICTS)], **_STAMPS}
            for n in range(employers)
        ]
        put(Employer, firms)
        put(Carrier, carriers)
        logins = {
            "employer": _accounts(put, hashed, "employer", [firm["id"] for firm in firms]),
            "carrier": _accounts(put, hashed, "carrier", [carrier["id"] for carrier in carriers]),
            "planner": _accounts(put, hashed, "planner", [None] * _PLANNERS),
        }
        put(
            CampaignEmployer,
            [{"id": new_id(), "campaign_id": campaign_id, "employer_id": firm["id"], **_STAMPS} for firm in firms],
        )
        put(Publication, [publication])
        origins = list(_requests(put, vault, campaign_id, firms))
        published = {"publication_id": publication["id"], "campaign_id": campaign_id}
        put(JourneySet, [_journeys(journeys, at, origin) | published for at, origin in enumerate(origins)])
        count = sum(origin["headcount"] for origin in origins) // _HEADS_A_RUN
        put(PublishedRun, [_run(runs, n, carriers, firms) | published for n in range(count)])
        _ledger(put, campaign_id, firms)
        put(DailyReport, [_report(campaign_id, firm) for firm in firms[: employers * 2 // 3]])
    return LoadWorld(
        campaign_id=campaign_id,
        publication_id=str(publication["id"]),
        employers=tuple(login for n, login in enumerate(logins["employer"]) if _STATES[n % len(_STATES)] == "planned"),
        planners=logins["planner"],
        carriers=logins["carrier"],
    )


@dataclass(frozen=True, slots=True)
class _Put:
    """Puts rows into a table, with their entries of the log where the table has them."""

    connection: Connection

    def __call__(self, kind: Any, rows: list[dict[str, Any]]) -> None:
        table: Table = kind.__table__
        for at in range(0, len(rows), _AT_ONCE):
            self.connection.execute(insert(table), rows[at : at + _AT_ONCE])
            if getattr(kind, "__audited__", False):
                entries = [_entry(table, row) for row in rows[at : at + _AT_ONCE]]
                self.connection.execute(insert(AuditEntry), entries)


def _entry(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in row.items() if key not in _STAMPS and isinstance(value, str | int)}
    return {
        "at": _NOW, "account_id": None, "role": "system", "action": "create",
        "table_name": table.name, "row_id": row["id"], "before": None, "after": told,
    }  # fmt: skip


def _accounts(put: _Put, hashed: str, role: str, parties: list[Any]) -> tuple[str, ...]:
    rows = [
        {
            "id": new_id(), "login": f"{role}-{n}@example.cn", "name": f"{role} {n}", "role": role,
            "employer_id": party if role == "employer" else None, "carrier_id": party if role == "carrier" else None,
            "password_hash": hashed, "oidc_subject": None, "disabled_at": None, **_STAMPS,
        }
        for n, party in enumerate(parties)
    ]  # fmt: skip
    put(Account, rows)
    return tuple(row["login"] for row in rows)


def _requests(put: _Put, vault: Vault, campaign_id: str, firms: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A request for each firm, in some state; gives the origins that are planned, with their employer."""
    requests, origins, events, keys = [], [], [], []
    for n, firm in enumerate(firms):
        request_id, state, key = new_id(), _STATES[n % len(_STATES)], new_key()
        keys.append(key_row(vault, request_id, key, kind="contact", campaign_id=campaign_id))
        requests.append(
            {
                "id": request_id, "campaign_id": campaign_id, "employer_id": firm["id"], "state": state,
                "site_name": "历下区", "site_city": "济南", "site_province": "山东", "site_lat": 36.66,
                "site_lon": 117.08, "site_source": "gazetteer", "priority_claim": "", "priority": None, "remarks": "",
                "contact": seal_fields(key, request_id, {"name": "李伟", "phone": "13800005678"}), **_STAMPS,
            }
        )  # fmt: skip
        origin = {
            "id": new_id(), "request_id": request_id, "number": 1, "state": "checked", "place_name": "兴文县",
            "city": "宜宾", "province": "四川", "lat": 28.30, "lon": 105.24, "source": "gazetteer",
            "headcount": 2 + n % 7, "ready": "2020-03-08 08:00", "due_from": None, "due": "2020-03-12 20:00",
            "splittable": True, "min_group": 1, **_STAMPS,
        }  # fmt: skip
        if state == "planned":
            origin["state"] = state
            yield origin | {"employer_id": firm["id"]}
        origins.append(origin)
        events.append(
            {"id": new_id(), "request_id": request_id, "at": _NOW, "account_id": None, "role": "employer",
             "before": None, "after": "draft", "note": ""}
        )  # fmt: skip
    put(Request, requests)
    put(RequestOrigin, origins)
    put(RequestEvent, events)
    put(WorkerKey, keys)


def _journeys(templates: list[dict[str, Any]], at: int, origin: dict[str, Any]) -> dict[str, Any]:
    return templates[at % len(templates)] | _STAMPS | {
        "id": new_id(), "employer_id": origin["employer_id"], "demand_id": origin["id"],
        "headcount": origin["headcount"], "served": origin["headcount"],
    }  # fmt: skip


def _run(
    templates: list[dict[str, Any]], n: int, carriers: list[dict[str, Any]], firms: list[dict[str, Any]]
) -> dict[str, Any]:
    heads = {firms[(n * 7 + k) % len(firms)]["id"]: 6 for k in range(6)}
    return templates[n % len(templates)] | _STAMPS | {
        "id": new_id(), "run_id": f"R{n}", "replaces_id": None, "carrier_id": carriers[n % len(carriers)]["id"],
        "heads": heads,
    }  # fmt: skip


def _ledger(put: _Put, campaign_id: str, firms: list[dict[str, Any]]) -> None:
    rows = [
        {
            "id": new_id(), "campaign_id": campaign_id, "employer_id": firm["id"], "request_id": None, "plan_id": None,
            "run_id": None, "district": firm["district"], "title": "No pass for the coach", "text": "It is asked for.",
            "state": ("found", "gathered", "submitted", "forwarded", "coordinated", "closed")[n % 6],
            "state_since": _NOW, "owner_id": None, "due": date(2020, 3, 12) + timedelta(days=n % 20), **_STAMPS,
        }
        for n, firm in enumerate(firms[:_PROBLEMS])
    ]  # fmt: skip
    put(ProblemEntry, rows)
    put(
        ProblemStep,
        [
            {"id": new_id(), "problem_id": row["id"], "at": _NOW, "account_id": None, "role": "employer",
             "before": None, "after": "found", "note": ""}
            for row in rows
        ],
    )  # fmt: skip


def _report(campaign_id: str, firm: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(), "campaign_id": campaign_id, "employer_id": firm["id"], "day": date(2020, 3, 10), "staff": 100,
        "away": 40, "returned": 10, "on_post": 60, "reopened": True, "vacancies": None, "stock_days": None, **_STAMPS,
    }  # fmt: skip


def _columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
