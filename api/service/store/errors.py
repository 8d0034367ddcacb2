"""What the service refuses, and as what: a message says thing, value and rule, then what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from scenarios import FileFault


class ServiceError(Exception):
    """A request that the service refuses. ``status`` is what HTTP calls it."""

    status: ClassVar[int] = 500


class NotFoundError(ServiceError):
    """There is no such row, or the actor may not know that there is."""

    status = 404


class ConflictError(ServiceError):
    """Not in this state, or it is there already."""

    status = 409


class StaleError(ServiceError):
    """Somebody else has changed the row in between."""

    status = 412


class DeniedError(ServiceError):
    """The actor's role may not do this."""

    status = 403


class InvalidError(ServiceError):
    """The input cannot be used; ``faults`` are its rows, in the input's order."""

    status = 422

    def __init__(self, message: str, faults: Sequence[FileFault] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__(message)


class UnfitError(InvalidError):
    """A value that the database refuses. The call's schema should have refused it before, and named it."""


class BusyError(ServiceError):
    """The service has its hands full: the same request may succeed in a moment."""

    status = 429


class UnavailableError(ServiceError):
    """The database is away, busy or full: the same request may succeed after so many ``seconds``."""

    status = 503

    def __init__(self, message: str, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(message)
