"""Generated calls made to things that are really there: random ids end with 404, and what is behind is never tried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import schemathesis
from schemathesis.core import NotSet
from schemathesis.core.parameters import ParameterLocation

from api.service.store import ID_PATTERN

_PATHS = {
    "accounts": "account", "keys": "key", "invitations": "invitation", "employers": "employer", "carriers": "carrier",
    "links": "link", "escort-runs": "escort_run", "campaigns": "campaign", "regions": "region", "sites": "site",
    "limits": "limit", "demands": "origin", "offers": "offer", "snapshots": "snapshot", "problems": "problem",
    "requests": "request", "workers": "worker", "origins": "origin", "publications": "publication", "runs": "run",
    "journeys": "journey", "profiles": "profile", "handovers": "handover", "daily-reports": "report",
}  # fmt: skip
"""By the part of a path before an id: what the cast calls it."""

_FIELDS = {
    "account_id": "account", "employer_id": "employer", "carrier_id": "carrier", "campaign_id": "campaign",
    "campaign": "campaign", "request_id": "request", "plan_id": "plan", "snapshot": "snapshot", "other": "snapshot",
    "origin_id": "origin", "demand_id": "origin", "worker_id": "worker", "owner_id": "account", "token": "token",
    "profile": "profile",
}  # fmt: skip
"""By the name of a field or a query's parameter."""

_CHANGED = {"request": "draft"}
"""What a call that changes something is made to: the other one is past changing."""

_ANY_VERSION = "*"
_ID = re.compile(ID_PATTERN)
_VARIABLE = re.compile(r"([a-z-]+)/\{([a-z_]+)\}")


def make_real(case: schemathesis.Case, ids: Mapping[str, str]) -> None:
    """Puts ids of ``ids`` where the case has any that could be one, and any version where it has a good one."""
    negative = case.meta.is_negative_at if case.meta is not None else lambda _: False
    if case.path_parameters and not negative(ParameterLocation.PATH):
        case.path_parameters = dict(case.path_parameters) | _of_path(case, ids)
    if case.query and not negative(ParameterLocation.QUERY):
        case.query = _real(dict(case.query), ids)
    if not isinstance(case.body, NotSet | bytes):
        case.body = _real(case.body, ids)
    if case.headers and "if-match" in case.headers and not negative(ParameterLocation.HEADER):
        case.headers["if-match"] = _ANY_VERSION


def _of_path(case: schemathesis.Case, ids: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for before, name in _VARIABLE.findall(case.path):
        what = "paper" if before == "proofs" and "/problems/" in case.path else "proof" if before == "proofs" else ""
        what = what or ("run_name" if name == "run_id" else _PATHS.get(before, ""))
        if case.method != "GET":
            what = _CHANGED.get(what, what)
        if what:
            found[name] = ids[what]
    return found


def _real(value: Any, ids: Mapping[str, str], name: str = "") -> Any:
    match value:
        case dict():
            return {key: _real(inner, ids, key) for key, inner in value.items()}
        case list():
            return [_real(inner, ids, name) for inner in value]
        case str() if name in _FIELDS and (_ID.match(value) or name in ("token", "profile")):
            return ids[_FIELDS[name]]
        case _:
            return value
