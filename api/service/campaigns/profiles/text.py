"""A profile's document as a TOML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.toml_text import toml_text

_PARTS = ("sources", "settings", "quarantine")
_LISTS = ("caps", "limits")


def profile_text(document: Mapping[str, Any]) -> str:
    """The file; read again it is the same document."""
    return "".join(_blocks(document))


def _blocks(document: Mapping[str, Any]) -> Iterator[str]:
    yield toml_text({key: value for key, value in document.items() if key not in (*_PARTS, *_LISTS)})
    for part in _PARTS:
        for key, entry in document[part].items():
            yield f'\n[{part}."{key}"]\n{_entry(entry)}'
    for part in _LISTS:
        for entry in document[part]:
            yield f"\n[[{part}]]\n{_entry(entry)}"


def _entry(entry: Mapping[str, Any]) -> str:
    return toml_text({key: value for key, value in entry.items() if value is not None})
