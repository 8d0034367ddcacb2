"""``fangang map``: a page or GeoJSON of a plan that was judged first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from typer.testing import CliRunner
from typer.testing import Result as Ended

from api.cli import app
from tests.known import Known


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_page_and_its_language(known: Known, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    ended = fangang("map", known.scenario_folder, known.plan_folder, "--out", out, "--lang", "zh")
    assert ended.exit_code == 0, ended.output
    assert '<html lang="zh-CN">' in out.read_text(encoding="utf-8")
    assert str(out) in ended.stdout.replace("\n", "")


def test_geojson_by_another_ending(known: Known, tmp_path: Path) -> None:
    out = tmp_path / "map.geojson"
    for _ in range(2):
        assert fangang("map", known.scenario_folder, known.plan_folder, "--out", out).exit_code == 0
    layers = {feature["properties"]["layer"] for feature in json.loads(out.read_text(encoding="utf-8"))["features"]}
    assert layers == {"site", "demand", "run", "unserved"}


def test_a_shipped_case_without_a_plan(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    assert fangang("map", "jinan-k4016", "--out", out).exit_code == 0
    assert "jinan-k4016" in out.read_text(encoding="utf-8")


def test_a_broken_plan_is_not_drawn(known: Known, tmp_path: Path) -> None:
    plan = tmp_path / "broken"
    shutil.copytree(known.plan_folder, plan)
    riders = plan / "riders.csv"
    riders.write_text(riders.read_text(encoding="utf-8").replace("N1,10", "N1,9"), encoding="utf-8")
    out = tmp_path / "map.html"
    assert fangang("map", known.scenario_folder, plan, "--out", out).exit_code == 1
    assert not out.exists()


def test_a_target_of_another_kind_is_refused_before_the_work(known: Known, tmp_path: Path) -> None:
    for name, content in (("map.pdf", None), ("map.html", "mine"), ("map.geojson", "mine")):
        out = tmp_path / name
        if content:
            out.write_text(content)
        ended = fangang("map", "no-such-scenario", "--out", out)
        assert ended.exit_code == 2
        assert "Maybe" in ended.output
        assert "no-such-scenario" not in ended.output
        assert out.exists() == bool(content)


def test_tiles_without_their_gaps_are_refused_before_the_work(tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    ended = fangang("map", "no-such-scenario", "--out", out, "--tiles", "https://tiles.example/{z}/{x}.png")
    assert ended.exit_code == 2
    assert "expected the http or https address of a tile server with {z}, {x} and {y}" in " ".join(ended.output.split())
    assert "no-such-scenario" not in ended.output
    assert not out.exists()
