"""The text of a module of calls, one room of the service each, and of the client that has them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.client_maker.schema import (
    SHARED,
    Description,
    Operation,
    argument_name,
    class_name,
    names_in,
    reference,
    type_of,
)
from api.client_maker.text import MADE, docstring, has_word

JSON_TYPE = "application/json"
_EVENTS = "text/event-stream"
_CURSORS = ("cursor", "after")
"""What the parameter is called by which a list goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A call's arguments in Python and what it sends and gives back."""

    arguments: Sequence[str]
    gives: str
    send: str


def room_modules(described: Description) -> Iterator[tuple[str, str]]:
    """Each module's name and text."""
    by_room: dict[str, list[Operation]] = defaultdict(list)
    for operation in described.operations:
        by_room[operation.room].append(operation)
    for room, operations in sorted(by_room.items()):
        yield room, _module(described, room, operations)


def rooms_module(described: Description) -> str:
    """The class with every room as an attribute."""
    rooms = sorted({operation.room for operation in described.operations})
    lines = [f'"""Every room of the service. {MADE}"""', "", "from __future__ import annotations", ""]
    lines += ["from api.client.calls import Calls"]
    lines += [f"from api.client.rooms.{room} import {room_class(room)}" for room in rooms]
    lines += ["", "", "class Rooms:", '    """The calls of the service, by what they are about."""', ""]
    lines += ["    def __init__(self, calls: Calls) -> None:"]
    lines += [f"        self.{room} = {room_class(room)}(calls)" for room in rooms]
    return "\n".join(lines) + "\n"


def room_class(room: str) -> str:
    """A room's class."""
    return room.title().replace("_", "")


def _module(described: Description, room: str, operations: Sequence[Operation]) -> str:
    methods = "\n\n".join(_method(described, operation) for operation in operations)
    lines = [f'"""Calls of the room {room}. {MADE}"""', "", "from __future__ import annotations", ""]
    lines += ["import datetime as dt"] if has_word(methods, "dt.") else []
    collections = [word for word in ("Iterator", "Mapping", "Sequence") if has_word(methods, f"{word}[")]
    lines += [f"from collections.abc import {', '.join(collections)}"] if collections else []
    typing = [word for word in ("Any", "Literal") if has_word(methods, word)]
    lines += [f"from typing import {', '.join(typing)}"] if typing else []
    calls = ["Calls", *(["new_key"] if has_word(methods, "new_key(") else [])]
    lines += ["", f"from api.client.calls import {', '.join(calls)}"]
    for home in (room, SHARED):
        used = sorted(class_name(name) for name in _used(described, operations) if described.home[name] == home)
        lines += [f"from api.client.models.{home} import {', '.join(used)}"] if used else []
    lines += ["from api.client.pages import Pages"] if has_word(methods, "Pages[") else []
    lines += ["", "", f"class {room_class(room)}:", f'    """The calls of the room {room}."""', ""]
    lines += ["    def __init__(self, calls: Calls) -> None:", "        self._calls = calls", ""]
    return "\n".join(lines) + "\n" + methods + "\n"


def _used(described: Description, operations: Sequence[Operation]) -> set[str]:
    """The models that stand in the calls' own lines: a page's rows instead of the page."""
    found: set[str] = set()
    for operation in operations:
        for schema in _schemas(operation):
            rows = described.page_of(schema)
            found |= names_in(schema if rows is None else rows)
    return {name for name in found if name in described.home}


def _schemas(operation: Operation) -> Iterator[Mapping[str, Any]]:
    body = operation.document.get("requestBody", {}).get("content", {})
    if list(body) == [JSON_TYPE]:
        yield body[JSON_TYPE]["schema"]
    content = _good(operation)
    if JSON_TYPE in content:
        yield content[JSON_TYPE]["schema"]
    if _EVENTS in content:
        yield _event(content)


def _method(described: Description, operation: Operation) -> str:
    call = _call(described, operation)
    arguments = ", ".join(["self", *call.arguments])
    summary = operation.document.get("summary", operation.name).rstrip(".")
    about = operation.document.get("description", "")
    text = f"{summary}{'' if summary.endswith('?') else '.'}\n\n{about}"
    return "\n".join(
        [
            f"    def {operation.name}({arguments}) -> {call.gives}:",
            docstring(text, 8),
            f"        {call.send}",
        ]
    )


