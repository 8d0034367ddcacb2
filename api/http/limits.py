"""A request's body: not above its size, and here in time, whoever reads it and whatever its header says."""

from __future__ import annotations

import asyncio
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import HttpError, problem

_PATIENCE = 3


class BodyLimits:
    """Counts and times a body as it is received. Raises HttpError 413 or 408 at the one who reads it.

    A body that says beforehand that it is too large is never kept. What of a too large body is on its way is received
    and forgotten, up to thrice the limit: a client that is cut off while it sends would not see the answer.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int, seconds: float) -> None:
        self.app, self.most_bytes, self.seconds = app, most_bytes, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        stated = headers.get("content-length", "")
        if stated.isdigit() and int(stated) > self.most_bytes:
            if headers.get("expect", "").lower() != "100-continue":  # then it was not sent yet, and need not be
                await self._forget(receive, time.monotonic() + self.seconds)
            await problem(413, self._too_large(), headers={"Connection": "close"})(scope, receive, send)
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
            message = await _in_time(receive, deadline)
            if message is None:
                detail = (
                    f"The body took more than {self.seconds:g} s. Maybe the connection is slow: try a smaller body."
                )
                raise HttpError(408, detail, headers={"Connection": "close"})
            if message["type"] == "http.request":
                count += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if count > self.most_bytes:
                    if not whole:
                        await self._forget(receive, deadline)
                    raise HttpError(413, self._too_large(), headers={"Connection": "close"})
            return message

        return limited

    async def _forget(self, receive: Receive, deadline: float) -> None:
        left = _PATIENCE * self.most_bytes
        while left > 0:
            message = await _in_time(receive, deadline)
            if message is None or not message.get("more_body", False):
                return
            left -= len(message.get("body", b""))

    def _too_large(self) -> str:
        return (
            f"The body has more than {self.most_bytes} bytes. "
            "Maybe send a workbook, which is packed, or let the service's owner raise FANGANG_UPLOAD_MB."
        )


async def _in_time(receive: Receive, deadline: float) -> Message | None:
    """The next message; None where it does not come before the deadline (monotonic clock)."""
    try:
        return await asyncio.wait_for(receive(), max(deadline - time.monotonic(), 0.001))
    except TimeoutError:
        return None
