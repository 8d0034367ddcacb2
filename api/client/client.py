"""The client: one service, signed in or not."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

import httpx

from api.client.calls import Calls
from api.client.models import SessionAnswer, SignInBody
from api.client.rooms import Rooms

_CSRF = "X-CSRF-Token"


class Client(Rooms):
    """The calls of the service at ``address``, by room: ``client.campaigns.list_campaigns()``.

    ``key`` is an API key; without one ``sign_in`` opens a session. ``attempts``: how often a call is tried that may be
    repeated without harm. Every call raises ClientError. Threads may share a client that has a key.
    """

    def __init__(
        self,
        address: str,
        *,
        key: str | None = None,
        attempts: int = 4,
        timeout: float = 60.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(
            base_url=address.rstrip("/"), headers=headers, timeout=timeout, transport=transport, follow_redirects=False
        )
        super().__init__(Calls(self._http, attempts=attempts, sleep=sleep))

    def begin(self, login: str, password: str) -> SessionAnswer:
        """Signs in with a name and a password; the session's cookie and token go with every call from then on."""
        found = self.session.sign_in(SignInBody(login=login, password=password))
        if found.csrf is not None:
            self._http.headers[_CSRF] = found.csrf
        return found

    def close(self) -> None:
        """Ends the connections; a session stays open until it is signed out or over."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __getstate__(self) -> Any:
        raise TypeError("A client has open connections and a secret: make a new one instead of copying it.")
