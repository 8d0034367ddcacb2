"""Addresses with a name of their own are no ids, though a route with an id may match them too."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.methods import Methods
from api.http.problems import problem, wrong_method


class OwnNames:
    """Answers 405 where such an address does not have the method, before a route for ids can take it for one."""

    def __init__(self, app: ASGIApp, *, methods: Methods) -> None:
        self.app, self.methods = app, methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on, or answers it."""
        if scope["type"] == "http" and self.methods.refused(scope["path"], scope["method"]):
            allow = ", ".join(sorted(self.methods.of(scope["path"])))
            detail = wrong_method(scope["method"], scope["path"], allow)
            await problem(405, detail, headers={"Allow": allow})(scope, receive, send)
            return
        await self.app(scope, receive, send)
