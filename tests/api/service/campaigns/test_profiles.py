"""Rule profiles are data: each number says where it is from, faults are told all at once, an edition never changes."""

from __future__ import annotations

import copy
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import api.service.campaigns as room
from api.service.actor import Actor
from api.service.campaigns.profiles import (
    checked,
    install_shipped,
    latest_profiles,
    overridden,
    profile,
    profile_editions,
    publish_profile,
    rules_of,
    shipped,
)
from api.service.campaigns.profiles.text import profile_text
from api.service.store import ConflictError, Database, DeniedError, InvalidError, NotFoundError
from tests.api.service.campaigns.bureau import PLANNER

NAMES = ("2020-02-emergency", "2020-03", "normal-season")
OWN: dict[str, Any] = {
    "name": "spring-2021",
    "title": "Spring 2021",
    "sources": {"guide": {"publisher": "Ministry of Transport", "document": "guide", "date": "2021-01"}},
    "settings": {"driving.break_min": {"value": 25, "source": "guide", "verified": True}},
    "caps": [{"id": "high", "mode": "coach", "risk": "high", "share": 0.5, "source": "guide", "verified": True}],
    "limits": [{"id": "desk", "kind": "depart_per_day", "each": "pickup", "value": 80, "verified": False}],
    "quarantine": {"high": {"nights": 7, "verified": False}},
}


