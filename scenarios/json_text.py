"""JSON written for others, and read strictly: no key twice, and nothing that raises anything but a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scenarios.faults import FileFault


class _DoubleKeyError(ValueError):
    """An object gives a key twice."""


def json_bytes(document: Any, *, indent: int | None = None) -> bytes:
    """The document in UTF-8, with a line's end; ``?`` for halves of surrogate pairs. Raises ValueError for NaN."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)
    return f"{text}\n".encode(errors="replace")


def read_json(path: Path) -> tuple[Any, FileFault | None]:
    """The document in a file, or what is wrong with it."""
    place = path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, FileFault(place=place, expected="this file")
    except OSError as error:
        return None, FileFault(place=place, expected=f"a file that can be read ({error.strerror})")
    return parse_json(data, place)


def parse_json(data: bytes | str, place: str) -> tuple[Any, FileFault | None]:
    """The document in ``data``, or what is wrong with it. NaN and infinities are read, for their cell to refuse."""
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        advice = "Maybe the file was saved in another encoding: save it as UTF-8."
        return None, FileFault(place=place, row=row, expected="UTF-8", advice=advice)
    try:
        return json.loads(text, object_pairs_hook=_object), None
    except RecursionError:
        return None, FileFault(place=place, expected="JSON that is not nested so deep")
    except json.JSONDecodeError as error:
        return None, FileFault(place=place, row=error.lineno, expected=f"JSON ({error.msg}, column {error.colno})")
    except _DoubleKeyError as error:
        return None, FileFault(place=place, column=str(error), expected="a key given once in its object")
    except ValueError as error:
        return None, FileFault(place=place, expected=f"JSON ({error})")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DoubleKeyError(key)
            seen.add(key)
    return found
