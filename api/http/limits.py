"""A request's body: not above its size, and here in time, whoever reads it and whatever its header says."""

from __future__ import annotations

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import HttpError, problem


class BodyLimits:
    """Counts and times a body as it is received. Raises HttpError 413 or 408 at the one who reads it.

    A body that says beforehand that it is too large is refused before any of it is read.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int, seconds: float) -> None:
        self.app, self.most_bytes, self.seconds = app, most_bytes, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        stated = dict(scope["headers"]).get(b"content-length", b"")
        if stated.isdigit() and int(stated) > self.most_bytes:
            answer = problem(413, self._too_large(), headers={"Connection": "close"})
            await answer(scope, receive, send)
            return
        await self.app(scope, self._limited(receive), send)

    def _limited(self, receive: Receive) -> Receive:
        deadline = time.monotonic() + self.seconds
        count = 0
        whole = False

        async def limited() -> Message:
            nonlocal count, whole
            if whole:  # from here on only the end of the connection can come
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(deadline - time.monotonic(), 0.001))
            except TimeoutError:
                detail = (
                    f"The body took more than {self.seconds:g} s. Maybe the connection is slow: try a smaller body."
                )
                raise HttpError(408, detail, headers={"Connection": "close"}) from None
            if message["type"] == "http.request":
                count += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if count > self.most_bytes:
                    raise HttpError(413, self._too_large(), headers={"Connection": "close"})
            return message

        return limited

    def _too_large(self) -> str:
        return (
            f"The body has more than {self.most_bytes} bytes. "
            "Maybe send a workbook, which is packed, or let the service's owner raise FANGANG_UPLOAD_MB."
        )
