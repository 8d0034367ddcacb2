"""The map of a plan in a browser without a network: what it promises to show is there, and nothing else happens."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from maps.palette import MODE_COLOURS
from maps.plan_map import plan_map
from maps.two_maps import Drawn, two_maps
from optimizer.clock import show_clock
from optimizer.plan import Rider
from scenarios.schedule import schedule
from scenarios.words import REASON_WORDS
from tests.known import Known
from tests.maps.map_page import VIEW, Open, card, click_on, inked, settle, spot_of
from tests.planned import planned

HOSTILE = "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">\u2028\ud800"


def test_page_is_the_same_each_time_and_needs_nothing_from_outside(known: Known) -> None:
    page = plan_map(known.problem, known.plan)
    assert page == plan_map(known.problem, known.plan)
    assert "src=" not in page.split("fangangMaps.page =")[-1]
    assert "<link" not in page


def test_every_run_is_drawn(show: Open) -> None:
    problem, plan = planned()
    painted = settle(show(plan_map(problem, plan)))
    assert painted["level"] == 0
    assert painted["runs"] == len({rider.run_id for rider in plan.riders})


def test_each_mode_is_a_layer_in_its_colour(show: Open) -> None:
    problem, plan = planned()
    page = show(plan_map(problem, plan))
    page.evaluate(f"['names', 'unserved'].forEach((key) => {VIEW}.state.shown[key] = false)")
    modes = sorted({run.mode for run in plan.runs})
    assert len(modes) >= 2
    for mode in modes:
        assert inked(page, MODE_COLOURS[mode]) > 0, mode
        page.locator(f"input[data-layer={mode}]").uncheck()
        assert inked(page, MODE_COLOURS[mode]) == 0, mode
        page.locator(f"input[data-layer={mode}]").check()


def test_lines_are_as_wide_as_their_workers_are_many(show: Open) -> None:
    problem, plan = planned()
    page = show(plan_map(problem, plan))
    settle(page)
    lines = page.evaluate(f"{VIEW}.sheet.hits.filter((hit) => hit.line).map((hit) => [hit.flow.workers, hit.reach])")
    ranked = sorted(lines)
    assert ranked[0][0] < ranked[-1][0]
    assert [reach for _, reach in ranked] == sorted(reach for _, reach in ranked)
    assert "straight" in page.locator(".fg-panel").inner_text()


def test_a_run_tells_its_times_load_employers_and_vehicle(show: Open) -> None:
    problem, plan = planned()
    page = show(plan_map(problem, plan))
    whole = schedule(problem, plan)
    longest_first = sorted((run for run in whole.runs if run.mode == "coach"), key=lambda run: -(run.km or 0))
    alone = "hit.flow && hit.flow.legs.length === 1 && hit.flow.legs[0].run.id === "
    run = next(run for run in longest_first if spot_of(page, f"{alone}'{run.run_id}'"))
    click_on(page, f"{alone}'{run.run_id}'")
    text = card(page)
    for stop in run.stops:
        assert problem.site[stop.site_id].name in text
        if stop.departure is not None and stop is not run.stops[-1]:
            assert show_clock(stop.departure % 1440) in text
    assert show_clock(run.arrives % 1440) in text
    assert f"{run.riders} workers; at most {run.most_aboard} of {run.seats} seats" in text
    assert str(run.vehicle_id) in text
    for party in run.parties:
        assert problem.employer[party.employer_id].name in text


def test_feeders_and_last_miles_are_found_from_their_train(show: Open) -> None:
    problem, plan = planned()
    legs: dict[str, list[Rider]] = {}
    for rider in sorted(plan.riders, key=lambda rider: rider.leg):
        legs.setdefault(rider.itinerary_id, []).append(rider)
    trains = {run.run_id for run in plan.runs if run.mode != "coach"}
    shared = {t: {r.run_id for way in legs.values() if t in {r.run_id for r in way} for r in way} for t in trains}
    train = max(shared, key=lambda run_id: len(shared[run_id]))
    assert len(shared[train]) > 2
    page = show(plan_map(problem, plan))
    click_on(page, f"hit.flow && hit.flow.legs.length === 1 && hit.flow.legs[0].run.id === '{train}'")
    assert set(page.evaluate(f"{VIEW}.selected.runs.map((run) => run.id)")) == shared[train]
    before = {r.run_id for way in legs.values() for i, r in enumerate(way) if train in {x.run_id for x in way[i + 1 :]}}
    assert f"Feeders ({len(before)})" in card(page)
    page.locator(".fg-card .fg-run").first.click()
    assert page.evaluate(f"{VIEW}.selected.runs[0].mode") == "coach"
    page.keyboard.press("Escape")
    assert page.evaluate(f"{VIEW}.selected") is None
    assert not page.locator(".fg-card").is_visible()


def test_an_employer_a_place_and_a_run_are_found_by_name(show: Open) -> None:
    problem, plan = planned()
    page = show(plan_map(problem, plan))
    rides: dict[str, set[str]] = {}
    for rider in plan.riders:
        rides.setdefault(problem.demand[rider.demand_id].employer_id, set()).add(rider.run_id)
    employer_id, runs = max(rides.items(), key=lambda item: len(item[1]))
    field = page.locator(".fg-find input")
    field.fill(problem.employer[employer_id].name)
    page.locator(".fg-found button").first.click()
    assert problem.employer[employer_id].name in card(page)
    assert set(page.evaluate(f"{VIEW}.selected.runs.map((run) => run.id)")) == runs
    stop = next(stop for stop in plan.stops if stop.board)
    field.fill(stop.site_id)
    page.locator(".fg-found button").first.click()
    assert problem.site[stop.site_id].name in card(page)
    field.fill(stop.run_id)
    field.press("Enter")
    assert page.evaluate(f"{VIEW}.selected.runs[0].id") == stop.run_id
    field.fill("no such thing")
    assert page.locator(".fg-found button").count() == 0


@pytest.mark.parametrize(("lang", "left"), [("en", "Left behind"), ("zh", "未能安排")])
def test_those_left_behind_are_marked_with_their_reason(known: Known, show: Open, lang: str, left: str) -> None:
    page = show(plan_map(known.problem, known.plan, lang=lang))
    assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-CN"}[lang]
    assert left in page.locator(".fg-panel").inner_text()
    click_on(page, "hit.left")
    assert REASON_WORDS[lang]["no_vehicle"] in card(page)
    assert "No coach is left." in card(page)


def test_the_clock_shows_who_is_on_the_road(show: Open) -> None:
    problem, plan = planned()
    runs = schedule(problem, plan).runs
    page = show(plan_map(problem, plan))
    at = sorted(run.departs for run in runs)[len(runs) // 2] + 1
    zero = (problem.settings.first_day - 1) * 1440
    page.evaluate(f"fangangMaps.page.clock.moment({at - zero})")
    moving = [run for run in runs if run.departs <= at < run.arrives]
    assert moving
    assert f"in {len(moving)} vehicles" in page.locator(".fg-now").inner_text()
    assert set(page.evaluate(f"{VIEW}.moving().map((one) => one.run.id)")) == {run.run_id for run in moving}
    days = Counter(run.departs // 1440 for run in runs)
    for day, count in days.items():
        page.locator(".fg-clock select").select_option(str(day - problem.settings.first_day + 1))
        riding = [run for run in runs if run.departs // 1440 == day and run.riders]
        assert settle(page)["runs"] == len(riding)
        assert page.locator(".fg-now").inner_text().startswith(f"{count} run")
    page.locator(".fg-clock select").select_option("all")
    page.locator(".fg-play").click()
    page.wait_for_function(
        f"{VIEW}.state.period.kind === 'moment' && {VIEW}.state.period.at > fangangMaps.page.clock.start"
    )
    page.locator(".fg-play").click()


def test_without_a_plan_it_shows_who_wants_to_go_where(known: Known, show: Open) -> None:
    problem, _ = planned()
    page = show(plan_map(problem, None))
    assert page.locator(".fg-clock").count() == 0
    assert page.locator("input[data-layer=demand]").is_checked()
    click_on(page, "hit.flow && hit.flow.mode === 'demand'")
    assert any(employer.name in card(page) for employer in problem.employers)


def test_names_of_a_file_can_do_nothing(known: Known, show: Open) -> None:
    problem = replace(
        known.problem,
        settings=replace(known.problem.settings, name=HOSTILE),
        sites=tuple(replace(site, name=HOSTILE) for site in known.problem.sites),
        employers=tuple(replace(employer, name=HOSTILE) for employer in known.problem.employers),
        services=tuple(replace(service, name=HOSTILE) for service in known.problem.services),
    )
    plan = replace(known.plan, unserved=tuple(replace(left, detail=HOSTILE) for left in known.plan.unserved))
    html = plan_map(problem, plan)
    assert html.encode("utf-8")
    page = show(html)
    for what in ("hit.left", "hit.node", "hit.flow"):
        click_on(page, what)
        assert "<script>" in card(page)
        page.keyboard.press("Escape")
    assert page.title().startswith("</script>")
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_it_fits_the_window(show: Open, width: int, height: int) -> None:
    problem, plan = planned()
    page = show(plan_map(problem, plan), width=width, height=height)
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        height,
    ]
    for selector in (".fg-panel", ".fg-clock"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    used = page.evaluate(
        f"{VIEW}.model.sites.filter((s) => s.weight).map((s) => {VIEW}.map.latLngToContainerPoint([s.lat, s.lon]))"
    )
    assert all(0 <= spot["x"] <= width and 0 <= spot["y"] <= height for spot in used)


def test_two_maps_move_as_one_and_share_a_legend(show: Open) -> None:
    problem, plan = planned()
    fewer = replace(plan, riders=plan.riders, unserved=plan.unserved)
    page = show(two_maps(Drawn("before", problem, None), Drawn("after <b>", problem, fewer)))
    centre = "fangangMaps.page.views.map(({map}) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()].join())"
    page.evaluate(f"void {VIEW}.map.setView([36, 117], 8, {{ animate: false }})")
    one, other = page.evaluate(centre)
    assert one == other
    page.evaluate("void fangangMaps.page.views[1].map.setView([30, 104], 7, { animate: false })")
    one, other = page.evaluate(centre)
    assert one == other
    assert page.locator(".fg-panel").count() == 1
    assert page.locator(".fg-title").all_inner_texts()[1].startswith("after <b>")


def test_tiles_are_asked_for_only_where_they_are_wanted(known: Known) -> None:
    address = "https://tiles.example/{z}/{x}/{y}.png"
    assert address in plan_map(known.problem, known.plan, tiles=address)
    assert "L.tileLayer(" not in plan_map(known.problem, known.plan).split("</head>")[1]
