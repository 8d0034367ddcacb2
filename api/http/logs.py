"""The service's log: one event a line, as JSON, with nothing personal in it.

Only fields of a fixed list are written as they are; an error is told by its type and where it came from, never by its
message, for messages quote values. Events of libraries are told by their template, without what they put in.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any, TextIO, cast
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.types import Processor

from api.service.store import MASK

_EVENT = frozenset({"event", "level", "logger", "timestamp", "request", "error", "where", "fault"})
_REQUEST = frozenset({"method", "route", "status", "ms", "account", "role"})
_WORK = frozenset({"action", "attempt", "campaign", "count", "host", "job", "pid", "plan", "run", "seconds", "state"})
_OTHERS = frozenset({"bytes", "rows", "table", "version", "worker"})
FIELDS = _EVENT | _REQUEST | _WORK | _OTHERS
"""What an event may say. Names of rows and counts, no text that somebody has typed."""

_DIGITS = re.compile(r"\d(?:[\d \-]{5,})\d[Xx]?")
_log = structlog.stdlib.get_logger("fangang.requests")


def write_to(stream: TextIO, *, as_json: bool, level: int = logging.INFO) -> None:
    """From now on this process's events go to ``stream``, those of libraries from warnings on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_json=as_json))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("fangang").setLevel(level)


def formatter(*, as_json: bool) -> logging.Formatter:
    """Turns events into lines."""
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_of_a_library, *_STAMPS],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _errors_by_place, _only_known, last],
    )


def _of_a_library(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The template of a message; what was put in may be anything."""
    record = cast(logging.LogRecord, event["_record"])
    event["event"] = _DIGITS.sub(MASK, str(record.msg))
    if record.exc_info:
        event["exc_info"] = record.exc_info
    return event


def _errors_by_place(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The types of an error and its causes, and where it came from; no messages."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if not isinstance(error, BaseException):
        return event
    event["error"] = []
    event["where"] = []
    while error is not None and len(event["error"]) < 5:
        event["error"].append(type(error).__qualname__)
        frames = traceback.extract_tb(error.__traceback__)
        event["where"].append([f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]])
        error = error.__cause__ or error.__context__
    return event


def _only_known(_: object, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {name: value if name in FIELDS else MASK for name, value in event.items()}


_STAMPS: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.contextvars.merge_contextvars,
        *_STAMPS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


class Requests:
    """Logs every request by its route (never its address, which may quote a search), and names it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.monotonic(), 0
        request = uuid4().hex[:16]

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request):
            try:
                await self.app(scope, receive, noting)
            finally:
                self._tell(scope, status, begun)

    @staticmethod
    def _tell(scope: Scope, status: int, begun: float) -> None:
        actor = scope.get("state", {}).get("actor")
        who = {} if actor is None else {"account": actor.account_id, "role": actor.role}
        tell = _log.warning if status >= 500 else _log.info
        ms = round(1000 * (time.monotonic() - begun), 1)
        tell("request", method=scope["method"], route=_route(scope), status=status, ms=ms, **who)


def _route(scope: Scope) -> str | None:
    """The route's address with the names of its parameters; None where there is no such route.

    A route knows its address only from its router on, so what is before that is taken from the request's.
    """
    own: str | None = getattr(scope.get("route"), "path", None)
    if own is None or ":path}" in own:
        return own
    before = scope["path"].split("/")[: -own.count("/")]
    return "/".join(before) + own
