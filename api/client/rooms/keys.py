"""Calls of the room keys. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.keys import KeyAnswer, KeyBody, NewKey
from api.client.pages import Pages


class Keys:
    """The calls of the room keys."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_keys(self, *, limit: int = 50) -> Pages[KeyAnswer]:
        """List API keys.

        One's own keys; an administrator sees those of all.
        """
        return self._calls.pages(KeyAnswer, "/keys", query={"limit": limit})

    def create_key(self, body: KeyBody, *, key: str | None = None) -> NewKey:
        """Make an API key.

        The secret is in this answer only. It goes into the header ``Authorization: Bearer …``.
        """
        return self._calls.value(NewKey, "POST", "/keys", body=body, key=key or new_key())

    def revoke_key(self, row_id: str, *, version: int | str) -> None:
        """Revoke an API key.

        The key is good for nothing from now on.
        """
        self._calls.nothing("DELETE", "/keys/{row_id}", at={"row_id": row_id}, version=version)
