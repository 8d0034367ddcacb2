"""One call to the service: sent, repeated where that is safe, its answer read or its problem raised."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from api.client.errors import BusyError, UnreachableError, UnreadableError, problem_of
from api.client.events import events
from api.client.pages import Cursor, Page, Pages

PREFIX = "/api/v1"
JSON_TYPE = "application/json"

M = TypeVar("M")
Body: TypeAlias = BaseModel | Mapping[str, Any] | bytes | None
Query: TypeAlias = Mapping[str, Any]

_AGAIN = frozenset({429, 502, 503, 504})
_SAFE = frozenset({"GET", "HEAD"})
_LONGEST_WAIT = 30.0


class Calls:
    """The way to one service. ``attempts``: how often a call is tried that may be repeated without harm.

    These are calls that only read, and those with an idempotency key or the version that they change: the service does
    them once, however often they come.
    """

    def __init__(
        self, http: httpx.Client, *, attempts: int = 4, wait: float = 0.2, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.http, self._attempts, self._wait, self._sleep = http, max(1, attempts), wait, sleep

    def value(self, kind: type[M], method: str, path: str, **how: Any) -> M:
        """The answer as ``kind``, a model or a list of them. Raises ClientError."""
        return _read(kind, self.response(method, path, **how))

    def nothing(self, method: str, path: str, **how: Any) -> None:
        """For calls that answer with nothing. Raises ClientError."""
        self.response(method, path, **how)

    def data(self, method: str, path: str, **how: Any) -> bytes:
        """The answer's bytes. Raises ClientError."""
        return self.response(method, path, **how).content

    def pages(self, kind: type[M], path: str, *, query: Query, cursor: str = "cursor", **how: Any) -> Pages[M]:
        """A list in pages; ``cursor`` is what its parameter is called. Raises ClientError as it is read."""

        def fetch(at: Cursor) -> Page[M]:
            whole = self.response("GET", path, query={**query, cursor: at}, **how)
            rows = _read(dict[str, Any], whole)
            return Page(items=_valid(list[kind], rows["items"]), next=rows["next"])  # type: ignore[valid-type]

        return Pages(fetch)

    def follow(self, kind: type[M], path: str, **how: Any) -> Iterator[M]:
        """The states of something under way as they come, until the service says that it is over.

        A connection that breaks is made anew. Raises ClientError.
        """
        broken = 0
        while True:
            try:
                with self._stream(path, **how) as answer:
                    for event in events(answer.iter_lines()):
                        broken = 0
                        yield _valid_json(kind, event.data)
                        if event.name == "end":
                            return
            except httpx.TransportError as error:
                broken = self._broken(broken + 1, error)
            else:
                broken = self._broken(broken + 1, None)

    def response(
        self,
        method: str,
        path: str,
        *,
        at: Mapping[str, str | int] | None = None,
        query: Query | None = None,
        body: Body = None,
        content_type: str | None = None,
        key: str | None = None,
        version: int | str | None = None,
    ) -> httpx.Response:
        """The good answer to a call. Raises ClientError.

        ``at`` fills the path; ``key`` is the idempotency key, ``version`` what a change is made to (``*``: any).
        """
        content, own_type = _content(body)
        headers = {"Content-Type": content_type or own_type} if content is not None else {}
        if key is not None:
            headers["Idempotency-Key"] = key
        if version is not None:
            headers["If-Match"] = version if isinstance(version, str) else f'"{version}"'
        request = self.http.build_request(
            method, _address(path, at), params=_plain(query), content=content, headers=headers
        )
        again = method in _SAFE or key is not None or version is not None
        return self._sent(request, self._attempts if again else 1)

    def _sent(self, request: httpx.Request, attempts: int) -> httpx.Response:
        for attempt in range(1, attempts + 1):
            try:
                answer = self.http.send(request)
            except httpx.TransportError as error:
                if attempt == attempts:
                    raise UnreachableError(
                        f"{request.url} did not answer: {error}\nMaybe the address is wrong."
                    ) from error
                self._pause(attempt, None)
                continue
            if answer.status_code < 400:
                return answer
            if attempt == attempts or answer.status_code not in _AGAIN:
                raise _problem(answer)
            self._pause(attempt, answer)
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, attempt: int, answer: httpx.Response | None) -> None:
        """As long as the service asks for, else twice as long each time, never two clients in step."""
        asked = _seconds(answer.headers.get("Retry-After")) if answer is not None else None
        wait = asked if asked is not None else self._wait * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)
        self._sleep(min(wait, _LONGEST_WAIT))

    def _broken(self, times: int, error: httpx.TransportError | None) -> int:
        if times >= self._attempts:
            raise UnreachableError(f"The stream broke off {times} times before its end.") from error
        self._pause(times, None)
        return times

    @contextmanager
    def _stream(self, path: str, *, at: Mapping[str, str | int] | None = None) -> Iterator[httpx.Response]:
        with self.http.stream("GET", _address(path, at), headers={"Accept": "text/event-stream"}) as answer:
            if answer.status_code >= 400:
                answer.read()
                raise _problem(answer)
            yield answer


def new_key() -> str:
    """A new idempotency key."""
    return str(uuid4())


def _address(path: str, at: Mapping[str, str | int] | None) -> str:
    return PREFIX + path.format(**{name: quote(str(value), safe="") for name, value in (at or {}).items()})


def _plain(query: Query | None) -> httpx.QueryParams:
    found: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in (query or {}).items():
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is not None:
                found.append((name, _text(one)))
    return httpx.QueryParams(found)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _content(body: Body) -> tuple[bytes | None, str]:
    if body is None:
        return None, JSON_TYPE
    if isinstance(body, bytes):
        return body, "application/octet-stream"
    if isinstance(body, BaseModel):
        return body.model_dump_json(exclude_unset=True, by_alias=True).encode(), JSON_TYPE
    return TypeAdapter(dict[str, Any]).dump_json(dict(body)), JSON_TYPE


def _problem(answer: httpx.Response) -> Exception:
    try:
        document = answer.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        document = {"title": answer.reason_phrase, "detail": answer.text[:500]}
    error = problem_of(answer.status_code, document)
    if isinstance(error, BusyError):
        error.retry_after = _seconds(answer.headers.get("Retry-After"))
    return error


def _seconds(text: str | None) -> float | None:
    return float(text) if text is not None and text.isdigit() else None


def _read(kind: type[M], answer: httpx.Response) -> M:
    return _valid_json(kind, answer.content)


def _valid_json(kind: type[M], text: str | bytes) -> M:
    try:
        return TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        raise UnreadableError(f"The answer is none that this client knows: {error}") from error


def _valid(kind: type[M], value: Any) -> M:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise UnreadableError(f"The answer is none that this client knows: {error}") from error
