"""The page of a comparison: whole, quiet without a network, the same words as the tables, and safe with any name."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from maps.comparison_page import comparison_page
from scenarios.comparison import Entry, compare
from scenarios.words import LANGUAGES
from tests.browser import Visitor
from tests.scenarios.comparison import variants as v

HALF = v.entry("half", v.capped(0.5), v.whole())
FIFTH = v.entry("fifth", v.capped(0.25), v.without_coach())
EVIL = "</title><script>window.evil = 1</script><img src=x onerror='window.evil = 2'>\"'"
VOID = {"meta", "img", "br", "input", "link"}


class Outside(HTMLParser):
    """Collects what the page would fetch, and checks that elements close."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.scripts = 0
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.fetched += [value for name, value in attrs if name in ("src", "href")]
        self.scripts += tag == "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.fetched += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


def page(*entries: Entry, lang: str = "en") -> str:
    return comparison_page(compare(entries), entries, lang=lang)


def hostile(entry: Entry) -> Entry:
    problem = replace(
        entry.problem,
        settings=replace(entry.problem.settings, name=EVIL),
        employers=tuple(replace(employer, name=EVIL) for employer in entry.problem.employers),
        regions=tuple(replace(region, name=EVIL) for region in entry.problem.regions),
        sites=tuple(replace(site, name=EVIL) for site in entry.problem.sites),
    )
    return replace(entry, name=EVIL, problem=problem)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_fetches_nothing(lang: str) -> None:
    reader = Outside()
    reader.feed(page(HALF, FIFTH, HALF, lang=lang))
    assert (reader.fetched, reader.scripts, reader.open) == ([], 0, [])


def test_a_folder_whose_name_is_no_unicode_is_shown() -> None:
    assert "half?" in page(replace(HALF, name="half\udcff"), FIFTH).encode().decode()


def test_names_are_texts_whatever_they_hold() -> None:
    reader = Outside()
    reader.feed(page(hostile(HALF), hostile(FIFTH)))
    assert (reader.fetched, reader.scripts, reader.open) == ([], 0, [])


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_in_a_browser_without_network(visit: Visitor, tmp_path: Path, width: int, height: int) -> None:
    path = tmp_path / "compared.html"
    path.write_text(page(hostile(HALF), hostile(FIFTH)), encoding="utf-8")
    seen = visit(path, width=width, height=height).page
    assert "198,200 CNY dearer" in seen.locator(".headline").first.inner_text()
    assert seen.evaluate("document.documentElement.scrollWidth") <= width
    maps = seen.frame_locator("iframe")
    maps.locator(".leaflet-container").nth(1).wait_for()
    assert maps.locator(".leaflet-container").count() == 2
    assert seen.evaluate("window.evil") is None
    assert all(frame.evaluate("window.evil") is None for frame in seen.frames)
    served = seen.locator(".figures tr", has_text="Workers served").locator("td")
    assert served.all_inner_texts() == ["Workers served", "15", "5", "-10", "beyond the gaps"]
    tables = seen.locator("details:not([open]) > summary")
    while tables.count():
        tables.first.click()
    changed = seen.locator(".changes tbody tr")
    assert changed.count() == 1
    assert changed.locator("td").first.inner_text() == "N1"


def test_a_plan_beside_itself_shows_no_difference(visit: Visitor, tmp_path: Path) -> None:
    path = tmp_path / "same.html"
    path.write_text(page(HALF, HALF), encoding="utf-8")
    seen = visit(path).page
    assert seen.locator(".headline").inner_text() == "half (2) and half: no difference."
    assert set(seen.locator(".figures td:nth-child(5)").all_inner_texts()) == {"no difference"}
    assert seen.locator("svg rect.good, svg rect.bad, svg rect.unsure").count() == 0
    assert seen.locator("td.good, td.bad").count() == 0
