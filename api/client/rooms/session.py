"""Calls of the room session. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.models.session import OwnSession, PasswordBody, SignInBody
from api.client.models.shared import SessionAnswer
from api.client.pages import Pages


class Session:
    """The calls of the room session."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def read_session(self) -> SessionAnswer:
        """Who is signed in?

        The account, its role and the CSRF token of the session.
        """
        return self._calls.value(SessionAnswer, "GET", "/session")

    def sign_in(self, body: SignInBody) -> SessionAnswer:
        """Sign in.

        Begins a session, and ends the one that the browser had. Too many wrong passwords cost a wait that grows.
        """
        return self._calls.value(SessionAnswer, "POST", "/session", body=body)

    def sign_out(self) -> None:
        """Sign out.

        Ends this session. With an API key there is none: 404.
        """
        self._calls.nothing("DELETE", "/session")

    def list_sessions(self) -> Pages[OwnSession]:
        """See one's own sessions.

        The sessions of the account, newest first; all on one page.
        """
        return self._calls.pages(OwnSession, "/sessions", query={})

    def end_session(self, row_id: str) -> None:
        """End a session.

        Whoever has it is signed out.
        """
        self._calls.nothing("DELETE", "/sessions/{row_id}", at={"row_id": row_id})

    def change_password(self, body: PasswordBody) -> None:
        """Change one's password.

        A new password; every other session of the account ends.
        """
        self._calls.nothing("PUT", "/session/password", body=body)
