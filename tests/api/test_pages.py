"""Summaries: one sheet on screen, in Markdown and in HTML, in both languages, whatever names come in."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console

from api.page import to_html, to_markdown
from api.screen import show_sheet
from api.sheet import _way, overview, page
from api.words import LANGUAGES, in_journeys, words
from optimizer.check import check
from optimizer.plan import REASONS
from optimizer.problem import MODES
from scenarios.figures import Figures, figures


@pytest.fixture
def found(known) -> Figures:
    report = check(known.problem, known.plan, known.statement)
    return figures(known.problem, known.plan, known.statement, report)


def shown(sheet, width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    show_sheet(console, sheet)
    return console.file.getvalue()


@pytest.mark.parametrize("kind", [words, lambda lang: in_journeys(words(lang))])
def test_languages_have_the_same_words_with_the_same_gaps(kind) -> None:
    gaps = {lang: {key: set(re.findall(r"{(\w+)", text)) for key, text in kind(lang).items()} for lang in LANGUAGES}
    assert gaps["en"] == gaps["zh"]


@pytest.mark.parametrize(("lang", "counted", "never"), [("en", "journeys", "worker "), ("zh", "人次", "名务工人员中")])
def test_heads_that_travel_again_are_called_journeys(found: Figures, lang: str, counted: str, never: str) -> None:
    text = shown(overview(replace(found, recurring=True), words(lang)))
    assert counted in text
    assert never not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_mode_and_reason_has_a_word(lang: str) -> None:
    assert set(MODES) | set(REASONS) <= words(lang).keys()


def test_the_screen_says_what_a_planner_asks_for(found: Figures) -> None:
    text = shown(overview(found, words("en")))
    for part in (
        "15 of 18 workers reach their workplace, 3 stay behind",
        "15 of 18 workers (83.3 %)",
        "4,150 CNY, 277 CNY per worker served",
        "7.4 %",
        "60,000 CNY (test)",
        "no vehicle",
        "N3: No coach is left.",
    ):
        assert part in text
    assert re.search(r"train +5 +5 +1 +1 +10\.0 % +1,300 CNY +260 CNY", text)
    assert re.search(r"Door to door +15 +15 +4 +4,150 CNY +277 CNY", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_the_timetable_with_the_train_first(found: Figures, known, lang: str) -> None:
    sheet = page(found, known.problem, known.plan, words(lang))
    timetable = sheet.tables[-1]
    assert timetable.rows[0] == (
        "K1",
        words(lang)["train"],
        "Site S1 → Site S2",
        "03-10 09:00",
        "03-10 12:00",
        "5 / 50",
    )
    assert [row[0] for row in timetable.rows[1:]] == ["R1", "R2", "R3"]


class Outside(HTMLParser):
    """Collects what a page would fetch, and its open elements."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.fetched += [value for name, value in attrs if name in ("src", "href")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", LANGUAGES)
def test_html_is_whole_and_fetches_nothing(found: Figures, known, lang: str) -> None:
    html = to_html(page(found, known.problem, known.plan, words(lang)))
    reader = Outside()
    reader.feed(html)
    assert reader.fetched == []
    assert reader.open == []
    assert "url(" not in html
    assert "Works | &lt;one&gt;" in html


def test_markdown_keeps_its_columns_whatever_a_name_holds(found: Figures, known) -> None:
    text = to_markdown(page(found, known.problem, known.plan, words("en")))
    (line,) = [line for line in text.splitlines() if "Works" in line]
    assert line == r"| Works \| \<one\> | 18 | 15 | 03-10 09:40 | 03-10 13:10 |"


@pytest.mark.parametrize(
    ("stops", "way"),
    [(["a", "b"], "a → b"), (["a", "b", "c", "d"], "a → b → c → d"), (["a", "b", "c", "d", "e"], "a → (3) → e")],
)
def test_a_long_way_is_cut_to_its_ends(stops: list[str], way: str) -> None:
    assert _way(stops) == way
