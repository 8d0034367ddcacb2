"""The OpenAPI document: what FastAPI finds, with our schemas and for every call a command line that runs."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.documented import components
from api.http.upload import JSON_TYPE

_METHODS = ("get", "post")
_SERVER = "http://127.0.0.1:8000"
_UNUSED = ("HTTPValidationError", "ValidationError")

DESCRIPTION = """\
Plans the door-to-door return of workers by coach, train, carriage and flight, and checks every plan before anyone
sees it.

Send a scenario (a JSON document or a workbook), get a job, follow it, read the plan. Two small plans, `example` and
`example-half`, are always there, so that every example below runs as it stands. Errors are `application/problem+json`
and name every broken cell at once.
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
            for method in _METHODS:
                if method in operations:
                    _complete(path, method, operations[method])
        app.openapi_schema = found
    return app.openapi_schema


def example_parameters(operation: dict[str, Any], where: str) -> dict[str, Any]:
    """The examples of a call's parameters in the path or the query, by name."""
    return {p["name"]: p["example"] for p in operation.get("parameters", ()) if p["in"] == where and "example" in p}


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        examples = parameter["schema"].pop("examples", None) or parameter.pop("examples", None)
        if examples:
            parameter["example"] = examples[0]
    operation["description"] = f"{operation.get('description', '')}\n\n```sh\n{_command(path, method, operation)}\n```"


def _command(path: str, method: str, operation: dict[str, Any]) -> str:
    address = path.format(**example_parameters(operation, "path"))
    if query := {k: v for k, v in example_parameters(operation, "query").items() if k in ("seconds", "plan")}:
        address = f"{address}?{urlencode(query, doseq=True)}"
    if "requestBody" in operation:
        take = f"curl -s {_SERVER}/api/v1/cases/jinan-k4016/scenario"
        return f"{take} |\n  curl -s -H 'Content-Type: {JSON_TYPE}' --data-binary @- '{_SERVER}{address}'"
    post = "-X POST " if method == "post" else ""
    return f"curl -s {post}'{_SERVER}{address}'"


def as_text(app: FastAPI) -> str:
    """The document as JSON."""
    return json.dumps(document(app), ensure_ascii=False)
