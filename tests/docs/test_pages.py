"""The pages build without a warning, need nothing from outside, and lead where they say."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from optimizer.engine.layout import MAX_PARCELS, MAX_RUNS, MAX_STOPS
from scenarios.dictionary import PLAN_JSON, PLAN_TABLES, SETTINGS, columns, plan_columns
from tests.browser import Visitor

ROOT = Path(__file__).parents[2]
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
MOST_PICTURE_BYTES = 300_000


class Page(HTMLParser):
    """What a page links to, what it loads and which anchors it has."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.anchors |= {value for name in ("id", "name") if (value := found.get(name))}
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        address = found.get(LOADED.get(tag, ""))
        if address:
            self.loads.append(address)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}


def test_every_page_is_built(pages: dict[Path, Page]) -> None:
    written = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert written <= {path.stem for path in pages}


def test_links_inside_lead_somewhere(pages: dict[Path, Page]) -> None:
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = pages.get(target)
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and known is not None and anchor not in known.anchors):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_nothing_is_loaded_from_outside(pages: dict[Path, Page]) -> None:
    outside = [f"{path.name}: {a}" for path, page in pages.items() for a in page.loads if urlsplit(a).netloc]
    assert outside == []


def test_formulas_are_set_without_the_internet(site: Path, visit: Visitor) -> None:
    page = visit(site / "model.html").page
    page.wait_for_function(
        "document.querySelectorAll('mjx-container').length == document.querySelectorAll('.math').length"
    )
    assert page.locator("mjx-container").count() > 100
    assert page.locator("mjx-merror").count() == 0
    assert page.locator("mjx-container").first.bounding_box()["height"] > 5  # type: ignore[index]


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_fit_the_window(site: Path, visit: Visitor, width: int) -> None:
    for name in ("index", "fields", "errors", "requests"):
        page = visit(site / f"{name}.html", width=width).page
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_field_is_shown_in_both_languages(site: Path) -> None:
    text = re.sub(r"<[^>]+>", "", (site / "fields.html").read_text(encoding="utf-8"))
    shown = [columns(name).values() for name in (SETTINGS, "sites", "demands", "fleet", "limits")]
    shown += [plan_columns(name).values() for name in (PLAN_JSON, *PLAN_TABLES)]
    missing = [c.name for table in shown for c in table if f"{c.name} {c.zh}" not in text]
    assert missing == []


def test_pictures_are_small_and_used() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = "".join(path.read_text(encoding="utf-8") for path in texts)
    assert pictures
    for path in pictures:
        assert path.stat().st_size < MOST_PICTURE_BYTES, path.name
        assert f"pictures/{path.name}" in shown, f"no page shows {path.name}"


def test_links_of_the_readme_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if not urlsplit(target).scheme]
    assert "docs/index.md" in targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_planners_own_limits_are_told_as_they_are() -> None:
    text = " ".join((ROOT / "docs" / "limits.md").read_text(encoding="utf-8").split())
    told = f"at most {MAX_STOPS} stops and {MAX_PARCELS} groups, one outing at most {MAX_RUNS} runs"
    assert told in text
