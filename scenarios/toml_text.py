"""Plain values as TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from scenarios.cells import show_number

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def toml_text(tree: Mapping[str, Any]) -> str:
    """A tree of texts, numbers, booleans, lists and mappings as a TOML document of dotted keys."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in _dotted("", tree))


def _dotted(prefix: str, tree: Mapping[str, Any]) -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = []
    for name, value in tree.items():
        key = f"{prefix}{_key(name)}"
        lines += _dotted(f"{key}.", value) if isinstance(value, Mapping) and value else [(key, value)]
    return lines


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return show_number(value)
        case Mapping():
            return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:
            return _text(str(value))
