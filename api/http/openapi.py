"""The OpenAPI document: what FastAPI finds, with our schemas and for every call a command line that runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.documented import components
from api.http.openapi_examples import command, complete

_UNUSED = ("HTTPValidationError", "ValidationError")

DESCRIPTION = """\
Plans the door-to-door return of workers by coach, train, carriage and flight, and checks every plan before anyone
sees it.

Send a scenario (a JSON document or a workbook), get a job, follow it, read the plan. Two small plans, `example` and
`example-half`, are always there, so that the examples of plans run as they stand. Errors are `application/problem+json`
and name every broken cell at once.

The calls of the service, from accounts to figures, need a session or an API key; their examples take it from
`FANGANG_KEY`, and show an id where yours will be another. A change needs `If-Match` with the `ETag` of what was read; a
create takes an `Idempotency-Key`, and sent again under the same one it is done once only. Lists come in pages: `next`
is the `cursor` of the page to come.
"""


def document(app: FastAPI) -> dict[str, Any]:
    """The document of ``app``, made once."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes, tags=app.openapi_tags
        )
        schemas = found.setdefault("components", {}).setdefault("schemas", {})
        for name in _UNUSED:
            schemas.pop(name, None)
        schemas |= components()
        for path, operations in found["paths"].items():
            for method, operation in operations.items():
                _complete(path, method, operation, schemas)
        app.openapi_schema = found
    return app.openapi_schema


def _complete(path: str, method: str, operation: dict[str, Any], schemas: Mapping[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        complete(parameter)
    for described in operation.get("requestBody", {}).get("content", {}).values():
        described["schema"] = _sent(described.get("schema", {}))
    line = command(path, method, operation, schemas)
    operation["description"] = f"{operation.get('description', '')}\n\n```sh\n{line}\n```"


def _sent(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a body is where one is sent: that it may be left out does not make it null."""
    return next((one for one in schema.get("anyOf", ()) if "$ref" in one), schema)


def as_text(app: FastAPI) -> str:
    """The document as JSON."""
    return json.dumps(document(app), ensure_ascii=False)
