"""Whoever is signed in: every call does what OpenAPI says of it, without a fault, and nobody reaches too far."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import ignored_auth
from sqlalchemy import Engine, make_url

from api.http.app import create_app
from api.http.context import PREFIX
from api.http.openapi import document
from api.http.settings import Settings
from api.http.upload import XLSX_TYPE
from api.service.store import Database
from tests.api.service.cast import Cast, cast_of
from tests.api.service.conftest import _create
from tests.api.service.over_http import OverHttp, app_for_tests, running
from tests.api.service.policy.calls import LINES
from tests.api.service.published import world as filled
from tests.api.service.real_ids import make_real

ROLES = {
    "nobody": "", "administrator": "A", "planner": "P", "reader": "R", "employer": "E", "carrier": "C", "escort": "X",
}  # fmt: skip
_OPEN = ("cases", "scenarios", "plans", "results", "comparison")
FULL = bool(os.environ.get("FANGANG_EVERY_CORNER"))
"""Every corner of every schema, as every role: some 70,000 requests, half an hour."""

POSTGRES = os.environ.get("FANGANG_EVERY_CORNER") == "postgresql"
"""On a PostgreSQL of the tests' own, as the administrator only."""

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


@dataclass(kw_only=True)
class Stage:
    """A service with the cast's campaign, which is as it was again after every change."""

    service: OverHttp
    cast: Cast
    admin: Engine | None
    session: requests.Session = field(default_factory=requests.Session)
    asked: Counter[str] = field(default_factory=Counter)
    renewed: int = 0

    def __post_init__(self) -> None:
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # each call for itself
        self.engine = self.service.app.state.context.database.engine
        self.service.database.engine.dispose()
        self.engine.dispose()
        self._copy(self._here, self._kept)

    def ask(self, case: schemathesis.Case, role: str) -> Response:
        """The answer to a case as a role, with every check of it."""
        self.asked[role] += 1
        headers = {} if role == "nobody" else {"Authorization": self.cast.clients[ROLES[role]].headers["authorization"]}
        answer = case.call(base_url=str(self.service.anonymous.base_url), session=self.session, headers=headers)
        if case.method != "GET" and answer.status_code < 400:
            self.renew()
        return answer

    def renew(self) -> None:
        """Everything is as it was."""
        self.renewed += 1
        self.engine.dispose()
        self._copy(self._kept, self._here)

    @property
    def _here(self) -> str:
        return str(self.engine.url.database)

    @property
    def _kept(self) -> str:
        return f"{self._here}_kept"

    def _copy(self, old: str, new: str) -> None:
        if self.admin is None:
            for more in ("-wal", "-shm"):
                Path(f"{new}{more}").unlink(missing_ok=True)
            shutil.copy(old, new)
            return
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {new} WITH (FORCE)")
        _create(self.admin, new, old)


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The one that all calls of this module are made to."""
    folder = tmp_path_factory.mktemp("service")
    admin = request.getfixturevalue("postgres") if POSTGRES else None
    url = _create(admin, "every_call", "") if POSTGRES else f"sqlite:///{folder / 'service.db'}"
    app = app_for_tests(url, folder, sign_ups_by_address=10**6, sign_in_attempts_by_address=10**6, waiting_plans=10**6)
    with ExitStack() as open_things:
        client = open_things.enter_context(running(app))
        database = open_things.enter_context(closing(Database.open(url)))
        service = open_things.enter_context(closing(OverHttp(app=app, database=database, anonymous=client)))
        there = Stage(service=service, cast=cast_of(service, filled(database)), admin=admin)
        open_things.enter_context(closing(there.session))
        yield there
        print(f"\n{make_url(url).get_backend_name()}: {dict(there.asked)}, renewed {there.renewed} times")


@described.parametrize()
@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_call_does_what_is_said_of_it(case: schemathesis.Case, stage: Stage) -> None:
    make_real(case, stage.cast.ids)
    for role, letter in ROLES.items():
        if POSTGRES and role != "administrator":
            continue
        answer = stage.ask(case, role)
        unready = answer.status_code == 503 and case.path == f"{PREFIX}/ready"
        assert answer.status_code < 500 or unready, (role, answer.text)
        # whether signing in is needed is seen by asking as nobody
        checks = [ignored_auth, not_a_server_error] if unready else [ignored_auth]
        case.validate_response(answer, excluded_checks=checks)
        if answer.status_code < 400 and _is_signed(case):
            assert letter in _let_in(case), f"{role} is let in: {answer.status_code}"


def _is_signed(case: schemathesis.Case) -> bool:
    """Whether the call needs signing in, and the case is that call at all: not another method or another path."""
    negative = case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH)
    declared = case.operation.method.upper() == case.method.upper()
    return declared and not negative and bool(case.operation.definition.raw.get("security"))


def _let_in(case: schemathesis.Case) -> set[str]:
    """The letters of the table for the call."""
    shape = re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(case.path.removeprefix(PREFIX))))
    lines = [line for line in LINES if line[0] == case.method and shape.fullmatch(re.sub(r"[{}]|#.*", "", line[1]))]
    assert lines, "the table has no such call"
    return {letter for line in lines for letter in "".join(line[2:])}
