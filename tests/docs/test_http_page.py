"""The page of the service over HTTP has every call, and its commands run as they stand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.http.app import create_app
from api.http.problems import TITLES
from api.http.settings import Settings, described
from tests.docs.commands import DOCS
from tests.docs.served import Served, run_examples

PAGE = (DOCS / "http.md").read_text(encoding="utf-8")


def test_examples_run_as_they_stand(served: Served, tmp_path: Path) -> None:
    done = run_examples(PAGE, served, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "event: end" in done.stdout
    assert '"status":404' in done.stdout.replace(" ", "")
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert result["served"] > 0
    following = json.loads((tmp_path / "next-result.json").read_text(encoding="utf-8"))
    assert following["start"]["objective"] == pytest.approx(result["objective"])
    assert following["objective"] <= result["objective"] * (1 + 1e-9)
    for name, begins in (
        ("map.html", b"<!DOCTYPE html>"),
        ("timeline.html", b"<!DOCTYPE html>"),
        ("schedule.xlsx", b"PK"),
        ("plan.zip", b"PK"),
        ("schedule.json", b"{"),
        ("unserved.json", b"{"),
    ):
        assert (tmp_path / name).read_bytes().lstrip().lower().startswith(begins.lower()), name


def test_every_call_status_and_setting_is_on_the_page(site: Path) -> None:
    text = re.sub(r"<[^>]+>", "", (site / "http.html").read_text(encoding="utf-8"))
    paths = create_app(Settings()).openapi()["paths"]
    calls = [f"{m.upper()} {p}" for p, item in paths.items() for m in item if m in ("get", "post", "delete")]
    assert [call for call in calls if call not in text] == []
    assert [status for status in TITLES if f"{TITLES[status][1]}." not in text] == []
    assert [name for name in described() if name not in text] == []
