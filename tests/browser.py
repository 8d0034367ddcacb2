"""A Chromium that cannot reach anything but files and this machine, and that tells what a page tried.

``visit`` (a fixture of ``tests/conftest.py``) opens a page in it:

    def test_page(visit: Visitor, tmp_path: Path) -> None:
        seen = visit(tmp_path / "page.html", width=390, height=844)
        assert seen.page.title() == "..."

At the end of the test every visit is judged: a request to anywhere else, or a script error, fails it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def is_inside(url: str) -> bool:
    """Whether an address is a file, part of the page itself, or on this machine."""
    parts = urlsplit(url)
    return (
        parts.scheme in ("data", "blob", "about")
        or (parts.scheme == "file" and not parts.netloc)
        or (parts.hostname == "127.0.0.1")
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """An open page, the outside addresses that it asked for and the script errors that it made."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Closes the page and fails where it was not quiet."""
        self.page.context.close()
        assert self.outside == [], f"the page asks the outside for {self.outside}"
        assert self.errors == [], f"the page's scripts complain: {self.errors}"


@dataclass(slots=True)
class Visitor:
    """Opens pages, each in a fresh context with the network cut."""

    browser: Browser
    visits: list[Visit] = field(default_factory=list)

    def __call__(self, address: str | Path, *, width: int = 1366, height: int = 768, lang: str = "en-GB") -> Visit:
        """The page at an address or path, loaded, in a window of ``width`` by ``height`` pixels."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale=lang)
        visit = Visit(context.new_page())
        _watch(context, visit)
        self.visits.append(visit)
        visit.page.goto(address.resolve().as_uri() if isinstance(address, Path) else address)
        return visit

    def close(self) -> None:
        """Judges and closes all visits."""
        visits, self.visits = self.visits, []
        for visit in visits:
            visit.close()


def _watch(context: BrowserContext, visit: Visit) -> None:
    def gate(route: Route) -> None:
        if is_inside(route.request.url):
            route.continue_()
        else:
            route.abort()

    def note_request(request: Request) -> None:
        if not is_inside(request.url):
            visit.outside.append(request.url)

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            visit.errors.append(message.text)

    context.route("**/*", gate)
    context.on("request", note_request)
    visit.page.on("websocket", lambda socket: None if is_inside(socket.url) else visit.outside.append(socket.url))
    visit.page.on("console", note_message)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium; skips where there is none, fails instead where FANGANG_REQUIRE_BROWSER is 1."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        reason = f"no Chromium: none of {', '.join(_NAMES)} is on the path"
        if os.environ.get("FANGANG_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{reason}, and FANGANG_REQUIRE_BROWSER is 1")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()
