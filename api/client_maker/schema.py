"""What the service's description says, sorted: the models of each room's calls, and what each schema is in Python."""

from __future__ import annotations

import builtins
import keyword
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

SHARED = "shared"
_METHODS = ("get", "post", "put", "patch", "delete")
_UNTYPED = frozenset({"Scenario"})
"""Documents that go as they are: a file format of its own, described elsewhere."""

_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_FORMATS = {"date": "dt.date", "date-time": "dt.datetime"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call of the service and the room that it belongs to."""

    room: str
    name: str
    method: str
    path: str
    document: Mapping[str, Any]


class Description:
    """The OpenAPI document of an app."""

    def __init__(self, app: FastAPI) -> None:
        self.document = app.openapi()
        self.schemas: Mapping[str, Any] = self.document["components"]["schemas"]
        self.operations = list(self._operations(dict(_room_of(app))))
        self.home = self._homes()

    def _operations(self, rooms: Mapping[str, str]) -> Iterator[Operation]:
        """Calls that answer with a page of a browser's are left out: they redirect."""
        for path, methods in self.document["paths"].items():
            for method in _METHODS:
                found = methods.get(method)
                if found is not None and any(status.startswith("2") for status in found["responses"]):
                    name = found["operationId"]
                    yield Operation(
                        room=rooms[name],
                        name=name,
                        method=method.upper(),
                        path=path.removeprefix("/api/v1"),
                        document=found,
                    )

    def _homes(self) -> Mapping[str, str]:
        """The room that has each model: the one whose calls use it, or the shared one."""
        users: dict[str, set[str]] = defaultdict(set)
        for operation in self.operations:
            for name in self._reached(set(_references(_bodies(operation.document)))):
                users[name].add(operation.room)
        return {name: next(iter(rooms)) if len(rooms) == 1 else SHARED for name, rooms in sorted(users.items())}

    def _reached(self, names: set[str]) -> set[str]:
        found: set[str] = set()
        while names:
            name = names.pop()
            if name not in found and name not in _UNTYPED:
                found.add(name)
                names |= set(_references(self.schemas[name]))
        return found

    def page_of(self, schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The schema of a page's rows; None: it is no page."""
        name = reference(schema)
        properties = {} if name is None else self.schemas[name].get("properties", {})
        rows: Mapping[str, Any] | None = properties["items"]["items"] if set(properties) == {"items", "next"} else None
        return rows


def class_name(schema_name: str) -> str:
    """A model's name: of two that are called alike, with their module's word before it."""
    *module, name = schema_name.split("__")
    word = module[-1].removesuffix("_schemas") if module else ""
    return word.title().replace("_", "") + name


def field_name(name: str) -> str:
    """The name that a field has in Python."""
    safe = re.sub(r"\W", "_", name)
    return f"{safe}_" if keyword.iskeyword(safe) else safe


def argument_name(name: str) -> str:
    """The name that an argument has in Python: no word of Python, and no function of its own."""
    own = field_name(name)
    return f"{own}_" if hasattr(builtins, own) else own


def type_of(schema: Mapping[str, Any]) -> str:
    """The Python type of a schema."""
    name = reference(schema)
    if name is not None:
        return "dict[str, Any]" if name in _UNTYPED else class_name(name)
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(map(type_of, schema["anyOf"])))
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(_PLAIN[one] for one in kind)
    if kind == "array":
        return f"list[{type_of(schema.get('items', {}))}]"
    if kind == "object" or "properties" in schema:
        values = schema.get("additionalProperties")
        return f"dict[str, {type_of(values) if isinstance(values, Mapping) else 'Any'}]"
    return _FORMATS.get(schema.get("format", ""), _PLAIN.get(str(kind), "Any"))


def reference(schema: Mapping[str, Any]) -> str | None:
    """The name of the schema that is meant."""
    target = schema.get("$ref")
    return None if target is None else str(target).rpartition("/")[2]


def names_in(schema: Any) -> set[str]:
    """The models that a schema names itself."""
    return {name for name in _references(schema) if name not in _UNTYPED}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rpartition("/")[2]
        for key, inner in value.items():
            if key not in ("examples", "example"):
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _bodies(document: Mapping[str, Any]) -> list[Any]:
    """What is sent and what a good answer has; problems are the client's errors."""
    good = [answer for status, answer in document["responses"].items() if status.startswith("2")]
    return [document.get("requestBody", {}), [answer.get("content", {}) for answer in good]]


def _room_of(app: FastAPI) -> Iterator[tuple[str, str]]:
    """The module of each call's route."""
    stack: list[Any] = list(app.routes)
    while stack:
        route = stack.pop()
        if isinstance(route, APIRoute):
            yield route.name, route.endpoint.__module__.rpartition(".")[2]
        stack.extend(getattr(route, "routes", None) or ())
        stack.extend(getattr(getattr(route, "original_router", None), "routes", None) or ())
