"""Who asks: a browser by its session's cookie, a program by its API key.

A change through a cookie has to show the session's CSRF token.
Routes take ``Signed``, the actor. What that actor may do is the policy's business.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, TypeAlias

from fastapi import Depends, Request, Response, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.http.context import Context, Here
from api.http.problems import HttpError
from api.http.settings import Settings
from api.service.accounts.door import SignedIn
from api.service.accounts.rules import AccountRules
from api.service.accounts.tokens import LONGEST_TOKEN, same
from api.service.actor import NOBODY, Actor
from api.service.policy import require

COOKIE = "fangang_session"
CSRF_HEADER = "X-CSRF-Token"

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_ADDRESS = 100
_cookie = APIKeyCookie(
    name=COOKIE,
    scheme_name="session",
    auto_error=False,
    description=f"Set by signing in. Changes also need the header `{CSRF_HEADER}`, which `GET /session` tells.",
)
_bearer = HTTPBearer(scheme_name="key", auto_error=False, description="An API key, made at `POST /keys`.")

Cookie: TypeAlias = Annotated[str | None, Security(_cookie)]
Bearer: TypeAlias = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


def account_rules(settings: Settings) -> AccountRules:
    """The settings of signing in."""
    return AccountRules(
        hash_rounds=settings.argon2_rounds,
        hash_memory_kib=settings.argon2_memory_kib,
        idle=timedelta(minutes=settings.session_idle_minutes),
        session=timedelta(hours=settings.session_hours),
        set_up_link=timedelta(hours=settings.set_up_hours),
        invitation=timedelta(hours=settings.invitation_hours),
        reset_link=timedelta(hours=settings.reset_hours),
        attempts=settings.sign_in_attempts,
        attempts_by_address=settings.sign_in_attempts_by_address,
        sign_ups=settings.sign_ups_by_address,
        first_wait=timedelta(seconds=settings.lock_seconds),
        most_wait=timedelta(minutes=settings.longest_lock_minutes),
    )


def signed_in(request: Request, here: Here, session: Cookie = None, key: Bearer = None) -> SignedIn:
    """Who asks. Raises HttpError: 401 for nobody, 403 for a change without its CSRF token."""
    if key is not None:
        found = here.door.by_key(key.credentials) if len(key.credentials) <= LONGEST_TOKEN else None
    else:
        found = by_cookie(here, session)
    if found is None:
        raise HttpError(
            401,
            "Nobody is signed in, or no longer. Maybe sign in, or send an API key as Authorization: Bearer ….",
            headers={"WWW-Authenticate": 'Bearer realm="fangang"'},
        )
    if found.csrf is not None and request.method not in _SAFE_METHODS:
        check_csrf(found, request.headers.get(CSRF_HEADER, ""))
    request.state.actor = found.actor  # for the log, which tells accounts by their id
    return found


def by_cookie(here: Here, session: str | None) -> SignedIn | None:
    """Who holds the session of the cookie."""
    if not session or len(session) > LONGEST_TOKEN:
        return None
    return here.door.by_session(session)


def check_csrf(found: SignedIn, shown: str) -> None:
    """Raises HttpError 403 where the token is not that of the session."""
    if found.csrf is None or not same(found.csrf, shown):
        raise HttpError(
            403, f"A change through a session needs its {CSRF_HEADER}. Maybe take it anew from GET /api/v1/session."
        )


Who: TypeAlias = Annotated[SignedIn, Depends(signed_in)]


def _actor(who: Who) -> Actor:
    return who.actor


Signed: TypeAlias = Annotated[Actor, Depends(_actor)]
"""The actor of a call that needs somebody signed in."""


def open_or_signed(request: Request, here: Here) -> None:
    """For the calls that are open to everybody while ``open_calls`` is set. Raises HttpError and DeniedError."""
    if not here.settings.open_calls:
        require(signed_in(request, here, request.cookies.get(COOKIE), _shown_key(request)).actor, "use", "open_calls")


def whoever(request: Request, here: Context) -> Actor:
    """For open calls: who asks, or nobody. A change without its CSRF token counts as nobody's."""
    try:
        return signed_in(request, here, request.cookies.get(COOKIE), _shown_key(request)).actor
    except HttpError:
        return NOBODY


def _shown_key(request: Request) -> HTTPAuthorizationCredentials | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return HTTPAuthorizationCredentials(scheme=scheme, credentials=token) if scheme.lower() == "bearer" else None


def set_cookie(request: Request, here: Here, response: Response, found: SignedIn) -> None:
    """Gives the browser its session; scripts cannot read it, other sites' pages cannot send it."""
    assert found.token is not None
    response.set_cookie(
        COOKIE,
        found.token,
        max_age=int(here.door.rules.session.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_https(request, here),
    )


def clear_cookie(request: Request, here: Here, response: Response) -> None:
    """Takes the session's cookie away."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=is_https(request, here))


def is_https(request: Request, here: Here) -> bool:
    """People reach the service by https."""
    return base_address(request, here).startswith("https:")


def base_address(request: Request, here: Here) -> str:
    """The address under which people reach the service, without a slash at its end."""
    return (here.settings.public_address or str(request.base_url)).rstrip("/")


def from_where(request: Request) -> str:
    """The address that the request came from, for counting attempts."""
    return request.client.host[:_LONGEST_ADDRESS] if request.client else "unknown"


def agent_of(request: Request) -> str:
    """The browser's name of itself, so that people know their sessions; whatever is no plain text is left out."""
    return "".join(c for c in request.headers.get("user-agent", "") if c.isprintable())
