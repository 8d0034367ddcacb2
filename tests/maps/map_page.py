"""A map as tests see it in a browser: what is painted, what a click shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

VIEW = "fangangMaps.page.views[0]"
Open = Callable[..., "Page"]


def settle(page: Page) -> Any:
    """What is painted, once it is painted anew."""
    return page.evaluate(f"{VIEW}.sheet.paintNow(), Object.assign({{}}, {VIEW}.painted)")


def inked(page: Page, colour: str) -> int:
    """How many pixels of the plan's canvas have just this colour."""
    return int(
        page.evaluate(
            """(colour) => {
            const sheet = fangangMaps.page.views[0].sheet;
            sheet.paintNow();
            const {width, height} = sheet.context.canvas;
            const data = sheet.context.getImageData(0, 0, width, height).data;
            const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
            let count = 0;
            for (let i = 0; i < data.length; i += 4) {
              const near = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b);
              if (data[i + 3] > 150 && near < 9) count += 1;
            }
            return count;
        }""",
            colour,
        )
    )


def spot_of(page: Page, which: str) -> dict[str, float] | None:
    """Where the first thing lies uncovered on the canvas for which the JavaScript expression over ``hit`` holds."""
    found: dict[str, float] | None = page.evaluate(
        f"""() => {{
        const view = {VIEW};
        view.sheet.paintNow();
        const spots = view.sheet.hits.filter((hit) => {which}).flatMap((hit) => {{
          const [a, b, c, d] = hit.line || [...hit.place, ...hit.place];
          return [0.5, 0.35, 0.65, 0.2, 0.8].map((t) => L.point(a + (c - a) * t, b + (d - b) * t).round())
            .filter((point) => {{ const found = view.sheet.under(point); return found && ((hit) => {which})(found); }})
            .map((point) => view.map.layerPointToContainerPoint(point));
        }});
        const map = view.map.getContainer();
        const box = map.getBoundingClientRect();
        return spots.find((p) => document.elementFromPoint(box.x + p.x, box.y + p.y) === map) || null;
    }}"""
    )
    return found


def click_on(page: Page, which: str) -> None:
    """Clicks the first thing on the plan's canvas for which the JavaScript expression over ``hit`` holds."""
    spot = spot_of(page, which)
    assert spot is not None, which
    page.mouse.click(spot["x"], spot["y"])


def card(page: Page) -> str:
    return page.locator(".fg-card.fg-open").inner_text()
