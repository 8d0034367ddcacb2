"""Whoever is signed in: every call does what OpenAPI says of it, and nothing ends with a fault of the service."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import ignored_auth

from api.http.app import create_app
from api.http.openapi import document
from api.http.settings import Settings
from api.http.upload import XLSX_TYPE
from api.service.store import Database
from tests.api.service.over_http import OverHttp, app_for_tests, running

ROLES = ("administrator", "planner", "reader", "employer", "carrier", "escort")
_OPEN = ("cases", "scenarios", "plans", "results", "comparison")
FULL = bool(os.environ.get("FANGANG_EVERY_CORNER"))
"""Every corner of every schema, as every role: some 70,000 requests, which take an hour."""

_CONFIG = {
    "checks": {
        # what is right by the schema may still name an unknown id, be not for the role, or not be possible now
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "303", "401", "403", "404", "409", "412", "415", "422", "428", "429", "503"]
        },
        "negative_data_rejection": {"expected-statuses": ["4xx", "503"]},
    },
    "phases": {"coverage": {"enabled": FULL}},
}

described = schemathesis.openapi.from_dict(
    document(create_app(Settings())), config=SchemathesisConfig.from_dict(_CONFIG)
).exclude(tag=list(_OPEN))


def _as_it_is(_context: object, value: object) -> bytes:
    """A generated body for a file: bytes, or whatever else a file may hold."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


for _kind in (XLSX_TYPE, "application/pdf", "image/png", "image/jpeg", "text/csv", "application/octet-stream"):
    schemathesis.serializer(_kind)(_as_it_is)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OverHttp]:
    """A service that all calls of this module are made to."""
    folder = tmp_path_factory.mktemp("service")
    url = f"sqlite:///{folder / 'service.db'}"
    app = app_for_tests(url, folder, sign_ups_by_address=10**6, sign_in_attempts_by_address=10**6)
    with (
        running(app) as client,
        closing(Database.open(url)) as opened,
        closing(OverHttp(app=app, database=opened, anonymous=client)) as service,
    ):
        yield service


@pytest.fixture(scope="module")
def keys(world: OverHttp) -> dict[str, str]:
    """By role: the header of an account in it."""
    return {role: world.signed_in(role).headers["Authorization"] for role in ROLES}


@described.parametrize()
@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_call_does_what_is_said_of_it(case: schemathesis.Case, world: OverHttp, keys: dict[str, str]) -> None:
    base = str(world.anonymous.base_url)
    for header in (None, *keys.values()):
        headers = {} if header is None else {"Authorization": header}
        answer = case.call(base_url=base, headers=headers)
        assert answer.status_code < 500 or answer.status_code == 503, (header, answer.text)
        unready = answer.status_code == 503
        checks = [ignored_auth, not_a_server_error] if unready else [ignored_auth]
        case.validate_response(answer, excluded_checks=checks)
