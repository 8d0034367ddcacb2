"""A form on a page: its fields, what was typed into them, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, TypeAlias
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from pydantic import ValidationError

from api.http.problems import HttpError
from api.service.accounts.door import NotSignedInError
from api.service.accounts.passwords import LONGEST
from api.service.accounts.tables import LOGIN_LENGTH
from api.service.accounts.throttle import TooOftenError
from api.service.store import ConflictError, InvalidError

_MOST_FIELDS = 30
_MOST_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One line to fill in. ``wrong``: what is wrong with what was typed."""

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    required: bool = True
    fixed: bool = False
    most: int = 200
    value: str = ""
    hint: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a form could not be taken: a word for the whole, and one by field; ``seconds`` to wait."""

    status: int
    whole: str
    fields: Mapping[str, str] = field(default_factory=dict)
    seconds: int = 0


async def _posted(request: Request) -> dict[str, str]:
    """The fields of the form. Raises HttpError 413 or 415."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HttpError(415, "This page takes its own form. Maybe open it in a browser.")
    body = await request.body()
    if len(body) > _MOST_BYTES:
        raise HttpError(413, f"This form has at most {_MOST_BYTES:,} bytes. Maybe shorten it.")
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"))
    except ValueError as error:
        raise HttpError(400, "This is no form of this page. Maybe open the page again.") from error


Posted: TypeAlias = Annotated[dict[str, str], Depends(_posted)]


def filled(fields: list[FormField], typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[FormField]:
    """The fields as they were typed, but for passwords, and with what is wrong."""
    return [
        replace(
            f,
            value=f.value if f.fixed or f.kind == "password" else typed.get(f.name, f.value),
            wrong=wrong.get(f.name, ""),
        )
        for f in fields
    ]


def trouble_of(error: Exception) -> Trouble | None:
    """An error of the service as the form tells it, by keys of the pages' words; None: not the form's business."""
    match error:
        case NotSignedInError():
            return Trouble(status=401, whole="wrong")
        case TooOftenError():
            return Trouble(status=429, whole="too_often", seconds=error.seconds)
        case ConflictError():
            return Trouble(status=409, whole="look_again", fields={"login": "taken"})
        case InvalidError():
            return Trouble(status=422, whole="look_again", fields=_words(str(f.column) for f in error.faults))
        case ValidationError():
            found = error.errors()
            return Trouble(status=422, whole="look_again", fields=_words(str(e["loc"][0]) for e in found))
        case _:
            return None


def new_login(words: Mapping[str, str], *, fixed: str | None = None) -> FormField:
    """The field for a new sign-in name."""
    return FormField(
        name="login",
        label=words["login"],
        autocomplete="username",
        most=LOGIN_LENGTH,
        fixed=fixed is not None,
        value=fixed or "",
        hint="" if fixed else words["login_hint"],
    )


def new_password(words: Mapping[str, str]) -> list[FormField]:
    """The fields for a new password."""
    return [
        FormField(
            name="password",
            label=words["new_password"],
            kind="password",
            autocomplete="new-password",
            most=LONGEST,
            hint=words["password_hint"],
        ),
        FormField(name="again", label=words["again"], kind="password", autocomplete="new-password", most=LONGEST),
    ]


def not_same(typed: Mapping[str, str]) -> Trouble | None:
    """The trouble of two passwords that differ."""
    if typed.get("password", "") == typed.get("again", ""):
        return None
    return Trouble(status=422, whole="look_again", fields={"again": "not_same"})


def _words(columns: Iterable[str]) -> dict[str, str]:
    return {c: {"password": "bad_password", "login": "bad_login"}.get(c, "bad_field") for c in columns}
