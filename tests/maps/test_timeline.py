"""The timeline: everything of the plan is on it, and it works in a browser without a network."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maps.palette import MODE_COLOURS
from maps.timeline import plan_timeline
from maps.timeline.words import timeline_words
from optimizer.clock import show_clock
from optimizer.plan import Plan
from optimizer.problem import FleetRow, Problem
from scenarios.schedule import schedule
from scenarios.words import LANGUAGES, Lang
from tests.known import Known
from tests.planned import planned

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Visitor

_HOSTILE = "</script><script>document.title='taken'</script><!-- <img src=x onerror=alert(1)> \u2028 \ud800"


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_every_run_stop_rider_and_drive_is_in_the_page() -> None:
    problem, plan = planned()
    data = _data(plan_timeline(problem, plan))
    assert {run["id"] for run in data["runs"]} == {run.run_id for run in plan.runs}
    assert sum(len(run["stops"]) for run in data["runs"]) == len(plan.stops)
    assert sum(party[2] for run in data["runs"] for party in run["parties"]) == sum(r.headcount for r in plan.riders)
    assert sorted(at for row in data["rows"] for at in row["runs"]) == list(range(len(plan.runs)))
    whole = schedule(problem, plan)
    assert sum(len(row.get("empty", ())) for row in data["rows"]) == sum(len(o.empty_drives) for o in whole.outings)
    assert len(data["transfers"]) == len(whole.transfers)
    halts = sum(len(stop[6]) // 3 for run in data["runs"] for stop in run["stops"] if len(stop) > 6)
    assert halts == sum(len(stop.halts) for run in whole.runs for stop in run.stops) > 0


def test_times_are_those_of_the_plan(known: Known) -> None:
    data = _data(plan_timeline(known.problem, known.plan))
    run = next(run for run in data["runs"] if run["id"] == "R1")
    assert data["base"] == "2020-03-10"
    assert [show_clock(run["stops"][0][1]), show_clock(run["stops"][1][1])] == ["07:50", "09:40"]


def test_the_script_says_only_what_both_languages_have() -> None:
    folder = resources.files("maps.timeline")
    script = "".join(part.read_text(encoding="utf-8") for part in folder.iterdir() if part.name.endswith(".js"))
    said = set(re.findall(r"\bword\.(\w+)|\bsay\(\"(\w+)\"", script))
    keys = {one or other for one, other in said}
    english, chinese = (timeline_words(lang) for lang in LANGUAGES)
    assert len(keys) > 20
    assert keys <= english.keys()
    assert english.keys() == chinese.keys()
    gaps = [{key: set(re.findall(r"{(\w+)}", text)) for key, text in both.items()} for both in (english, chinese)]
    assert gaps[0] == gaps[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_without_a_network_on_a_desk_and_on_a_phone(visit: Visitor, tmp_path: Path, lang: Lang) -> None:
    page = _written(tmp_path, *planned(), lang=lang)
    for width, height in ((1366, 768), (390, 844)):
        seen = visit(page, width=width, height=height).page
        word = timeline_words(lang)
        assert seen.locator("html").get_attribute("lang") == word["lang"]
        assert seen.title() == word["title_of"].format(name=planned()[0].settings.name)
        assert word["employer"] in seen.locator("#controls").inner_text()
        assert seen.evaluate("document.documentElement.scrollWidth") <= width
        assert len(_shown(seen)) >= len({o.vehicle_id for o in planned()[1].outings})


def test_a_run_is_drawn_in_its_modes_colour_where_it_runs(visit: Visitor, known: Known, tmp_path: Path) -> None:
    seen = visit(_written(tmp_path, known.problem, known.plan)).page
    for run_id, mode in (("R1", "coach"), ("R4", "train")):
        seen.evaluate("timeline.select", run_id)
        seen.evaluate("timeline.show(420, 840)")
        assert MODE_COLOURS[mode] in _colours_along(seen, run_id)


def test_a_click_tells_who_rides_and_leads_on_to_the_next_leg(visit: Visitor, known: Known, tmp_path: Path) -> None:
    seen = visit(_written(tmp_path, known.problem, known.plan)).page
    place = seen.evaluate("timeline.place('R2')")
    seen.evaluate("timeline.show(470, 500)")
    place = seen.evaluate("timeline.place('R2')")
    seen.mouse.click(place["x"], place["y"])
    panel = seen.locator("#details")
    assert "Works | <one>" in panel.inner_text()
    assert "Site P" in panel.inner_text()
    panel.get_by_role("button", name="to K1 · train").click()
    assert panel.locator("h2").inner_text() == "K1 · train"
    seen.locator("#close").click()
    assert not seen.locator("#panel").is_visible()


def test_the_mouse_over_a_bar_shows_place_times_and_load(visit: Visitor, known: Known, tmp_path: Path) -> None:
    seen = visit(_written(tmp_path, known.problem, known.plan)).page
    place = seen.evaluate("timeline.place('R1')")
    seen.mouse.move(place["x"], place["y"])
    text = seen.locator("#tip").inner_text()
    for part in ("R1 · coach", "Site P 03-10 08:00 → Site W 03-10 09:40", "10 aboard, 20 seats"):
        assert part in text


def test_rows_are_filtered_by_vehicle_and_by_employer(visit: Visitor, tmp_path: Path) -> None:
    problem, plan = planned()
    seen = visit(_written(tmp_path, problem, plan)).page
    every = _shown(seen)
    vehicle = plan.outings[0].vehicle_id
    seen.fill("#search", vehicle.lower())
    assert vehicle in _shown(seen)
    assert len(_shown(seen)) < len(every)
    seen.fill("#search", "")
    employer = problem.employer[problem.demand[plan.riders[0].demand_id].employer_id]
    seen.fill("#employer", employer.name)
    part = schedule(problem, plan).by_employer(employer.employer_id)
    wanted = {run.vehicle_id or run.name for run in part.runs} | {problem.site[t.site_id].name for t in part.transfers}
    assert set(_shown(seen)) == wanted
    seen.fill("#employer", "nobody of that name")
    assert _shown(seen) == []
    seen.locator("#clear").click()
    assert _shown(seen) == every


def test_time_is_zoomed_moved_and_reset(visit: Visitor, known: Known, tmp_path: Path) -> None:
    seen = visit(_written(tmp_path, known.problem, known.plan)).page
    whole = seen.evaluate("timeline.time()")
    seen.locator("#zoom-in").click()
    inner = seen.evaluate("timeline.time()")
    assert whole[0] < inner[0] < inner[1] < whole[1]
    seen.mouse.move(900, 600)
    seen.mouse.down()
    seen.mouse.move(700, 600, steps=4)
    seen.mouse.up()
    moved = seen.evaluate("timeline.time()")
    assert moved[0] > inner[0]
    assert moved[1] - moved[0] == pytest.approx(inner[1] - inner[0])
    seen.locator("#chart").focus()
    seen.keyboard.press("0")
    assert seen.evaluate("timeline.time()") == whole


def test_groups_are_by_depot_or_mode(visit: Visitor, tmp_path: Path) -> None:
    problem, plan = planned()
    seen = visit(_written(tmp_path, problem, plan)).page
    by_depot = _shown(seen)
    seen.select_option("#group", "mode")
    assert sorted(_shown(seen)) == sorted(by_depot)
    seen.select_option("#group", "none")
    assert sorted(_shown(seen)) == sorted(by_depot)
    assert _shown(seen) != by_depot


def test_names_cannot_leave_their_place(visit: Visitor, known: Known, tmp_path: Path) -> None:
    problem = replace(
        known.problem,
        settings=replace(known.problem.settings, name=_HOSTILE),
        sites=tuple(replace(site, name=_HOSTILE) for site in known.problem.sites),
        employers=tuple(replace(employer, name=_HOSTILE) for employer in known.problem.employers),
        vehicle_types=tuple(replace(kind, name=_HOSTILE) for kind in known.problem.vehicle_types),
    )
    seen = visit(_written(tmp_path, problem, known.plan)).page
    seen.evaluate("timeline.select('R2')")
    assert "document.title='taken'" in seen.locator("#details").inner_text()
    assert seen.title().startswith("Timeline: </script>")
    assert seen.locator("img").count() == 0
    assert seen.locator("script").count() == 2


def test_an_address_may_name_a_run(visit: Visitor, known: Known, tmp_path: Path) -> None:
    page = _written(tmp_path, known.problem, known.plan)
    seen = visit(f"{page.as_uri()}#run=R3").page
    assert seen.locator("#details h2").inner_text() == "R3 · coach"


def test_a_plan_without_a_run_is_an_empty_page(visit: Visitor, known: Known, tmp_path: Path) -> None:
    seen = visit(_written(tmp_path, known.problem, Plan())).page
    assert _shown(seen) == []
    assert not seen.locator("#nothing").is_visible()


def test_thousands_of_outings_stay_light(visit: Visitor, known: Known, tmp_path: Path) -> None:
    problem, plan = _many(known, 4000)
    page = _written(tmp_path, problem, plan)
    assert page.stat().st_size < 10_000_000
    seen = visit(page, width=390, height=844).page
    assert len(_shown(seen)) == 4006  # with the known three, a train and two hubs
    seen.evaluate("timeline.select('X3999')")
    assert seen.locator("#details h2").inner_text() == "X3999 · coach"
    place = seen.evaluate("timeline.place('X3999')")
    assert 0 < place["y"] < 844
    assert seen.locator("#bars").bounding_box() is not None
    assert seen.evaluate("document.getElementById('bars').height / devicePixelRatio") < 844


def _many(known: Known, count: int) -> tuple[Problem, Plan]:
    """The known plan with its first coach ``count`` times."""
    run, outing = known.plan.runs[0], known.plan.outings[0]
    stops = [stop for stop in known.plan.stops if stop.run_id == run.run_id]
    names = [(f"X{n:04}", f"Y{n:04}") for n in range(count)]
    plan = replace(
        known.plan,
        runs=(*known.plan.runs, *(replace(run, run_id=x, vehicle_id=y) for x, y in names)),
        outings=(*known.plan.outings, *(replace(outing, vehicle_id=y) for _, y in names)),
        stops=(*known.plan.stops, *(replace(stop, run_id=x) for x, _ in names for stop in stops)),
        riders=(
            *known.plan.riders,
            *(replace(known.plan.riders[0], run_id=x, itinerary_id=f"I{x}") for x, _ in names),
        ),
    )
    return replace(known.problem, fleet=(FleetRow(depot_id="D", type_id="BIG"),)), plan


def _written(folder: Path, problem: Problem, plan: Plan, lang: Lang = "en") -> Path:
    path = folder / "timeline.html"
    path.write_text(plan_timeline(problem, plan, lang=lang), encoding="utf-8")
    return path


def _shown(page: Page) -> list[str]:
    return page.evaluate("timeline.shown()")  # type: ignore[no-any-return]


def _colours_along(page: Page, run_id: str) -> set[str]:
    """The colours drawn on a run's first leg, at some points near its middle."""
    script = """id => {
        const at = timeline.place(id), canvas = document.getElementById("bars");
        const box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
        const hex = (value) => value.toString(16).padStart(2, "0");
        return [-6, -3, 0, 3, 6].map((shift) => {
            const place = [(at.x - box.left + shift) * ratio, (at.y - box.top + 7) * ratio];
            return "#" + [...canvas.getContext("2d").getImageData(...place, 1, 1).data.slice(0, 3)].map(hex).join("");
        });
    }"""
    page.wait_for_timeout(100)
    return set(page.evaluate(script, run_id))


