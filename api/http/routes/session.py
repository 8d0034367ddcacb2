"""Signing in and out, and what one does with one's own sessions and password."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http.account_schemas import OwnSession, PasswordBody, RowId, SessionAnswer, SignInBody
from api.http.context import Here
from api.http.cross import Listed
from api.http.documented import errors
from api.http.signed_in import COOKIE, Signed, Who, agent_of, clear_cookie, from_where, set_cookie
from api.service.accounts import people, sessions
from api.service.accounts.door import SignedIn

router = APIRouter(tags=["session"])


def told(found: SignedIn) -> SessionAnswer:
    """Who is signed in, as an answer."""
    assert found.actor.account_id is not None
    return SessionAnswer(
        account_id=found.actor.account_id,
        name=found.name,
        role=found.actor.role,  # type: ignore[arg-type]  # nobody and the system do not sign in
        employer_id=found.actor.employer_id,
        carrier_id=found.actor.carrier_id,
        session_id=found.session_id,
        csrf=found.csrf,
        expires_at=found.expires_at,
    )


@router.post("/session", summary="Sign in", responses=errors(401, 413, 415, 422, 429))
def sign_in(body: SignInBody, request: Request, response: Response, here: Here) -> SessionAnswer:
    """Begins a session, and ends the one that the browser had. Too many wrong passwords cost a wait that grows."""
    found = here.door.sign_in(
        login=body.login,
        password=body.password,
        address=from_where(request),
        agent=agent_of(request),
        old_token=request.cookies.get(COOKIE),
    )
    set_cookie(request, here, response, found)
    return told(found)


@router.get("/session", summary="Who is signed in?", responses=errors(401))
def read_session(who: Who) -> SessionAnswer:
    """The account, its role and the CSRF token of the session."""
    return told(who)


@router.delete("/session", summary="Sign out", status_code=204, responses=errors(401, 403, 404))
def sign_out(who: Who, request: Request, response: Response, here: Here) -> None:
    """Ends this session. With an API key there is none: 404."""
    with here.database.write(who.actor) as unit:
        sessions.end(unit, who.session_id or "of this key")
    clear_cookie(request, here, response)


@router.get("/sessions", summary="See one's own sessions", responses=errors(401, 403))
def list_sessions(actor: Signed, here: Here) -> Listed[OwnSession]:
    """The sessions of the account, newest first; all on one page."""
    with here.database.read(actor) as unit:
        return Listed(items=[OwnSession.model_validate(row) for row in sessions.listed(unit)])


@router.delete("/sessions/{row_id}", summary="End a session", status_code=204, responses=errors(401, 403, 404, 422))
def end_session(row_id: RowId, actor: Signed, here: Here) -> None:
    """Whoever has it is signed out."""
    with here.database.write(actor) as unit:
        sessions.end(unit, row_id)


@router.put(
    "/session/password",
    summary="Change one's password",
    status_code=204,
    responses=errors(401, 403, 404, 413, 415, 422, 429),
)
def change_password(body: PasswordBody, who: Who, here: Here) -> None:
    """A new password; every other session of the account ends."""
    people.change_password(here.door, who.actor, current=body.current, new=body.new, session_id=who.session_id)
