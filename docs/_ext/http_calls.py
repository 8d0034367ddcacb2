"""The calls, statuses and settings of the service over HTTP as Markdown, from the service itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from api.http.app import create_app
from api.http.problems import TITLES
from api.http.settings import Settings, described

_METHODS = ("get", "post", "put", "patch", "delete")


def calls() -> str:
    """Every call of the OpenAPI document by its tag, with its parameters, answers and example."""
    document = _document()
    parts = []
    for tag in document["tags"]:
        parts.append(f"### {tag['description']}\n")
        parts += [_call(*found) for found in operations() if tag["name"] in found[2].get("tags", ())]
    return "\n".join(parts)


def operations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(method, path, operation) of every call, in the document's order."""
    for path, item in _document()["paths"].items():
        for method in _METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def statuses() -> str:
    """What each status of an error means."""
    rows = "".join(f"| {status} | `{kind}` | {title}. |\n" for status, (kind, title) in TITLES.items())
    return f"| status | end of `type` | meaning |\n|---|---|---|\n{rows}"


def settings() -> str:
    """Every setting with its default."""
    rows = "".join(f"| `{name}` | {_default(default)} | {about} |\n" for name, (default, about) in described().items())
    return f"| variable | default | meaning |\n|---|---|---|\n{rows}"


@cache
def _document() -> Mapping[str, Any]:
    found: Mapping[str, Any] = create_app(Settings()).openapi()
    return found


def _call(method: str, path: str, operation: Mapping[str, Any]) -> str:
    lines = [f"#### {operation['summary']}\n", f"`{method} {path}`\n", f"{operation['description'].strip()}\n"]
    parameters = operation.get("parameters", ())
    if parameters:
        lines.append("| parameter | where | meaning |\n|---|---|---|")
        lines += [f"| `{p['name']}` | {p['in']} | {_meaning(p)} |" for p in parameters]
        lines.append("")
    answers = ", ".join(sorted(operation["responses"]))
    lines.append(f"Answers: {answers}.\n")
    return "\n".join(lines)


def _meaning(parameter: Mapping[str, Any]) -> str:
    about = str(parameter.get("description", "")).rstrip(".")
    need = "**required**" if parameter.get("required") and parameter["in"] != "path" else ""
    default = parameter.get("schema", {}).get("default")
    tail = f"default `{default}`" if default is not None else need
    return "; ".join(part for part in (about, tail) if part).replace("|", "\\|")


def _default(value: object) -> str:
    if value == "":
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)
