"""Signing in by the provider of OpenID Connect that the settings name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.account_schemas import PRINTABLE
from api.http.context import PREFIX, Here
from api.http.documented import errors
from api.http.problems import HttpError
from api.http.settings import Settings
from api.http.signed_in import COOKIE, agent_of, base_address, is_https, set_cookie
from api.service.accounts.provider import UNDER_WAY, Provider
from api.service.accounts.tokens import same

router = APIRouter(prefix="/session/provider", tags=["session"])

STATE_COOKIE = "fangang_provider"
_RETURN = f"{PREFIX}/session/provider/return"
_Brought = Annotated[str, Query(description="As the provider hands it over", max_length=4000, pattern=PRINTABLE)]


def provider_of(settings: Settings) -> Provider | None:
    """The provider of the settings; None: there is none."""
    if not settings.oidc_issuer:
        return None
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
    )


def _provider(here: Here) -> Provider:
    if here.provider is None:
        raise HttpError(404, "No provider is set up. Maybe sign in with a password, or set FANGANG_OIDC_ISSUER.")
    return here.provider


@router.get(
    "",
    summary="Sign in by the provider",
    status_code=303,
    response_class=RedirectResponse,
    responses=errors(404),
)
def begin_at_provider(request: Request, here: Here) -> Response:
    """Sends the browser to the provider."""
    address, state = _provider(here).begin(here.database, return_to=f"{base_address(request, here)}{_RETURN}")
    answer = RedirectResponse(address, status_code=303)
    answer.set_cookie(
        STATE_COOKIE,
        state,
        max_age=int(UNDER_WAY.total_seconds()),
        path=_RETURN,
        httponly=True,
        samesite="lax",
        secure=is_https(request, here),
    )
    return answer


@router.get(
    "/return",
    summary="Come back from the provider",
    status_code=303,
    response_class=RedirectResponse,
    responses=errors(401, 404, 422),
)
def return_from_provider(request: Request, here: Here, state: _Brought, code: _Brought = "") -> Response:
    """Signs in whom the provider has proven, and goes on to the start page."""
    provider = _provider(here)
    if not code or not same(request.cookies.get(STATE_COOKIE, ""), state):
        raise HttpError(401, "The provider let nobody in, or this sign-in began elsewhere. Maybe begin it again.")
    account_id = provider.finish(
        here.database, code=code, state=state, return_to=f"{base_address(request, here)}{_RETURN}"
    )
    found = here.door.enter(account_id, agent=agent_of(request), old_token=request.cookies.get(COOKIE))
    answer = RedirectResponse("/", status_code=303)
    set_cookie(request, here, answer, found)
    answer.delete_cookie(STATE_COOKIE, path=_RETURN, httponly=True, samesite="lax", secure=is_https(request, here))
    return answer
