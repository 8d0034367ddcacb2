"""Is the service there?"""

from __future__ import annotations

from fastapi import APIRouter

from api import __version__
from api.http.documented import errors
from api.http.schemas import Health

router = APIRouter(tags=["service"])


@router.get("/health", summary="Is the service up?", responses=errors())
def health() -> Health:
    """Says that the service answers, and its version."""
    return Health(status="ok", version=__version__)
