"""Errors as ``application/problem+json`` (RFC 9457), with the same rows as the command line; never a traceback."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.methods import Methods
from api.service.store.errors import InvalidError, ServiceError, UnfitError
from scenarios import FileFault

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="fangang"'
"""How one may sign in without a browser, for the header ``WWW-Authenticate``."""

_LONGEST_VALUE = 200
_log = structlog.stdlib.get_logger("fangang.http")

TITLES: Mapping[int, tuple[str, str]] = {
    400: ("bad-request", "The request cannot be understood"),
    401: ("sign-in", "This needs signing in"),
    403: ("not-allowed", "This may not be done from here, or not in your role"),
    404: ("not-found", "There is no such thing here"),
    405: ("no-such-method", "This address does not answer that method"),
    408: ("too-slow", "The body did not arrive in time"),
    409: ("not-now", "Not in this state"),
    412: ("stale", "Somebody else has changed it in between"),
    413: ("too-large", "The body is too large"),
    415: ("media-type", "This kind of content cannot be read"),
    422: ("unusable", "The input cannot be used, nothing was done"),
    428: ("if-match", "A change needs the version that it is made to"),
    429: ("busy", "The service has its hands full"),
    500: ("fault", "A fault of the service"),
    503: ("not-ready", "The service is there, but something that it needs is not"),
}
"""By status: the end of the problem's type and its title."""


WITH_RETRY = frozenset({429, 503})
"""Statuses that say with ``Retry-After`` in how many seconds the same request may succeed."""

_RETRY_SECONDS = "1"


class HttpError(Exception):
    """A request that ends in a problem. ``detail`` is a sentence with advice, ``faults`` its rows."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        faults: Sequence[FileFault] = (),
        most_faults: int = 1000,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.detail, self.headers = status, detail, dict(headers or {})
        self.faults, self.most_faults = faults, most_faults
        super().__init__(detail)


def unusable(faults: Sequence[FileFault], most: int) -> HttpError:
    """The error for input with faults; the answer has the first ``most`` of them."""
    count = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'} in the input, nothing was done."
    return HttpError(422, count, faults=faults, most_faults=most)


def problem(
    status: int,
    detail: str,
    faults: Sequence[FileFault] = (),
    most_faults: int = 1000,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer for an error."""
    kind, title = TITLES.get(status, ("error", "This cannot be done"))
    body: dict[str, Any] = {
        "type": f"urn:fangang:problem:{kind}",
        "title": title,
        "status": status,
        "detail": clean(detail),
    }
    if faults:
        body["faults"] = [fault_row(fault) for fault in faults[:most_faults]]
        body["fault_count"] = len(faults)
    content = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    later = {"Retry-After": _RETRY_SECONDS} if status in WITH_RETRY else {}
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers={**later, **(headers or {})})


def fault_row(fault: FileFault) -> dict[str, Any]:
    """A fault as the command line tells it: place, row, column, value, expected, advice."""
    return {
        "place": clean(fault.place),
        "row": fault.row,
        "column": None if fault.column is None else clean(fault.column),
        "value": _shown(fault.value),
        "expected": clean(fault.expected),
        "advice": clean(fault.advice),
    }


def clean(text: str) -> str:
    """A text that any answer can hold: what is no Unicode is replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def wrong_method(method: str, path: str, allow: str) -> str:
    """What is said to a method that an address does not answer."""
    return f"{method} {path}: expected one of {allow}."


def install(app: FastAPI, methods: Methods) -> None:
    """Makes every error of the app a problem."""

    @app.exception_handler(HttpError)
    async def _told(_: Request, error: HttpError) -> Response:
        return problem(error.status, error.detail, error.faults, error.most_faults, error.headers)

    @app.exception_handler(ServiceError)
    async def _refused(_: Request, error: ServiceError) -> Response:
        faults = error.faults if isinstance(error, InvalidError) else ()
        if error.status >= 500 or isinstance(error, UnfitError):
            _log.warning("refused", exc_info=error)
        return problem(error.status, str(error), faults, headers=_headers(error))

    @app.exception_handler(HTTPException)
    async def _by_framework(request: Request, error: HTTPException) -> Response:
        path, headers = request.url.path, dict(error.headers or {})
        if error.status_code == 405 and (known := methods.of(path)):
            headers["Allow"] = ", ".join(sorted(known))
        detail = {
            404: f"{path}: there is nothing here. Maybe /docs has the address.",
            405: wrong_method(request.method, path, headers.get("Allow", "")),
        }.get(error.status_code, str(error.detail))
        return problem(error.status_code, detail, headers=headers)

    @app.exception_handler(RequestValidationError)
    async def _parameters(_: Request, error: RequestValidationError) -> Response:
        faults = [_parameter_fault(found) for found in error.errors()]
        return problem(422, f"{len(faults)} of the parameters cannot be used, nothing was done.", faults)


class Faults:
    """Answers errors that should not be: the traceback goes to the log, its number to the client."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on. Raises what happens after an answer has begun."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await _fault_of_ours(error)(scope, receive, send)


def _fault_of_ours(error: BaseException) -> Response:
    number = uuid4().hex[:12]
    _log.error("fault", fault=number, exc_info=error)
    return problem(500, f"Please report the fault {number}; the service's log has the details.")


def _headers(error: ServiceError) -> dict[str, str]:
    if (seconds := getattr(error, "seconds", None)) is not None:
        return {"Retry-After": str(seconds)}
    return {"WWW-Authenticate": CHALLENGE} if error.status == 401 else {}


def _parameter_fault(found: Mapping[str, Any]) -> FileFault:
    place, *names = (str(part) for part in found["loc"])
    column = ".".join(names) or None
    message = str(found["msg"])
    expected = message[0].lower() + message[1:] if message else "another value"
    return FileFault(place=place, column=column, value=found.get("input"), expected=expected.removeprefix("input "))


def _shown(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    text = clean(value if isinstance(value, str) else repr(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
