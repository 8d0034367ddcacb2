"""The text of a module of models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.client_maker.schema import SHARED, Description, class_name, field_name, names_in, type_of
from api.client_maker.text import MADE, docstring, has_word


def model_modules(described: Description) -> Iterator[tuple[str, str]]:
    """Each module's name and text."""
    by_room: dict[str, list[str]] = defaultdict(list)
    for name, room in described.home.items():
        if described.page_of({"$ref": f"#/{name}"}) is None:
            by_room[room].append(name)
    for room, names in sorted(by_room.items()):
        yield room, _module(described, room, names)


def models_module(described: Description) -> str:
    """The module from which people import: a model stays there, whichever rooms use it."""
    names = sorted(
        (room, class_name(name))
        for name, room in described.home.items()
        if described.page_of({"$ref": f"#/{name}"}) is None
    )
    lines = [
        f'"""What goes to the service and what comes back. {MADE}"""',
        "",
        "from __future__ import annotations",
        "",
    ]
    lines += [f"from api.client.models.{room} import {name}" for room, name in names]
    lines += ["", "__all__ = ["]
    lines += [f'    "{name}",' for name in sorted(name for _, name in names)]
    return "\n".join([*lines, "]"]) + "\n"


def _module(described: Description, room: str, names: Sequence[str]) -> str:
    classes = [_model(name, described.schemas[name]) for name in _in_order(names, described.schemas)]
    others = sorted(
        class_name(other)
        for name in names
        for other in names_in(described.schemas[name])
        if described.home[other] == SHARED != room
    )
    about = "several rooms" if room == SHARED else f"the room {room}"
    body = "\n\n\n".join(classes)
    lines = [f'"""Models of {about}. {MADE}"""', "", "from __future__ import annotations", ""]
    lines += _imports(body)
    lines += [f"from api.client.models.shared import {', '.join(dict.fromkeys(others))}"] if others else []
    lines += ["from api.client.shape import Shape", "", ""]
    return "\n".join(lines) + body + "\n"


def _imports(body: str) -> list[str]:
    found = ["import datetime as dt"] if has_word(body, "dt.") else []
    typing = [word for word in ("Any", "Literal") if has_word(body, word)]
    found += [f"from typing import {', '.join(typing)}"] if typing else []
    found += ["", "from pydantic import Field"] if has_word(body, "Field(") else []
    return [*found, ""] if found else []


def _model(name: str, schema: Mapping[str, Any]) -> str:
    lines = [f"class {class_name(name)}(Shape):", docstring(schema.get("description") or f"{name}.", 4), ""]
    required = set(schema.get("required", ()))
    for field, inner in schema.get("properties", {}).items():
        lines.append(f"    {_field(field, inner, field in required)}")
    return "\n".join(lines)


def _field(name: str, schema: Mapping[str, Any], required: bool) -> str:
    own = field_name(name)
    default = _default(schema)
    kind = type_of(schema)
    if not required and default == "None" and "None" not in kind.split(" | "):
        kind = f"{kind} | None"
    if own != name:
        arguments = f"alias={name!r}" if required else f"default={default}, alias={name!r}"
        return f"{own}: {kind} = Field({arguments})"
    return f"{own}: {kind}" if required else f"{own}: {kind} = {default}"


def _default(schema: Mapping[str, Any]) -> str:
    """Pydantic copies a default for each model, so a list may stand there."""
    value = schema.get("default")
    if value is None and schema.get("type") in ("array", "object"):
        return "Field(default_factory=list)" if schema["type"] == "array" else "Field(default_factory=dict)"
    if isinstance(value, list | dict) and not value:
        return f"Field(default_factory={type(value).__name__})"
    return repr(value)


def _in_order(names: Sequence[str], schemas: Mapping[str, Any]) -> list[str]:
    """Every model behind those that it uses; else by name."""
    found: list[str] = []

    def add(name: str) -> None:
        if name in found or name not in names:
            return
        for other in sorted(names_in(schemas[name]) - {name}):
            add(other)
        if name not in found:
            found.append(name)

    for name in sorted(names):
        add(name)
    return found