def test_groups_of_a_demand_that_came_by_different_feeders_are_one_line(
    visit: Visitor, known: Known, tmp_path: Path
) -> None:
    first = next(rider for rider in known.plan.riders if rider.run_id == "R1")
    halves = (replace(first, headcount=4), replace(first, headcount=first.headcount - 4, itinerary_id="other"))
    plan = replace(known.plan, riders=(*halves, *(rider for rider in known.plan.riders if rider is not first)))
    seen = visit(f"{_written(tmp_path, known.problem, plan).as_uri()}#run=R1").page
    shown = seen.locator("#details").inner_text()
    assert shown.count(f"{first.demand_id}: ") == 1
    assert f"\t{first.headcount}\n" in f"{shown}\n"


def test_large_numbers_are_grouped(visit: Visitor, known: Known, tmp_path: Path) -> None:
    counts = {"served": 48471, "runs": 2204, "coaches": 329, "services": 43, "left": 1529}
    for lang in LANGUAGES:
        said = timeline_words(lang)["headline"].format(**counts)
        assert re.findall(r"\d[\d,]*", said) == ["48,471", "2,204", "329", "43", "1,529"]
    service = replace(known.problem.services[0], unit_seats=1888)
    problem = replace(known.problem, services=(service,))
    train = next(run.run_id for run in known.plan.runs if run.service_id)
    seen = visit(f"{_written(tmp_path, problem, known.plan).as_uri()}#run={train}").page
    assert "1,888 seats" in seen.locator("#details").inner_text()
