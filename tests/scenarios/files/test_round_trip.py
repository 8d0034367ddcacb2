"""Saved and loaded again, a scenario is the same: every format, every value, unknown columns and keys too."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.clock import day_of
from optimizer.problem import (
    LIMIT_KINDS,
    MODES,
    RISKS,
    SITE_KINDS,
    TRIPS,
    Cap,
    Demand,
    Employer,
    FleetRow,
    Limit,
    Link,
    Problem,
    Region,
    Service,
    ServiceStop,
    Settings,
    Site,
    Tables,
    VehicleType,
)
from optimizer.problem.records import SERVICE_MODES
from scenarios import Extras, Scenario, digest, dumps_json, load, loads_json, save, to_document
from scenarios.words import Lang

TARGETS: list[tuple[str, Lang]] = [("folder", "en"), ("a.json", "en"), ("a.xlsx", "en"), ("b.xlsx", "zh")]

odd = st.sampled_from(["=1+1", "+7", "-x", "@me", "a,b", 'q"q', "two\nlines", "cr\rlf\r\n.", "_x0041_", "007",
                       "1e5", "true", "none", "2020-03-10", "济南", "<&>'", "\\t", "#N/A", "[1, 2]", "\x07bell",
                       "\x7f", "😀"])  # fmt: skip
texts = st.one_of(odd, st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=12)).map(
    str.strip
)
words = texts.filter(bool)
ids = st.lists(words, min_size=3, max_size=3, unique=True)
amounts = st.one_of(
    st.floats(0, 1e18, allow_nan=False), st.integers(0, 10**6).map(float), st.sampled_from([0.1 + 0.2, 1e-7, 1 / 3])
)
counts = st.integers(0, 2**40)
DAY = day_of("2020-03-10")
days = st.none() | st.integers(DAY, DAY + 30)
minutes = st.integers(DAY * 1440, DAY * 1440 + 9999)
spans = st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    regions, sites, employers = (
        [f"{mark}{word}" for word in draw(ids)] for mark in ("R", "S", "E")
    )  # ids of these tables differ from each other

    def some(strategy: st.SearchStrategy[Any], most: int = 3) -> Sequence[Any]:
        found: list[Any] = draw(st.lists(strategy, max_size=most))
        return found

    site = st.sampled_from(sites)
    types = draw(ids)
    hours = st.sampled_from([(None, None), (360, 1380), (0, 0)])
    services = draw(ids) if draw(st.booleans()) else []
    return Problem.build(
        Tables(
            settings=Settings(
                name=draw(texts),
                currency=draw(words),
                first_day=DAY,
                last_day=DAY + draw(st.integers(0, 9)),
                objective_unserved=draw(amounts),
                road_speed_kmh=draw(amounts.map(lambda x: x + 1)),
                driving_night=draw(spans),
                driving_curfew=draw(spans),
                coach_max_stand_min=draw(st.none() | amounts),
                coach_home_end=draw(st.booleans()),
                transfer_at=tuple(k for k in SITE_KINDS if k in draw(st.sets(st.sampled_from(SITE_KINDS)))),
                mixing_risk=draw(st.booleans()),
            ),
            regions=[
                Region(region_id=r, name=draw(texts), city=draw(texts), province=draw(texts),
                       risk=draw(st.sampled_from(RISKS)), open_from=draw(days))
                for r in regions
            ],
            sites=[
                Site(site_id=s, name=draw(words), kind=draw(st.sampled_from(SITE_KINDS)),
                     lat=draw(st.floats(-90, 90)), lon=draw(st.floats(-180, 180)),
                     region_id=draw(st.none() | st.sampled_from(regions)), opens=opens, closes=closes,
                     dwell_min=draw(amounts))
                for s in sites
                for opens, closes in [draw(hours)]
            ],
            employers=[
                Employer(employer_id=e, name=draw(words), priority=draw(amounts), phone=draw(texts)) for e in employers
            ],
            demands=[
                Demand(demand_id=d, employer_id=draw(st.sampled_from(employers)), pickup_id=draw(site),
                       workplace_id=draw(site), headcount=draw(counts) + 1, ready=ready,
                       due=ready + draw(counts) % 9999, priority=draw(st.none() | amounts),
                       splittable=draw(st.booleans()))
                for d in draw(ids)
                for ready in [draw(minutes)]
            ],
            vehicle_types=[
                VehicleType(type_id=t, name=draw(texts), seats=draw(counts) + 1, cost_km=draw(amounts),
                            cost_km_empty=draw(st.none() | amounts))
                for t in types
            ],
            fleet=some(st.builds(FleetRow, depot_id=site, type_id=st.sampled_from(types), count=st.none() | counts,
                                 from_day=days, to_day=days)),
            services=[
                Service(service_id=s, name=draw(texts), mode=draw(st.sampled_from(SERVICE_MODES)),
                        unit_seats=draw(counts) + 1, max_units=9, cost_seat=draw(amounts))
                for s in services
            ],
            service_stops=[
                ServiceStop(service_id=s, seq=seq, site_id=draw(site), arrival=at, departure=at if seq else None)
                for s in services
                for seq, at in enumerate(sorted(draw(st.lists(minutes, min_size=2, max_size=3))), start=-1)
            ],
            links=[
                Link(from_id=sites[0], to_id=to, km=draw(amounts), minutes=draw(amounts))
                for to in draw(st.lists(site, unique=True, max_size=3))
            ],
            caps=some(st.builds(Cap, mode=st.sampled_from(MODES), share=st.floats(0, 1), from_day=days, to_day=days,
                                trip=st.none() | st.sampled_from(TRIPS), risk=st.none() | st.sampled_from(RISKS))),
            limits=[
                Limit(limit_id=x, scope=draw(st.sampled_from([*sites, *regions, *employers])),
                      kind=draw(st.sampled_from(LIMIT_KINDS)), day=draw(days), value=draw(amounts))
                for x in draw(ids)
            ],
        )
    )  # fmt: skip


plain = st.recursive(
    st.one_of(words, st.integers(-(2**50), 2**50), st.booleans(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    problem = draw(problems())
    headings = st.sampled_from(["note", "备注", "=x", "a b"])
    aside = tuple(draw(st.dictionaries(headings, words, max_size=2)) for _ in problem.demands)
    keys = st.sampled_from(["my.key", "my.other.key", "extra", "键 1", "my", 'q"q'])
    return Scenario(
        problem=problem,
        extras=Extras(
            settings=draw(st.dictionaries(keys, plain, max_size=3)), columns={"demands": aside} if any(aside) else {}
        ),
    )


def same(loaded: Scenario, scenario: Scenario) -> None:
    assert loaded.problem == scenario.problem
    assert loaded.extras == scenario.extras
    assert digest(loaded.problem) == digest(scenario.problem)


@pytest.mark.parametrize(("name", "lang"), TARGETS)
@given(scenario=scenarios())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_saved_and_loaded_is_the_same(name: str, lang: Lang, scenario: Scenario) -> None:
    with tempfile.TemporaryDirectory() as folder:
        save(scenario, Path(folder) / name, lang)
        same(load(Path(folder) / name), scenario)


@given(scenario=scenarios())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_documents_are_the_same(scenario: Scenario) -> None:
    same(loads_json(to_document(scenario)), scenario)
    same(loads_json(dumps_json(scenario)), scenario)
    same(loads_json(dumps_json(scenario).encode()), scenario)


@pytest.mark.parametrize(("name", "lang"), TARGETS)
def test_through_every_format_and_back(small: Path, tmp_path: Path, name: str, lang: Lang) -> None:
    first = load(small)
    save(first, tmp_path / name, lang)
    save(load(tmp_path / name), tmp_path / "again")
    assert load(tmp_path / "again") == first


def test_unknown_columns_follow_their_records(small: Path, tmp_path: Path) -> None:
    text = (small / "fleet.csv").read_text().replace("to\n", "to,note\n").replace("03-10,", "03-10,,first")
    (small / "fleet.csv").write_text(text.replace("D1,C49,,,", "D1,C49,,,,second"))
    scenario = load(small)
    notes = [row["note"] for row in scenario.extras.columns["fleet"]]
    assert [(r.type_id, n) for r, n in zip(scenario.problem.fleet, notes, strict=True)] == [
        ("C33", "first"), ("C49", "second"),
    ]  # fmt: skip
    save(scenario, tmp_path / "b.xlsx", "zh")
    assert load(tmp_path / "b.xlsx").extras == scenario.extras


def test_scenario_without_coaches_and_services(small: Path, tmp_path: Path) -> None:
    whole = load(small).problem
    problem = replace(whole, fleet=(), services=(), service_stops=())
    for name, lang in TARGETS:
        save(Scenario(problem=problem), tmp_path / name, lang)
        assert load(tmp_path / name).problem == problem


def test_public_instances_lose_nothing(instances: Path, tmp_path: Path) -> None:
    folders = [path.parent for path in instances.glob("*/scenario.toml") if "-XL-" not in str(path)]
    assert folders
    for folder in folders:
        scenario = load(folder)
        for name, lang in TARGETS:
            save(scenario, tmp_path / folder.name / name, lang)
            assert load(tmp_path / folder.name / name) == scenario
