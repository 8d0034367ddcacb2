"""What the first callers after a start would have to wait for, done beside them once the service answers.

Only what most services need and what costs little memory (15 MB): the gazetteer, which finds the first request's
places, and the OpenAPI document. What draws maps takes 130 MB and stays away until the first map is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import structlog
from fastapi import FastAPI

from api.http import openapi
from scenarios.places import find, resembling

_log = structlog.stdlib.get_logger("fangang.warming")
_A_PLACE, _NO_PLACE = "历下区", "历下曲"
_PAUSE_SECONDS = 0.1


def warm(app: FastAPI) -> None:
    """Does it all, one thing after the other; what goes wrong is logged, and left to whoever needs it first."""
    for name, step in steps(app).items():
        try:
            step()
        except Exception:  # the service goes on without it
            _log.exception("something could not be made ready ahead", action=name)
        time.sleep(_PAUSE_SECONDS)


def steps(app: FastAPI) -> Mapping[str, Callable[[], object]]:
    """What is done, by name, the most wanted first."""
    return {
        "find a place": lambda: [find(_A_PLACE, kind=kind) for kind in ("workplace", "pickup", "depot", "station")],
        "find places that resemble a name": lambda: resembling(_NO_PLACE, kind="pickup"),
        "describe the calls": lambda: openapi.document(app),
    }
