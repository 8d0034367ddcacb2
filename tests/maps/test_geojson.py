"""GeoJSON of a plan: what is on the map, in the form that map programs read."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from maps.geojson import plan_geojson
from tests.known import Known
from tests.planned import planned


def layer(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [feature for feature in document["features"] if feature["properties"]["layer"] == name]


def test_positions_are_longitude_then_latitude_of_the_sites() -> None:
    problem, plan = planned()
    document = json.loads(json.dumps(plan_geojson(problem, plan), allow_nan=False))
    assert document["type"] == "FeatureCollection"
    where = {(round(site.lon, 6), round(site.lat, 6)) for site in problem.sites}
    for feature in document["features"]:
        shape = feature["geometry"]
        positions = [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"]
        assert shape["type"] == "Point" or len(positions) >= 2
        assert {tuple(position) for position in positions} <= where
    assert all(70 < lon < 140 and 15 < lat < 55 for lon, lat in where)


def test_every_site_demand_run_and_reason_is_a_feature() -> None:
    problem, plan = planned()
    document = plan_geojson(problem, plan)
    assert len(layer(document, "site")) == len(problem.sites)
    assert len(layer(document, "demand")) == len(problem.demands)
    assert sorted(run["properties"]["run_id"] for run in layer(document, "run")) == sorted(r.run_id for r in plan.runs)
    assert len(layer(document, "unserved")) == len(plan.unserved)


def test_a_run_follows_its_stops_and_counts_its_riders() -> None:
    problem, plan = planned()
    board = Counter[str]()
    for rider in plan.riders:
        board[rider.run_id] += rider.headcount
    for feature in layer(plan_geojson(problem, plan), "run"):
        run, line = feature["properties"], feature["geometry"]["coordinates"]
        sites = [problem.site[stop["site_id"]] for stop in run["stops"]]
        assert line == [[round(site.lon, 6), round(site.lat, 6)] for site in sites]
        assert run["workers"] == sum(run["employers"].values()) == board[run["run_id"]]
        assert run["most_aboard"] == max(stop["aboard"] for stop in run["stops"]) <= run["seats"]
        assert run["stops"][-1]["aboard"] == 0


def test_known_figures(known: Known) -> None:
    document = plan_geojson(known.problem, known.plan)
    (train,) = [run["properties"] for run in layer(document, "run") if run["properties"]["mode"] == "train"]
    assert (train["name"], train["departs"], train["arrives"]) == ("K1", "2020-03-10 09:00", "2020-03-10 12:00")
    assert (train["workers"], train["seats"], train["units"]) == (5, 50, 1)
    (left,) = [feature["properties"] for feature in layer(document, "unserved")]
    assert (left["headcount"], left["reason"], left["detail"]) == (3, "no_vehicle", "No coach is left.")
    wishes = {d["properties"]["demand_id"]: d["properties"] for d in layer(document, "demand")}
    assert (wishes["N3"]["served"], wishes["N3"]["unserved"], wishes["N1"]["served"]) == (0, 3, 10)


def test_without_a_plan_there_are_sites_and_demands(known: Known) -> None:
    document = plan_geojson(known.problem, None)
    assert {feature["properties"]["layer"] for feature in document["features"]} == {"site", "demand"}
    assert all("served" not in feature["properties"] for feature in document["features"])
