"""Calls of the room invitations. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.invitations import AcceptBody, InvitationAnswer, InvitationBody, OpenLinkAnswer
from api.client.models.shared import NewInvitation, SessionAnswer, TokenBody
from api.client.pages import Pages


class Invitations:
    """The calls of the room invitations."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_invitations(self, *, limit: int = 50) -> Pages[InvitationAnswer]:
        """List one-time links.

        Who was invited or got a link for a new password, newest first; the links themselves nobody keeps.
        """
        return self._calls.pages(InvitationAnswer, "/invitations", query={"limit": limit})

    def invite(self, body: InvitationBody, *, key: str | None = None) -> NewInvitation:
        """Invite somebody.

        A one-time link to hand over: whoever opens it gets an account in that role.
        """
        return self._calls.value(NewInvitation, "POST", "/invitations", body=body, key=key or new_key())

    def withdraw_invitation(self, row_id: str, *, version: int | str) -> None:
        """Withdraw a one-time link.

        The link is good for nothing from now on.
        """
        self._calls.nothing("DELETE", "/invitations/{row_id}", at={"row_id": row_id}, version=version)

    def look_at_link(self, body: TokenBody) -> OpenLinkAnswer:
        """What is this link for?

        Nothing is used up.
        """
        return self._calls.value(OpenLinkAnswer, "POST", "/links/look", body=body)

    def accept_link(self, body: AcceptBody) -> SessionAnswer:
        """Take up a one-time link.

        Makes the account, or gives it the new password, and signs in. Then the link is used up.
        """
        return self._calls.value(SessionAnswer, "POST", "/links/accept", body=body)
