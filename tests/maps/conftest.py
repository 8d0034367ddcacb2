"""What the tests of maps share: a page opened in a browser without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.maps.map_page import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Visitor


@pytest.fixture
def show(visit: Visitor, tmp_path: Path) -> Open:
    """Opens HTML and waits for its map."""

    def opened(html: str, **size: int) -> Page:
        file = tmp_path / "map.html"
        file.write_text(html, encoding="utf-8")
        page = visit(file, **size).page
        page.wait_for_function("document.documentElement.dataset.ready === 'true'")
        return page

    return opened
