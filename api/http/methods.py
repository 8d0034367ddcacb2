"""Which methods an address answers: all of them, whichever route was asked first."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import FastAPI

_PARAMETER = re.compile(r"\\\{\w+\\\}")


def allowed(app: FastAPI, path: str, at_least: Mapping[str, str] | None) -> dict[str, str]:
    """The header ``Allow`` for the address, with the methods that the framework found and those of the document."""
    found = {name.strip() for name in (at_least or {}).get("Allow", "").split(",") if name.strip()}
    for pattern, methods in _known(app).items():
        if pattern.fullmatch(path):
            found |= methods
    return {"Allow": ", ".join(sorted(found))}


def _known(app: FastAPI) -> Mapping[re.Pattern[str], set[str]]:
    """By address: its methods; made once for each app."""
    known: dict[re.Pattern[str], set[str]] | None = getattr(app.state, "methods", None)
    if known is None:
        known = {}
        for path, operations in app.openapi()["paths"].items():
            pattern = re.compile(_PARAMETER.sub("[^/]+", re.escape(path)))
            known[pattern] = {method.upper() for method in operations}
        app.state.methods = known
    return known
