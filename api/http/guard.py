"""What every answer carries for the safety of browsers, and which requests a browser may not make for another site."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import problem

POLICY = "content-security-policy"
OWN_PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For our own pages: everything from here, nothing inline."""

_NOTHING = "default-src 'none'; frame-ancestors 'none'"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    POLICY: _NOTHING,
    "cache-control": "no-store",
}


def drawn_policy(tiles: str) -> str:
    """For maps and timelines, whose one file has its scripts in it: it may draw, and reach nothing but ``tiles``."""
    address = urlsplit(tiles.replace("{s}", "*"))
    outside = f" {address.scheme}://{address.netloc}" if address.scheme in ("http", "https") else ""
    return (
        f"default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline' data:; "
        f"img-src data: blob:{outside}; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        f"sandbox allow-scripts allow-downloads allow-popups"
    )


class Guard:
    """Sets the headers, and refuses a change asked for by another site's page or under a foreign host name.

    Nobody signs in yet, so a service on a planner's own machine would otherwise obey any page that this planner opens.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on, or answers it with 403 or 400."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.hosts and _name(host) not in self.hosts:
            answer = problem(400, f"The host {host} is not served here. Maybe add it to FANGANG_HOSTS.")
            await answer(scope, receive, with_headers)
            return
        if scope["method"] not in _SAFE_METHODS and _from_elsewhere(headers, host):
            answer = problem(403, "Only pages of this service may change something here. Maybe open it directly.")
            await answer(scope, receive, with_headers)
            return
        await self.app(scope, receive, with_headers)


def _from_elsewhere(headers: Headers, host: str) -> bool:
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin.lower().partition("://")[2] != host.lower()


def _name(host: str) -> str:
    """The host's name without its port."""
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() else host).strip("[]").lower()
