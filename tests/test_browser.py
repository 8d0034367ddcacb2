"""The browser of the tests sees what a page does wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Visitor


def visit_once(chromium: Browser, folder: Path, body: str) -> None:
    page = folder / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><title>page</title>{body}", encoding="utf-8")
    visitor = Visitor(chromium)
    visitor(page).page.wait_for_load_state("networkidle")
    visitor.close()


def test_quiet_page_passes(chromium: Browser, tmp_path: Path) -> None:
    visit_once(chromium, tmp_path, "<p>返岗</p><script>console.log('fine')</script>")


@pytest.mark.parametrize(
    "body",
    [
        "<img src=https://example.com/a.png>",
        "<script src=https://example.com/a.js></script>",
        "<script>fetch('http://192.0.2.1/').catch(() => 0)</script>",
        "<link rel=stylesheet href=https://example.com/a.css>",
    ],
)
def test_request_to_the_outside_fails(chromium: Browser, tmp_path: Path, body: str) -> None:
    with pytest.raises(AssertionError, match="asks the outside"):
        visit_once(chromium, tmp_path, body)


@pytest.mark.parametrize("body", ["<script>nothing.here()</script>", "<script>console.error('oh')</script>"])
def test_script_error_fails(chromium: Browser, tmp_path: Path, body: str) -> None:
    with pytest.raises(AssertionError, match="scripts complain"):
        visit_once(chromium, tmp_path, body)
