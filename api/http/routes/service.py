"""Is the service there?"""

from __future__ import annotations

from fastapi import APIRouter

from api import __version__
from api.http.context import Here
from api.http.documented import errors
from api.http.problems import HttpError
from api.http.schemas import Health, Ready
from api.service.readiness import readiness

router = APIRouter(tags=["service"])


@router.get("/health", summary="Is the service up?", responses=errors())
def health() -> Health:
    """Says that the service answers, and its version."""
    return Health(status="ok", version=__version__)


@router.get("/ready", summary="Can the service do its work?", responses=errors())
def ready(here: Here) -> Ready:
    """Says that the database answers, that its tables are this version's, and that a worker lives. Else 503."""
    found = readiness(here.database)
    if not found.database:
        raise HttpError(503, "The database does not answer. Maybe it is starting, or FANGANG_DATABASE_URL is wrong.")
    if not found.migrations:
        raise HttpError(503, "The database has tables of another version. Maybe start this version once more.")
    if not found.worker:
        raise HttpError(503, "No worker was heard of lately, so plans wait. Maybe start one: fangang worker.")
    return Ready(status="ready")
