"""Models of the room profiles. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api.client.shape import Shape


class ProfileAnswer(Shape):
    """An edition of a rule profile. ``document``: its rules, each with source and whether that is verified."""

    name: str
    edition: int
    origin: str
    title: str
    sha256: str
    created_at: dt.datetime
    document: dict[str, Any]


class ProfileBody(Shape):
    """A profile as its TOML file has it; `format` and `edition` may be left out. `GET` a shipped one for an example."""


class ProfileLine(Shape):
    """An edition of a rule profile, without its rules."""

    name: str
    edition: int
    origin: str
    title: str
    sha256: str
    created_at: dt.datetime
