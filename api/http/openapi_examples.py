"""Examples in the OpenAPI document: one for every parameter, and for every call a command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from api.http.upload import JSON_TYPE
from api.service.store import ID_PATTERN

SERVER = "http://127.0.0.1:8000"
ID = "1hetk3v8m2q7r5y0wz4c9xbndg"
"""An id as the service gives them."""

_SHOWN_QUERY = frozenset({"seconds", "plan", "name"})
_BY_NAME: Mapping[str, tuple[str, Any]] = {
    "account_id": ("Only those of this account", ID),
    "campaign_id": ("Only those of this campaign", ID),
    "code": ("What the provider gave", "SplxlOBeZQQYbYS6WxSbIA"),
    "district": ("Only those of this district", "崂山区"),
    "employer_id": ("Only those of this employer", ID),
    "if-match": ("The version that is changed", '"1"'),
    "iterations": ("Rounds of the search", 1000),
    "last-event-id": ("The last event that was seen", 1),
    "name": ("A name", "Haier"),
    "owner_id": ("Only those of this owner", ID),
    "receiving_area": ("Where workers arrive", "青岛市"),
    "row_id": ("The row's id", ID),
    "state": ("In this state", "af0ifjsldkj"),
    "table": ("Changes of this table", "requests"),
}


def complete(parameter: dict[str, Any]) -> None:
    """Gives the parameter one example, of its own, by its name or by its schema, and a description."""
    schema = parameter["schema"]
    named = _BY_NAME.get(parameter["name"].lower(), (None, None))
    parameter.setdefault("description", named[0] or parameter["name"])
    examples = schema.pop("examples", None) or parameter.pop("examples", None)
    if isinstance(examples, dict):
        examples = [example["value"] for example in examples.values()]
    parameter["example"] = examples[0] if examples else _example(schema, named[1])


def _example(schema: Mapping[str, Any], named: Any) -> Any:
    shape = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    if "enum" in shape:
        return shape["enum"][0]
    if "const" in shape:
        return shape["const"]
    if shape.get("pattern") == ID_PATTERN:
        return ID
    if named is not None:
        return named
    if schema.get("default") is not None:
        return schema["default"]
    return {"integer": shape.get("minimum", 1), "number": shape.get("minimum", 1), "boolean": True}.get(
        shape.get("type", "string"), "x"
    )


def parameters(operation: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The examples of a call's parameters in the path, the query or the header, by name."""
    return {p["name"]: p["example"] for p in operation.get("parameters", ()) if p["in"] == where and "example" in p}


def command(path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """The call by curl. What needs somebody signed in takes an API key from the environment."""
    address = SERVER + path.format(**parameters(operation, "path"))
    query = {name: value for name, value in parameters(operation, "query").items() if name in _SHOWN_QUERY}
    if query and (method != "get" or "security" not in operation):
        address = f"{address}?{urlencode(query, doseq=True)}"
    words = ["curl -s"]
    if method not in ("get", "post") or (method == "post" and "requestBody" not in operation):
        words.append(f"-X {method.upper()}")
    if "security" in operation:
        words.append('-H "Authorization: Bearer $FANGANG_KEY"')
    if "if-match" in {name.lower() for name in parameters(operation, "header")}:
        words.append("-H 'If-Match: \"1\"'")
    if "requestBody" not in operation:
        return " ".join([*words, f"'{address}'"])
    before, body = _body(operation["requestBody"]["content"], schemas)
    return f"{before}{' '.join(words)} {body} '{address}'"


def _body(content: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[str, str]:
    """What comes before the command and what is in it for its body."""
    media_type = next(iter(content))
    reference = content[media_type].get("schema", {}).get("$ref", "").rpartition("/")[2]
    if reference == "Scenario":
        take = f"curl -s {SERVER}/api/v1/cases/jinan-k4016/scenario"
        return f"{take} |\n  ", f"-H 'Content-Type: {JSON_TYPE}' --data-binary @-"
    if media_type != JSON_TYPE:
        return "", f"-H 'Content-Type: {media_type}' --data-binary @FILE"
    text = json.dumps(body_example(schemas.get(reference, {}), schemas), ensure_ascii=False)
    return "", f"-H 'Content-Type: {JSON_TYPE}' -d {shlex.quote(text)}"


def body_example(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """A model's example, or one made of the examples of its fields and of the models in it."""
    if "$ref" in schema:
        return body_example(schemas.get(schema["$ref"].rpartition("/")[2], {}), schemas)
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("type") == "array":
        return [body_example(schema["items"], schemas)]
    fields = schema.get("properties", {})
    wanted = {name for name, field in fields.items() if field.get("examples") or name in schema.get("required", ())}
    return {name: body_example(field, schemas) for name, field in fields.items() if name in wanted}
