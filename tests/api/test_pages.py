"""Summaries: one sheet on screen, in Markdown and in HTML, in both languages, whatever names come in."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from api.page import to_html, to_markdown
from api.screen import show_sheet
from api.sheet import overview, page
from api.timetable import way
from api.words import in_journeys, words
from optimizer.bound.lower import SOURCE
from optimizer.check import check
from optimizer.clock import minute_of
from optimizer.plan import REASONS
from optimizer.problem import MODES
from optimizer.solving import NO_BOUND
from scenarios.figures import Figures, figures
from scenarios.schedule import StopTimes
from scenarios.words import LANGUAGES


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
    rows = sheet.tables[-1].rows
    assert rows[0] == ("K1", words(lang)["train"], "1\u00a0×\u00a050", "03-10 09:00 Site S1 → 12:00 Site S2", "5 / 50")
    assert [row[0] for row in rows[1:]] == ["R1", "R2", "R3"]
    assert rows[1][2:] == ("V1", "03-10 08:00 Site P → 09:40 Site W", "10 / 20")


def test_the_chinese_page_is_chinese_but_for_what_the_files_say(found: Figures, known) -> None:
    for source in (SOURCE, NO_BOUND.source):
        facts = dict(page(replace(found, bound_source=source), known.problem, known.plan, words("zh")).facts)
        assert not re.search("[A-Za-z]{4}", facts["下界"].replace("CNY", "")), facts["下界"]
    facts = dict(page(replace(found, bound_source="theirs"), known.problem, known.plan, words("zh")).facts)
    assert "theirs" in facts["下界"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_summary_is_cut_to_one_page(found: Figures, known, tmp_path: Path, visit, lang: str) -> None:
    long = "Way of a coach that stops at many places, 从很远的地方经过许多站到工厂门口的客车 " * 2
    employer = replace(found.employers[0], name="山东某某新型建筑材料科技有限公司")
    reason = found.reasons[0]
    reasons = tuple(replace(reason, cases=(replace(reason.cases[0], detail=long),)) for _ in range(5))
    many = replace(found, employers=(employer,) * 100, reasons=reasons, modes=found.modes * 2)
    copies = {run.run_id: [f"{run.run_id}-{n}" for n in range(30)] for run in known.plan.runs}
    plan = replace(
        known.plan,
        runs=tuple(replace(run, run_id=name) for run in known.plan.runs for name in copies[run.run_id]),
        stops=tuple(replace(stop, run_id=name) for stop in known.plan.stops for name in copies[stop.run_id]),
        riders=tuple(replace(rider, run_id=name) for rider in known.plan.riders for name in copies[rider.run_id]),
    )
    path = tmp_path / "summary.html"
    sheet = page(many, known.problem, plan, words(lang))
    path.write_text(to_html(sheet), encoding="utf-8")
    printed = visit(path).page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert all(table.rows for table in sheet.tables)
    short = to_html(page(found, known.problem, known.plan, words(lang)))
    assert all(f"<td>{run}</td>" in short for run in ("K1", "R1", "R2", "R3"))


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


def test_a_long_way_is_cut_to_its_first_stops_and_the_last(known) -> None:
    def called(count: int) -> list[StopTimes]:
        ids = [site.site_id for site in known.problem.sites][:count]
        start = minute_of("2020-03-10 23:30")
        return [
            StopTimes(
                seq=n + 1,
                site_id=site,
                arrival=start + 60 * n,
                departure=start + 60 * n + 10,
                boarding=(),
                alighting=(),
                aboard=0,
            )
            for n, site in enumerate(ids)
        ]

    en = words("en")
    assert way(known.problem, called(2), en) == "03-10 23:40 Site D → 03-11 00:30 Site F"
    assert way(known.problem, called(4), en) == (
        "03-10 23:40 Site D → 03-11 00:30–00:40 Site F → 01:30–01:40 Site P → 02:30 Site S1"
    )
    assert way(known.problem, called(5), en) == (
        "03-10 23:40 Site D → 03-11 00:30–00:40 Site F → … 2 more … → 03-11 03:30 Site S2"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_large_counts_are_grouped_everywhere(found: Figures, lang: str) -> None:
    large = replace(found, asked=50_000, served=48_471, unserved=1_529, on_time=48_471, vehicles=1_329)
    text = shown(overview(large, words(lang)))
    for part in ("50,000", "48,471", "1,529", "1,329"):
        assert part in text
    assert not re.search(r"50000|48471|1529|1329", text)
