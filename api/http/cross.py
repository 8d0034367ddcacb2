"""What many calls share: versions against lost changes, keys against doubled requests, pages of lists."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from fastapi import Depends, Header, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from api.http.problems import HttpError
from api.service.store import ID_PATTERN, MOST_ITEMS, Page, Stamped, Unit, known, once
from api.service.store.errors import StaleError

T = TypeVar("T")
R = TypeVar("R")

_WRITTEN_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ].*")

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')
_KEY_PATTERN = "^[A-Za-z0-9_.:-]{8,200}$"


class Listed(BaseModel, Generic[T]):
    """Some of a list, and the cursor of what comes next; null: there is no more."""

    model_config = ConfigDict(json_schema_extra={"required": ["items", "next"]})

    items: list[T]
    next: str | None = None


def listed(page: Page[R], told: Callable[[R], T]) -> dict[str, Any]:
    """A page of rows as an answer's ``Listed``."""
    return {"items": [told(row) for row in page.items], "next": page.next}


def _as_written(value: object) -> object:
    """A bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and _WRITTEN_TIME.fullmatch(value):
        return value
    raise ValueError("Expected a time such as 2020-03-10T00:00:00+08:00")


Moment: TypeAlias = Annotated[AwareDatetime, BeforeValidator(_as_written), Field(strict=False)]
"""A time with its zone, in a query or a body."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is wanted."""

    cursor: str | None
    limit: int


def _paging(
    cursor: Annotated[
        str | None, Query(description="From `next` of the page before; without: the first page", pattern=ID_PATTERN)
    ] = None,
    limit: Annotated[int, Query(description="Most items of a page", ge=1, le=MOST_ITEMS, examples=[50])] = 50,
) -> Paging:
    return Paging(cursor, limit)


Pages: TypeAlias = Annotated[Paging, Depends(_paging)]


def _if_match(
    if_match: Annotated[
        str | None,
        Header(
            description='The `ETag` of the row as you read it, such as `"3"`; `*`: whatever it is now', max_length=200
        ),
    ] = None,
) -> int | None:
    """The version that a change is made to; None for any."""
    if if_match is None:
        raise HttpError(
            428,
            "A change needs If-Match with the ETag of what you read. Maybe read it first: another may have changed it.",
        )
    if if_match.strip() == "*":
        return None
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise StaleError(f'If-Match {if_match!r} is no version of this, expected such as "3". Maybe read it again.')
    return int(found[1])


Expected: TypeAlias = Annotated[int | None, Depends(_if_match)]
"""``If-Match`` of a change: the version for ``Unit.expect``. 428 without it."""


def tag(response: Response, row: Stamped) -> None:
    """Sets ``ETag`` to the row's version; call it once the row is flushed."""
    response.headers["ETag"] = f'"{row.version}"'


@dataclass(frozen=True, slots=True)
class Repeatable:
    """A create that may come twice: its key, and a hash of the whole request."""

    key: str | None
    fingerprint: bytes

    def once(self, unit: Unit, do: Callable[[], T]) -> T:
        """What ``do`` returns, a JSON value, or what it returned when the request came before. Raises ConflictError."""
        return once(unit, self.key, self.fingerprint, do)

    def known(self, unit: Unit) -> Any | None:
        """What the request was answered with when it came before; None: it did not. Raises ConflictError."""
        return known(unit, self.key, self.fingerprint)


async def _repeatable(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="A new random name for this request: sent again with the same one, it is done once only",
            pattern=_KEY_PATTERN,
            examples=["7f0c1d5e-order-1"],
        ),
    ] = None,
) -> Repeatable:
    whole = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    whole.update(await request.body())
    return Repeatable(idempotency_key, whole.digest())


Once: TypeAlias = Annotated[Repeatable, Depends(_repeatable)]
"""``Idempotency-Key`` of a create."""