def entries(document: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every number of a profile with its address."""
    found = [(f"settings.{key}", entry) for key, entry in document["settings"].items()]
    found += [(f"{part}.{entry['id']}", entry) for part in ("caps", "limits") for entry in document[part]]
    return found + [(f"quarantine.{risk}", entry) for risk, entry in document["quarantine"].items()]


def test_the_three_profiles_are_shipped() -> None:
    assert tuple(document["name"] for document in shipped()) == NAMES


@pytest.mark.parametrize("document", shipped(), ids=NAMES)
def test_every_number_names_its_source_and_only_published_ones_are_verified(document: dict[str, Any]) -> None:
    for address, entry in entries(document):
        source = document["sources"][entry["source"]]
        assert source["document"], address
        assert not entry["verified"] or (source["publisher"] and source["date"]), address
    assert {entry["verified"] for _, entry in entries(document)} == {True, False}


def test_the_emergency_halves_coaches_between_cities_until_the_rule_went_by_risk() -> None:
    caps = {cap["id"]: cap for cap in shipped()[0]["caps"]}
    assert (caps["coach-national"]["from"], caps["coach-national"]["to"]) == ("2020-02-11", "2020-02-27")
    assert (caps["coach-risk"]["risk"], caps["coach-risk"]["from"]) == ("medium", "2020-02-28")
    assert "coach-national" not in {cap["id"] for cap in shipped()[1]["caps"]}
    assert shipped()[2]["caps"] == []


def test_no_rule_of_the_profiles_stands_in_code() -> None:
    """Were a date of a cap or a number of nights in a module, another profile could not say otherwise."""
    folder = Path(room.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    assert re.findall(r"2020-0[23]-(?:11|15|27|28)", code) == []
    assert re.findall(r"\b(?:0\.5|0\.75|240|480)\b", code) == []


def test_a_profile_as_a_file_reads_back_the_same() -> None:
    for document in shipped():
        assert checked(tomllib.loads(profile_text(document))) == document


def test_all_faults_are_told_at_once_each_at_its_address() -> None:
    broken = copy.deepcopy(OWN)
    broken["name"] = "Spring 2021"
    broken["setings"] = {}
    broken["settings"]["driving.brake_min"] = {"value": 3, "verified": False}
    broken["settings"]["driving.break_min"]["value"] = "long"
    broken["settings"]["horizon"] = {"value": ["2020-03-10", "2020-03-12"], "verified": False}
    broken["caps"][0]["share"] = 1.5
    broken["caps"].append(
        {"id": "high", "mode": "ferry", "share": 1, "verified": "yes", "from": "2020-03-02", "to": "2020-03-01"}
    )
    broken["limits"][0]["source"] = "nowhere"
    broken["quarantine"]["severe"] = {"nights": 1, "verified": False}
    broken["quarantine"]["high"]["nights"] = -1
    with pytest.raises(InvalidError) as told:
        checked({"format": 1, "edition": 1, **broken})
    assert {fault.column for fault in told.value.faults} == {
        "setings",
        "name",
        "settings.driving.brake_min",
        "settings.horizon",
        "settings.driving.break_min",
        "caps.high.share",
        "caps.2.id",
        "caps.2.mode",
        "caps.2.verified",
        "caps.2.to",
        "limits.desk.source",
        "quarantine.severe",
        "quarantine.high.nights",
    }


def test_verified_needs_a_publisher_and_a_date() -> None:
    unsigned = copy.deepcopy(OWN)
    unsigned["sources"]["guide"]["date"] = ""
    with pytest.raises(InvalidError) as told:
        checked({"format": 1, "edition": 1, **unsigned})
    assert [fault.column for fault in told.value.faults] == [
        "settings.driving.break_min.verified",
        "caps.high.verified",
    ]


def test_a_campaign_overrides_numbers_by_their_address() -> None:
    rules = rules_of(
        overridden(
            shipped()[0],
            {
                "settings.driving.max_drivers": 2,
                "settings.driving.curfew": None,
                "caps.train.to": "2020-03-15",
                "caps.flight": None,
                "limits.health-desk.value": 80,
                "quarantine.low": 3,
            },
        )
    )
    assert rules.settings["driving.max_drivers"] == 2
    assert "driving.curfew" not in rules.settings
    assert [cap.get("to") for cap in rules.caps if cap["mode"] == "train"] == ["2020-03-15"]
    assert "flight" not in {cap["mode"] for cap in rules.caps}
    assert {daily.name: daily.value for daily in rules.daily}["health-desk"] == 80
    assert rules.nights == {"low": 3, "medium": 14, "high": 14}


def test_overrides_that_cannot_be_are_told_all_at_once() -> None:
    with pytest.raises(InvalidError) as told:
        overridden(shipped()[0], {"caps.trains.share": 1, "settings.driving.break_min": "q", "quarantine.low": 400})
    faults = {fault.column: fault for fault in told.value.faults}
    assert set(faults) == {"caps.trains.share", "settings.driving.break_min", "quarantine.low.nights"}
    assert "caps.train.share" in faults["caps.trains.share"].advice


def test_editions_count_on_and_stay(database: Database) -> None:
    install_shipped(database)
    install_shipped(database)
    with database.write(PLANNER) as unit:
        first = publish_profile(unit, OWN)
        second = publish_profile(unit, {**OWN, "title": "Spring 2021, corrected"})
        assert (first.edition, second.edition) == (1, 2)
        assert profile(unit, "spring-2021").title == "Spring 2021, corrected"
        assert profile(unit, "spring-2021", 1).title == "Spring 2021"
        assert [row.edition for row in profile_editions(unit, "spring-2021")] == [2, 1]
        with pytest.raises(ConflictError, match="an edition never changes"):
            publish_profile(unit, {**OWN, "edition": 1})
        names = [row.name for row in latest_profiles(unit, cursor=None, limit=50).items]
        assert names == [*NAMES, "spring-2021"]
        with pytest.raises(NotFoundError, match="2020-03"):
            profile(unit, "spring-2020")


def test_an_edition_cannot_be_changed_even_by_code(database: Database) -> None:
    with pytest.raises(RuntimeError, match="never change"), database.write(PLANNER) as unit:
        publish_profile(unit, OWN).title = "Another"


def test_the_shipped_names_stay_the_products(database: Database) -> None:
    with database.write(PLANNER) as unit, pytest.raises(ConflictError, match="comes with the product"):
        publish_profile(unit, {**OWN, "name": "2020-03"})


def test_a_reader_makes_no_profile(database: Database) -> None:
    with database.write(Actor(role="reader")) as unit, pytest.raises(DeniedError):
        publish_profile(unit, OWN)


def test_the_documentations_example_is_a_profile() -> None:
    page = (Path(__file__).parents[4] / "docs" / "campaigns.md").read_text(encoding="utf-8")
    document = tomllib.loads(page.partition("```toml\n")[2].partition("```")[0])
    assert checked({"edition": 1, **document})["caps"][0]["share"] == 0.5
