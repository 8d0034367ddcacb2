"""What a folder's loader accepts, and that it means what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.clock import day_of, minute_of
from optimizer.problem import Region, Site
from scenarios import ScenarioError, Unlocated, digest, load

Damage = Callable[[str, str, str], None]


def test_small_scenario(small: Path) -> None:
    scenario = load(small)
    problem = scenario.problem
    assert not scenario.warnings
    assert problem.settings.name == "small"
    assert (problem.settings.first_day, problem.settings.last_day) == (day_of("2020-03-10"), day_of("2020-03-12"))
    assert problem.settings.objective_unserved == 3000
    assert problem.settings.driving_night == (1320, 360)
    assert problem.settings.transfer_at == ("station",)
    assert problem.site["P2"].name == 'say "hi",\ntwice'
    assert (problem.site["W1"].opens, problem.site["W1"].closes) == (360, 1380)
    assert problem.employer["E2"].name == "=SUM(A1)"
    assert problem.demand["N1"].due_from == minute_of("2020-03-11 06:00")
    assert not problem.demand["N2"].splittable
    assert problem.fleet[0].from_day == day_of("2020-03-10")
    assert problem.limits[1].day == day_of("2020-03-12")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("demands.csv", ",12,", ", 12.0 ,"),
        ("demands.csv", ",1.5,no,", ",1.50,FALSE,"),
        ("demands.csv", ",1.5,no,", ",1.5,否,"),
        ("demands.csv", ",1.5,no,", ",1.5,0,"),
        ("demands.csv", "N2,E2", "\n,,,\n\nN2,E2"),
        ("demands.csv", "demand_id", "\ufeffdemand_id"),
        ("demands.csv", "demand_id,employer_id", "需求编号,单位编号"),
        ("demands.csv", ",no,,", ",no"),
        ("regions.csv", "2020-03-10", "2020-03-10 00:00"),
        ("regions.csv", "medium", "Medium"),
        ("sites.csv", "06:00", "6:00"),
        ("sites.csv", "site_id,", " site_id ,"),
        ("scenario.toml", '["2020-03-10", "2020-03-12"]', "[2020-03-10, 2020-03-12]"),
        ("scenario.toml", '["22:00", "06:00"]', "[22:00:00, 06:00:00]"),
        ("scenario.toml", "[driving]\nnight", "driving.night"),
        ("scenario.toml", "[transfer]\nat", "[transfer]\nmax_wait_min = 'none'\nat"),
        ("scenario.toml", "unserved = 3000", "unserved = 3000.0\nobjective.hour = '15'"),
        ("services.csv", "118,,8,", "118,0,8,1"),
    ],
)
def test_other_spellings_mean_the_same(small: Path, damage: Damage, file: str, old: str, new: str) -> None:
    before = load(small)
    damage(file, old, new)
    after = load(small)
    assert after == before
    assert digest(after.problem) == digest(before.problem)


def test_optional_tables_may_be_missing_or_empty(small: Path) -> None:
    for name in ("services", "service_stops", "links", "caps"):
        (small / f"{name}.csv").unlink()
    (small / "limits.csv").write_text("")
    problem = load(small).problem
    assert problem.services == problem.links == problem.caps == problem.limits == ()


def test_unknown_things_are_kept_aside_with_a_warning(small: Path, damage: Damage) -> None:
    damage("employers.csv", "contact,phone", "contact,phone,note")
    damage("employers.csv", "0531-1", "0531-1,vip")
    damage("scenario.toml", 'name = "small"', 'name = "small"\nobjektive.hour = 3')
    (small / "demand.csv").write_text("demand_id\n")
    scenario = load(small)
    assert scenario.extras.columns == {"employers": ({"note": "vip"}, {})}
    assert scenario.extras.settings == {"objektive.hour": 3}
    told = {(w.place, w.row, w.column): w.text for w in scenario.warnings}
    assert set(told) == {
        ("employers.csv", 1, "note"),
        ("scenario.toml", None, "objektive.hour"),
        ("demand.csv", None, None),
    }
    assert told["demand.csv", None, None].endswith("Maybe demands.csv was meant.")


def test_cells_without_a_heading_are_told(small: Path, damage: Damage) -> None:
    damage("employers.csv", "0531-1", "0531-1,,shifted")
    (warning,) = load(small).warnings
    assert (warning.place, warning.row) == ("employers.csv", 2)
    assert "'shifted'" in warning.text


def test_blank_coordinates_come_from_the_gazetteer(small: Path, damage: Damage) -> None:
    damage("sites.csv", "重庆西站,station,29.5,106.43", "重庆西站,station,,")
    site = load(small).problem.site["S1"]
    assert abs(site.lat - 29.5) < 0.1
    assert abs(site.lon - 106.43) < 0.1


def test_region_tells_places_of_one_name_apart(small: Path, damage: Damage) -> None:
    damage("sites.csv", "车场,depot,36.7,117.1,A", "市中区,depot,,,A")
    assert abs(load(small).problem.site["D1"].lat - 36.65) < 0.1


def test_place_unknown_to_the_gazetteer_is_a_fault_at_both_cells(small: Path, damage: Damage) -> None:
    damage("sites.csv", "工厂,workplace,36.66,117.02", "无此地,workplace,,")
    with pytest.raises(ScenarioError) as error:
        load(small)
    cells = [(f.place, f.row, f.column, f.value) for f in error.value.faults]
    assert cells == [("sites.csv", 5, "lat", ""), ("sites.csv", 5, "lon", "")]
    assert error.value.faults[0].advice.startswith("Maybe")


def test_own_gazetteer(small: Path, damage: Damage) -> None:
    damage("sites.csv", "工厂,workplace,36.66,117.02", "工厂,workplace,,")
    asked: list[tuple[str, str | None]] = []

    def locate(site: Site, region: Region | None) -> tuple[float, float] | Unlocated:
        asked.append((site.name, region and region.city))
        return 36.5, 117.5

    site = load(small, locate=locate).problem.site["W1"]
    assert (site.lat, site.lon) == (36.5, 117.5)
    assert asked == [("工厂", "济南市")]


def test_shuffled_rows_are_the_same_scenario(small: Path) -> None:
    before = load(small)
    for path in small.glob("*.csv"):
        if path.stem == "sites":
            continue  # has a row of two lines
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([header, *reversed(rows)]), encoding="utf-8")
    assert load(small).problem == before.problem


def test_public_instances_load_quickly_and_whole(instances: Path) -> None:
    folders = [path.parent for path in instances.glob("*/scenario.toml")]
    assert folders
    for folder in folders:
        scenario = load(folder)
        assert not scenario.warnings
        assert scenario.problem.demands
