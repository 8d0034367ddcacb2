"""The canonical form that names a scenario's content (contract, "A scenario")."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from scenarios import canonical, digest, load


def test_small_scenario(small: Path) -> None:
    text = canonical(load(small).problem)
    document = json.loads(text)
    assert json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
    assert digest(load(small).problem) == hashlib.sha256(text.encode()).hexdigest()
    assert document["scenario"]["timezone"] == "Asia/Shanghai"
    assert document["scenario"]["transfer"] == {"at": ["station"]}
    assert document["scenario"]["driving"]["night"] == ["22:00", "06:00"]
    assert "curfew" not in document["scenario"]["driving"]
    assert [d["demand_id"] for d in document["demands"]] == ["N1", "N2"]
    assert [d["priority"] for d in document["demands"]] == [2, 1.5]
    assert [t["cost_km_empty"] for t in document["vehicle_types"]] == [1.6, 3]
    assert '"dwell_min":10,' in text
    assert document["fleet"] == [
        {"count": 2, "depot_id": "D1", "from": "2020-03-10", "type_id": "C33"},
        {"depot_id": "D1", "type_id": "C49"},
    ]
    assert document["service_stops"][0] == {
        "departure": "2020-03-11 10:00", "seq": 1, "service_id": "K1", "site_id": "S1",
    }  # fmt: skip


def test_defaults_written_out_and_unknown_columns_change_nothing(small: Path) -> None:
    before = digest(load(small).problem)
    for file, old, new in (
        ("sites.csv", "B,,,,,", "B,,,10,0,0"),
        ("employers.csv", "contact,phone\n", "contact,phone,note\n"),
        ("demands.csv", ",,,4,14", ",2,true,4,14"),
        ("vehicle_types.csv", ",49,,900,3,,", ",49,0,900,3,0,3"),
        ("scenario.toml", 'name = "small"', 'name = "small"\ncurrency = "CNY"\nroad.detour = 1.30\nx = 1'),
    ):
        text = (small / file).read_text(encoding="utf-8")
        assert old in text
        (small / file).write_text(text.replace(old, new), encoding="utf-8", newline="")
    assert digest(load(small).problem) == before


def test_every_change_of_meaning_changes_it(small: Path) -> None:
    seen = {digest(load(small).problem)}
    for file, old, new in (
        ("sites.csv", "29.58", "29.580001"),
        ("employers.csv", "山东建工", "山东建筑"),
        ("demands.csv", ",12,", ",13,"),
        ("caps.csv", "0.5", "0.6"),
        ("scenario.toml", "3000", "3001"),
    ):
        text = (small / file).read_text(encoding="utf-8")
        (small / file).write_text(text.replace(old, new), encoding="utf-8", newline="")
        seen.add(digest(load(small).problem))
    assert len(seen) == 6


DIGESTS = {
    "tiny-01": "2da7201c973f",
    "trunk-S": "cc6c7531f361",
    "commute-S": "26134a45bb82",
    "cvrp-X-n101-k25": "958ed490f411",
    "campaign-M-shandong": "0b5450cbb2af",
}
"""The first digits of the digests that another program computes for these public instances."""


def test_public_instances(instances: Path) -> None:
    assert {name: digest(load(instances / name).problem)[:12] for name in DIGESTS} == DIGESTS
