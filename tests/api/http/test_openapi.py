"""What OpenAPI says is what the service does: schemathesis with all its checks, where nobody need be signed in."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from api.http.app import create_app
from api.http.openapi import document
from api.http.settings import Settings
from api.http.upload import XLSX_TYPE
from tests.api.http.conftest import Service

_OPEN = {"cases", "scenarios", "plans", "results", "comparison"}
_CONFIG = {
    "checks": {
        # what is right by the schema may still name an unknown id, or come when there is no room or no plan yet
        "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "409", "422", "429"]},
    },
    # their body is that of /scenarios/check, where every corner of it is tried
    "operations": [
        {"include-path": path, "phases": {"coverage": {"enabled": False}}}
        for path in ("/api/v1/plans", "/api/v1/plans/now")
    ],
}


@schemathesis.serializer(XLSX_TYPE)
def as_it_is(_context: object, value: object) -> bytes | None:
    """A generated body for a workbook: bytes, or whatever else a file may hold."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


described = schemathesis.openapi.from_dict(
    document(create_app(Settings())), config=SchemathesisConfig.from_dict(_CONFIG)
).exclude(func=lambda found: _OPEN.isdisjoint(found.operation.tags or ()))


@described.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_call_does_what_is_said_of_it(case: schemathesis.Case, service: Service) -> None:
    answer = case.call_and_validate(base_url=service.url)
    assert answer.status_code < 500
