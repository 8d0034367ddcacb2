"""What a database says when it cannot, in the service's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm.exc import StaleDataError

from api.service.store.errors import ConflictError, StaleError, UnavailableError, UnfitError


class _Why(NamedTuple):
    """Why the database cannot now, and in how many seconds it may."""

    message: str
    seconds: int


_AWAY = _Why(
    "The database does not answer. Maybe it is starting again: send the same request once more in a moment.", 5
)
_BUSY = _Why("Too many changes at once: the database did not come free. Maybe try again.", 2)
_FULL = _Why("The database's disk is full, so nothing was changed. Maybe make room there, and send it once more.", 60)
_NO_FILE = _Why(
    "The database's file cannot be read or written. Maybe its disk is gone, or its permissions have changed.", 60
)

_SQLITE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _NO_FILE,
    sqlite3.SQLITE_IOERR: _NO_FILE,
    sqlite3.SQLITE_CANTOPEN: _NO_FILE,
}
"""By primary result code, see https://sqlite.org/rescode.html."""

_PRIMARY = 0xFF
_POSTGRES_FULL = "53100"
_POSTGRES = {"08": _AWAY, "40": _BUSY, "53": _AWAY, "55": _BUSY, "57": _AWAY, "58": _NO_FILE}
"""By class of SQLSTATE: connection, rollback of a transaction, resources, object in use, operator, system."""

_TOO_LARGE = "54"
"""The class of SQLSTATE for values beyond a limit of PostgreSQL itself."""


def watch(engine: Engine) -> None:
    """Makes errors of the drivers' own, for values that they cannot send, errors of the database."""
    event.listen(engine, "handle_error", _unsendable)


@contextmanager
def told() -> Iterator[None]:
    """Errors of the database as errors of the service; those that are our own fault stay as they are.

    Raises ConflictError, StaleError, UnavailableError, UnfitError.
    """
    try:
        yield
    except StaleDataError as error:
        raise StaleError(
            "Somebody has changed this in the same moment. Maybe read it again, and repeat the change."
        ) from error
    except IntegrityError as error:
        raise ConflictError(
            f"This breaks a rule of the database: {_rule(error)}. Maybe it is there already, or what it needs is gone."
        ) from error
    except NoConnectionError as error:
        raise UnavailableError(_BUSY.message, seconds=_BUSY.seconds) from error
    except DBAPIError as error:
        if isinstance(error, DataError) or _state(error).startswith(_TOO_LARGE):
            raise UnfitError(
                "A value is none that the database can keep: a text with the character 0 or too long, a number or a "
                "time too large. Maybe shorten or correct it; nothing was changed."
            ) from error
        why = _unavailable(error)
        if why is None:
            raise
        raise UnavailableError(why.message, seconds=why.seconds) from error


def _unavailable(error: DBAPIError) -> _Why | None:
    """Why the database cannot now; None: it could, and does not want what we say."""
    if isinstance(error.orig, sqlite3.Error):
        return _SQLITE.get(getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY)
    state = _state(error)
    if state == _POSTGRES_FULL:
        return _FULL
    if state[:2] in _POSTGRES:
        return _POSTGRES[state[:2]]
    lost = not state and (error.statement is None or isinstance(error.orig, psycopg.OperationalError))
    return _AWAY if error.connection_invalidated or lost else None


def _state(error: DBAPIError) -> str:
    """PostgreSQL's SQLSTATE; empty where the server said nothing."""
    return (error.orig.sqlstate or "") if isinstance(error.orig, psycopg.Error) else ""


def _unsendable(context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, OverflowError | UnicodeEncodeError):
        raise DataError(context.statement, None, error, hide_parameters=True)


def _rule(error: IntegrityError) -> str:
    """The name of the broken rule, never its values: they may be personal."""
    if isinstance(error.orig, psycopg.Error):
        return error.orig.diag.constraint_name or type(error.orig).__name__
    return str(error.orig)  # SQLite names columns only
