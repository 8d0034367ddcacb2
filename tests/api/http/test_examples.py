"""OpenAPI: every call is described with all that it may answer, and its example runs as it stands."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import jsonschema_rs
import pytest

from api.http.app import create_app
from api.http.openapi import document
from api.http.openapi_examples import body_example, parameters
from api.http.problems import MEDIA_TYPE
from api.http.settings import Settings
from tests.api.http.conftest import Service

OPENAPI = document(create_app(Settings()))
CALLS = [(method, path) for path, methods in OPENAPI["paths"].items() for method in methods]
_OPEN = {"cases", "scenarios", "plans", "results", "comparison"}
OPEN_CALLS = [(method, path) for method, path in CALLS if OPENAPI["paths"][path][method]["tags"][0] in _OPEN]
"""Those that need nobody signed in: what their examples name is always there."""


def operation(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = OPENAPI["paths"][path][method]
    return found


def bodies(service: Service, call: dict[str, Any]) -> list[tuple[dict[str, str], bytes | None]]:
    """Every example body with its header; one without a body where the call takes none."""
    if "requestBody" not in call:
        return [({}, None)]
    found = []
    for media_type, described in call["requestBody"]["content"].items():
        for example in described["examples"].values():
            if "externalValue" in example:
                data = service.client.get(example["externalValue"]).content
            else:
                data = json.dumps(example["value"]).encode()
            found.append(({"Content-Type": media_type}, data))
    return found


@pytest.mark.parametrize(("method", "path"), OPEN_CALLS)
def test_the_example_runs(service: Service, method: str, path: str) -> None:
    call = operation(method, path)
    address = path.format(**parameters(call, "path"))
    query = parameters(call, "query")
    good = next(status for status in call["responses"] if status.startswith("2"))
    for headers, data in bodies(service, call):
        answer = service.client.request(method, address, params=query, headers=headers, content=data)
        assert answer.status_code == int(good), answer.text[:500]
        assert answer.headers["content-type"].partition(";")[0] in call["responses"][good]["content"]


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl")
@pytest.mark.parametrize(("method", "path"), OPEN_CALLS)
def test_the_command_line_in_the_description_runs(service: Service, method: str, path: str) -> None:
    call = operation(method, path)
    (command,) = re.findall(r"```sh\n(.*?)\n```", call["description"], re.DOTALL)
    here = command.replace("http://127.0.0.1:8000", service.url).replace("curl -s", "curl -s --fail-with-body")
    ended = subprocess.run(["sh", "-c", here], capture_output=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stdout[:500]
    assert ended.stdout


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_everything_about_a_call_is_said(method: str, path: str) -> None:
    call = operation(method, path)
    assert call["summary"]
    assert call["tags"][0] in {tag["name"] for tag in OPENAPI["tags"]}
    for parameter in call.get("parameters", ()):
        assert parameter["description"]
        assert "example" in parameter
    for status, response in call["responses"].items():
        assert response["description"]
        if status[0] in "45":
            assert list(response["content"]) == [MEDIA_TYPE]
    assert {"400", "500"} <= set(call["responses"])


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_examples_are_what_the_call_takes(method: str, path: str) -> None:
    call, schemas = operation(method, path), OPENAPI["components"]["schemas"]
    for parameter in call.get("parameters", ()):
        _check(parameter["example"], parameter["schema"], schemas)
    for described in call.get("requestBody", {}).get("content", {}).values():
        name = described.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name not in ("", "Scenario"):
            _check(body_example(schemas[name], schemas), described["schema"], schemas)


def _check(value: Any, schema: dict[str, Any], schemas: dict[str, Any]) -> None:
    jsonschema_rs.Draft202012Validator({**schema, "components": {"schemas": schemas}}).validate(value)


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_the_command_line_says_who_asks(method: str, path: str) -> None:
    call = operation(method, path)
    assert ("$FANGANG_KEY" in call["description"]) == ("security" in call)


def test_the_document_is_whole() -> None:
    references = set(re.findall(r"#/components/schemas/([\w-]+)", str(OPENAPI)))
    assert references <= set(OPENAPI["components"]["schemas"])
    ids = [operation(method, path)["operationId"] for method, path in CALLS]
    assert len(ids) == len(set(ids))