def _call(described: Description, operation: Operation) -> _Call:
    parameters = operation.document.get("parameters", ())
    headers = {p["name"].lower() for p in parameters if p["in"] == "header"}
    in_path = [p for p in parameters if p["in"] == "path"]
    in_query = [p for p in parameters if p["in"] == "query"]
    paged = described.page_of(_good(operation).get(JSON_TYPE, {}).get("schema", {}))
    cursors = [p["name"] for p in in_query if p["name"] in _CURSORS] if paged is not None else []
    in_query = [p for p in in_query if p["name"] not in cursors]
    arguments = [f"{argument_name(p['name'])}: {type_of(p['schema'])}" for p in in_path]
    own = [f"at={{{_pairs(in_path)}}}"] if in_path else []
    body, more = _body(operation)
    arguments += body
    own += ["body=body"] if body else []
    named = [_named(p) for p in in_query] + more
    own += ["content_type=content_type"] if more else []
    if "if-match" in headers:
        named.append("version: int | str")
        own.append("version=version")
    if "idempotency-key" in headers:
        named.append("key: str | None = None")
        own.append("key=key or new_key()")
    if in_query or paged is not None:
        own.append(f"query={{{_pairs(in_query)}}}")
    own += [f'cursor="{name}"' for name in cursors if name != "cursor"]
    arguments += ["*", *sorted(named, key=lambda text: "=" in text)] if named else []
    gives, send = _answer(operation, paged, own)
    return _Call(arguments=arguments, gives=gives, send=send)


def _answer(operation: Operation, paged: Mapping[str, Any] | None, own: Sequence[str]) -> tuple[str, str]:
    """The type that a call gives back, and the line that makes it."""
    content = _good(operation)
    place = f'"{operation.method}", "{operation.path}"'
    rest = "".join(f", {part}" for part in own)
    if not content:
        return "None", f"self._calls.nothing({place}{rest})"
    if _EVENTS in content:
        kind = type_of(_event(content))
        return f"Iterator[{kind}]", f'return self._calls.follow({kind}, "{operation.path}"{rest})'
    if JSON_TYPE not in content:
        return "bytes", f"return self._calls.data({place}{rest})"
    schema = content[JSON_TYPE]["schema"]
    if paged is not None:
        kind = type_of(paged)
        return f"Pages[{kind}]", f'return self._calls.pages({kind}, "{operation.path}"{rest})'
    kind = type_of(schema)
    return kind, f"return self._calls.value({kind}, {place}{rest})"


def _body(operation: Operation) -> tuple[list[str], list[str]]:
    """The body's argument; and the one that says what kind of content it is, where there are several."""
    content = operation.document.get("requestBody", {}).get("content", {})
    if not content:
        return [], []
    if list(content) == [JSON_TYPE]:
        name = reference(content[JSON_TYPE]["schema"])
        kind = class_name(name) if name else "Mapping[str, Any]"
        needed = operation.document["requestBody"].get("required", False)
        return [f"body: {kind}" if needed else f"body: {kind} | None = None"], []
    kinds = "Mapping[str, Any] | bytes" if JSON_TYPE in content else "bytes"
    return [f"body: {kinds}"], ["content_type: str | None = None"]


def _named(parameter: Mapping[str, Any]) -> str:
    kind = type_of(parameter["schema"])
    if parameter.get("required"):
        return f"{argument_name(parameter['name'])}: {kind}"
    default = parameter["schema"].get("default")
    if default is None and "None" not in kind:
        kind = f"{kind} | None"
    return f"{argument_name(parameter['name'])}: {kind} = {default!r}"


def _pairs(parameters: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f'"{p["name"]}": {argument_name(p["name"])}' for p in parameters)


def _good(operation: Operation) -> Mapping[str, Any]:
    """The content of the good answer."""
    good = next(answer for status, answer in operation.document["responses"].items() if status.startswith("2"))
    content: Mapping[str, Any] = good.get("content", {})
    return content


def _event(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an event's data is."""
    schema: Mapping[str, Any] = content[_EVENTS]["itemSchema"]["properties"]["data"]["contentSchema"]
    return schema
