"""The start page and the API's page in a browser with the network cut: they work, and ask for nothing outside."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from api.http.page_words import case_words, page_words
from api.http.settings import Settings
from api.warmup import warm_up
from scenarios import load
from scenarios.library import cases
from tests.api.http.conftest import Service, Serving
from tests.browser import Visitor

_PHONE = {"width": 390, "height": 844}


def test_both_languages_say_everything() -> None:
    assert page_words("en").keys() == page_words("zh").keys()
    for case in cases():
        assert case_words(case.name, "zh").keys() == {"title", "summary"}, case.name
        assert case_words(case.name, "en") == {}


def test_the_page_is_in_the_browser_s_language(service: Service) -> None:
    chinese = service.client.get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}).text
    assert 'lang="zh-CN"' in chinese
    assert "有据可查的案例" in chinese
    english = service.client.get("/").text
    assert "Documented cases" in english
    assert "`" not in english
    assert "Documented cases" in service.client.get("/?lang=en", headers={"Accept-Language": "zh"}).text


@pytest.mark.parametrize("path", ["/", "/?lang=zh", "/#plan=example", "/docs"])
def test_pages_fit_a_phone(service: Service, visit: Visitor, path: str) -> None:
    seen = visit(f"{service.url}{path}", **_PHONE)
    if "plan=" in path:
        seen.page.wait_for_selector("#done:not([hidden])")
    if path == "/docs":
        seen.page.wait_for_selector(".opblock")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]


def test_a_case_is_planned_at_a_press(serving: Serving, visit: Visitor) -> None:
    warm_up(print)
    with serving(Settings(max_plan_seconds=300)) as service:
        seen = visit(f"{service.url}/")
        page = seen.page
        assert page.locator(".plan").count() == len(cases())
        page.select_option("#seconds", "300")
        page.click("[data-case=jinan-k4016]")
        expect(page.locator("#objective")).to_have_text("no plan yet")
        expect(page.locator("#objective")).to_have_text(re.compile("^[0-9,]+$"), timeout=60_000)
        assert float(page.locator("#bar").get_attribute("value") or 0) < 0.5
        page.click("#stop")
        page.wait_for_selector("#done:not([hidden])", timeout=60_000)
        plan_id = page.url.rpartition("#plan=")[2]
        result = service.client.get(f"/api/v1/plans/{plan_id}/result").json()
        assert result["stop_reason"] == "stopped"
        expect(page.locator("#served")).to_have_text(f"{result['served']} / 476")
        page.frame_locator("#map").locator(".leaflet-container").first.wait_for()
        page.click("#tab-timeline")
        page.frame_locator("#timeline").get_by_text("jinan-k4016").first.wait_for()
        page.click("#tab-tables")
        titles = page.locator("#sheets h3").all_text_contents()
        assert {"By mode", "By employer", "Timetable"} <= set(titles)
        with page.expect_download() as workbook:
            page.click("#workbook")
        assert workbook.value.suggested_filename.endswith(".xlsx")


def test_a_plan_stays_at_its_address_and_can_be_compared(service: Service, visit: Visitor) -> None:
    page = visit(f"{service.url}/?lang=zh").page
    page.click("[data-case=daqing-anda]")
    page.wait_for_selector("#done:not([hidden])")
    page.click("[data-case=jinan-k4016]")
    page.wait_for_selector("#others:not([hidden])")
    address = page.locator("#other-plans a").first.get_attribute("href")
    assert service.client.get(f"/{address}").status_code == 200
    page.reload()
    page.wait_for_selector("#done:not([hidden])")
    expect(page.locator("#sheets")).to_contain_text("未能安排的人员")


def test_a_file_of_one_s_own_is_checked_and_planned(service: Service, visit: Visitor, tmp_path: Path) -> None:
    document: dict[str, Any] = service.client.get("/api/v1/cases/daqing-anda/scenario").json()
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(document), encoding="utf-8")
    document["demands"][3]["headcount"] = "<b>many</b>"
    bad.write_text(json.dumps(document), encoding="utf-8")
    seen = visit(f"{service.url}/")
    seen.page.set_input_files("#file", bad)
    row = seen.page.locator("#own-faults tbody tr")
    expect(row).to_have_text("demands5headcount<b>many</b>a whole number of at least 1")
    expect(seen.page.locator("#plan-own")).to_be_hidden()
    assert all("422" in error for error in seen.errors)
    seen.errors.clear()
    seen.page.set_input_files("#file", good)
    expect(seen.page.locator("#checked")).to_contain_text(f"{workers('daqing-anda')} workers")
    seen.page.click("#plan-own")
    seen.page.wait_for_selector("#done:not([hidden])")


def workers(name: str) -> int:
    return load(next(case.path for case in cases() if case.name == name)).problem.workers()


def test_the_api_page_tries_a_call(service: Service, visit: Visitor) -> None:
    page = visit(f"{service.url}/docs#/service/health").page
    page.wait_for_selector(".opblock.is-open")
    page.click(".opblock.is-open .execute")
    expect(page.locator(".opblock.is-open .live-responses-table tbody .response-col_status")).to_contain_text("200")
