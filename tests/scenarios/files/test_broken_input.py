"""Every kind of broken input is named with file, row, column and value; all of it at once; never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios import ScenarioError, load

Damage = Callable[[str, str, str], None]

BROKEN: dict[str, tuple[str, str, str, int | None, str, str]] = {
    # name: file, text there, broken text, row, column, part of what is expected
    "text as number": ("demands.csv", ",12,", ",twelve,", 2, "headcount", "whole number"),
    "nobody travels": ("demands.csv", ",12,", ",0,", 2, "headcount", "at least 1"),
    "half a worker": ("demands.csv", ",12,", ",12.5,", 2, "headcount", "whole number"),
    "underscore": ("demands.csv", ",12,", ",1_2,", 2, "headcount", "whole number"),
    "huge number": ("demands.csv", ",12,", f",{'9' * 400},", 2, "headcount", "whole number"),
    "huge exponent": ("demands.csv", ",12,", ",1e999,", 2, "headcount", "whole number"),
    "thousands": ("demands.csv", ",12,", ',"1,200",', 2, "headcount", "whole number"),
    "blank required cell": ("demands.csv", ",12,", ",,", 2, "headcount", "whole number"),
    "blank id": ("demands.csv", "N1,E1", ",E1", 2, "demand_id", "an id"),
    "double id": ("demands.csv", "N2,E2", "N1,E2", 3, "demand_id", "an id used once"),
    "unknown employer": ("demands.csv", "N2,E2", "N2,E9", 3, "employer_id", "a known id of employers"),
    "unknown site": ("demands.csv", "P2,W1", "P2,W7", 3, "workplace_id", "a known id of sites"),
    "slashes": ("demands.csv", "2020-03-11 06:00", "2020/03/11 06:00", 2, "due_from", "a time like"),
    "no such day": ("demands.csv", "2020-03-11 06:00", "2020-02-30 06:00", 2, "due_from", "a time like"),
    "no such hour": ("demands.csv", "2020-03-11 06:00", "2020-03-11 24:00", 2, "due_from", "a time like"),
    "seconds": ("demands.csv", "2020-03-11 06:00", "2020-03-11 06:00:30", 2, "due_from", "a time like"),
    "due before ready": ("demands.csv", "12,2020-03-10 05:00", "12,2020-03-13 05:00", 2, "due", "not before ready"),
    "due_from after due": ("demands.csv", "2020-03-11 06:00", "2020-03-13 06:00", 2, "due_from", "not after due"),
    "no flag": ("demands.csv", ",1.5,no,", ",1.5,perhaps,", 3, "splittable", "true or false"),
    "negative priority": ("demands.csv", ",1.5,no,", ",-1,no,", 3, "priority", "at least 0"),
    "not a number": ("demands.csv", ",1.5,no,", ",nan,no,", 3, "priority", "a number"),
    "infinity": ("demands.csv", ",1.5,no,", ",inf,no,", 3, "priority", "a number"),
    "missing column": ("demands.csv", "headcount", "heads", 1, "headcount", "this column"),
    "double column": ("demands.csv", "due_from", "due", 1, "due", "once"),
    "double in two languages": ("demands.csv", "due_from", "最晚到达", 1, "due", "once"),
    "latitude": ("sites.csv", "29.58", "92", 2, "lat", "from -90 to 90"),
    "longitude": ("sites.csv", "105.06", "-190", 2, "lon", "from -180 to 180"),
    "one coordinate": ("sites.csv", "105.06", "", 2, "lon", "both blank"),
    "after a cell of two lines": ("sites.csv", "车场,depot", "车场,garage", 8, "kind", "one of pickup"),
    "unknown region": ("sites.csv", "36.7,117.1,A", "36.7,117.1,Q", 8, "region_id", "a known id of regions"),
    "opens without closes": ("sites.csv", "06:00,23:00", "06:00,", 5, "closes", "both blank"),
    "no clock time": ("sites.csv", "06:00,23:00", "6 am,23:00", 5, "opens", "a clock time"),
    "negative minutes": ("sites.csv", ",30,", ",-30,", 6, "checkin_min", "at least 0"),
    "risk": ("regions.csv", "medium", "middling", 3, "risk", "one of low"),
    "no date": ("regions.csv", "2020-03-10", "10 March", 3, "open_from", "a date like"),
    "no seats": ("vehicle_types.csv", "C49,,49", "C49,,0", 3, "seats", "at least 1"),
    "all reserved": ("vehicle_types.csv", "33,3,700", "33,33,700", 2, "reserved", "fewer than the 33"),
    "negative cost": ("vehicle_types.csv", "700", "-700", 2, "cost_day", "at least 0"),
    "negative count": ("fleet.csv", "C33,2", "C33,-2", 2, "count", "at least 0"),
    "unknown type": ("fleet.csv", "C49", "C50", 3, "type_id", "a known id of vehicle_types"),
    "mode": ("services.csv", "train", "boat", 2, "mode", "one of train"),
    "min above max": ("services.csv", "118,,8,,", "118,,8,9,", 2, "min_units", "no more than"),
    "times backwards": ("service_stops.csv", "2020-03-12 08:00", "2020-03-11 08:00", 3, "arrival", "not before"),
    "no time at all": ("service_stops.csv", "2020-03-12 08:00", "", 3, "arrival", "a time here or in departure"),
    "double seq": ("service_stops.csv", "K1,2", "K1,1", 3, "seq", "used once"),
    "double link": ("links.csv", "W1,S2", "S2,W1", 3, "to_id", "given once"),
    "share": ("caps.csv", "0.5", "50%", 2, "share", "from 0 to 1"),
    "trip": ("caps.csv", "national", "abroad", 2, "trip", "one of city"),
    "unknown scope": ("limits.csv", "山东省/济南市", "山东省/青岛市", 3, "scope", "province/city"),
    "limit kind": ("limits.csv", "beds", "bed", 4, "kind", "one of depart_per_day"),
    "horizon missing": ("scenario.toml", "horizon", "horizont", None, "horizon", "a first and a last date"),
    "horizon backwards": ("scenario.toml", '"2020-03-12"]', '"2020-03-09"]', None, "horizon", "not before the first"),
    "horizon of one": ("scenario.toml", ', "2020-03-12"]', "]", None, "horizon", "a first and a last date"),
    "setting of the wrong type": ("scenario.toml", "3000", "true", None, "objective.unserved", "a number"),
    "negative setting": ("scenario.toml", "3000", "-1", None, "objective.unserved", "at least 0"),
    "name no text": ("scenario.toml", 'name = "small"', "name = 3", None, "name", "a text"),
    "span": ("scenario.toml", '["22:00", "06:00"]', '["22:00"]', None, "driving.night", "two clock times"),
    "kinds": ("scenario.toml", '["station"]', '["harbour"]', None, "transfer.at", "a list of"),
    "group is a value": ("scenario.toml", 'name = "small"', "mixing = true", None, "mixing", "keys like mixing.risk"),
    "time zone": ("scenario.toml", 'name = "small"', 'timezone = "Asia/Jinan"', None, "timezone", "a time zone"),
}


def faults(path: Path) -> list[tuple[str, int | None, str | None, str]]:
    with pytest.raises(ScenarioError) as error:
        load(path)
    assert str(error.value)
    assert all(not f.advice or f.advice.startswith("Maybe") for f in error.value.faults)
    return [(f.place, f.row, f.column, f.expected) for f in error.value.faults]


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_cell_is_named(small: Path, damage: Damage, name: str) -> None:
    file, old, new, row, column, expected = BROKEN[name]
    damage(file, old, new)
    found = faults(small)
    assert [f[:3] for f in found if expected in f[3]] == [(file, row, column)], found
    assert len(found) == 1 or name in ("missing column", "double column", "double in two languages"), found


def test_id_that_another_table_has(small: Path, damage: Damage) -> None:
    damage("regions.csv", "B,市中区", "E1,市中区")
    found = faults(small)
    assert [f[:3] for f in found if "an id that none of" in f[3]] == [("employers.csv", 2, "employer_id")]


def test_service_of_one_stop(small: Path, damage: Damage) -> None:
    damage("service_stops.csv", "K1,2,S2,2020-03-12 08:00,\n", "")
    (fault,) = faults(small)
    assert fault[:3] == ("services.csv", 2, "service_id")
    assert "two stops or more" in fault[3]


def test_all_faults_of_all_files_at_once(small: Path, damage: Damage) -> None:
    told = []
    for name in (
        "text as number", "unknown employer", "latitude", "after a cell of two lines", "no clock time", "risk",
        "all reserved", "unknown type", "min above max", "times backwards", "double link", "share", "unknown scope",
        "setting of the wrong type", "span",
    ):  # fmt: skip
        file, old, new, row, column, _ = BROKEN[name]
        damage(file, old, new)
        told.append((file, row, column))
    found = [f[:3] for f in faults(small)]
    assert sorted(found, key=str) == sorted(told, key=str)


def test_several_faults_of_one_row(small: Path, damage: Damage) -> None:
    damage("demands.csv", "N2,E2,P2,W1,3,2020-03-10 05:00", "N2,E9,P9,W1,x,soon")
    assert [f[:3] for f in faults(small)] == [
        ("demands.csv", 3, column) for column in ("headcount", "ready", "employer_id", "pickup_id")
    ]


def test_value_and_advice_are_told(small: Path, damage: Damage) -> None:
    damage("demands.csv", "2020-03-11 06:00", "2020/03/11 06:00")
    damage("demands.csv", ",12,", ',"1,200",')
    damage("caps.csv", "national", "nation")
    damage("fleet.csv", "C49", "C490")
    with pytest.raises(ScenarioError) as error:
        load(small)
    told = {(f.column, f.value): f.advice for f in error.value.faults}
    assert told == {
        ("due_from", "2020/03/11 06:00"): "Maybe write it as 2020-03-11 06:00.",
        ("headcount", "1,200"): "Maybe write it as 1200.",
        ("trip", "nation"): "Maybe national was meant.",
        ("type_id", "C490"): "Maybe C49 was meant.",
    }
    assert "demands.csv, row 2, headcount = '1,200': expected a whole number of at least 1" in str(error.value)


@pytest.mark.parametrize("name", ["sites.csv", "employers.csv", "demands.csv", "scenario.toml"])
def test_missing_file(small: Path, name: str) -> None:
    (small / name).unlink()
    assert [f[0] for f in faults(small)] == [name]


@pytest.mark.parametrize("name", ["sites.csv", "employers.csv", "demands.csv"])
def test_empty_file(small: Path, name: str) -> None:
    (small / name).write_text("")
    assert [f[0] for f in faults(small)] == [name]


def test_neither_fleet_nor_services(small: Path) -> None:
    for name in ("fleet", "services", "service_stops"):
        (small / f"{name}.csv").unlink()
    assert faults(small) == [("fleet.csv", None, None, "this table or services, a scenario needs one of them")]


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
@pytest.mark.parametrize("name", ["sites.csv", "demands.csv"])
def test_other_encodings(small: Path, name: str, encoding: str) -> None:
    path = small / name
    path.write_text(path.read_text(encoding="utf-8").replace("N1", "需求"), encoding=encoding, newline="")
    found = faults(small)
    assert all(f[0] == name and f[1] is not None and f[3] == "UTF-8" for f in found)
    assert len({f[1] for f in found}) == len(found) > 0


def test_rows_in_another_encoding_hide_no_others(small: Path) -> None:
    path = small / "employers.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    broken = b"E7," + "\u4e59".encode("gbk") + b",1,,\n"
    path.write_bytes(b"".join([lines[0], broken, b"E8,,x,,\n", *lines[1:], broken.replace(b"E7", b"E9")]))
    found = [f[:3] for f in faults(small) if f[0] == "employers.csv"]
    cells = [(2, None), (3, "name"), (3, "priority"), (6, None)]
    assert found == [("employers.csv", row, column) for row, column in cells]


def test_a_missing_column_hides_no_other_fault(small: Path, damage: Damage) -> None:
    damage("demands.csv", "headcount", "heads")
    damage("demands.csv", "N2,E2,P2", "N2,E9,P2")
    assert [f[:3] for f in faults(small)] == [("demands.csv", 1, "headcount"), ("demands.csv", 3, "employer_id")]


def test_a_quotation_mark_that_is_not_closed(small: Path, damage: Damage) -> None:
    damage("demands.csv", "N1,", '"N1,')
    assert [f[:2] for f in faults(small)] == [("demands.csv", 2)]


def test_settings_in_another_encoding(small: Path) -> None:
    (small / "scenario.toml").write_bytes('name = "济南"\n'.encode("gbk"))
    assert faults(small) == [("scenario.toml", 1, None, "UTF-8")]


def test_toml_that_is_none(small: Path, damage: Damage) -> None:
    damage("scenario.toml", '"2020-03-12"]', '"2020-03-12"')
    (fault,) = faults(small)
    assert fault[0] == "scenario.toml"
    assert fault[1] is not None


def test_deep_settings(small: Path) -> None:
    (small / "scenario.toml").write_text("a = " + "[" * 5000 + "]" * 5000)
    assert [f[0] for f in faults(small)] == ["scenario.toml"]


def test_folder_in_a_files_place(small: Path) -> None:
    (small / "caps.csv").unlink()
    (small / "caps.csv").mkdir()
    assert [f[0] for f in faults(small)] == ["caps.csv"]


def test_open_quotation_mark(small: Path) -> None:
    (small / "limits.csv").write_text('limit_id,scope,kind,value\nL1,"' + "x" * 200_000)
    (fault,) = faults(small)
    assert fault[:2] == ("limits.csv", 2)


def test_broken_table_makes_no_reference_to_it_a_fault(small: Path, damage: Damage) -> None:
    damage("sites.csv", "site_id", "site")
    assert [f[:3] for f in faults(small)] == [("sites.csv", 1, "site_id")]


@pytest.mark.parametrize("name", ["nothing-there", "nothing.xlsx", "nothing.json"])
def test_missing_path(tmp_path: Path, name: str) -> None:
    (fault,) = faults(tmp_path / name)
    assert name in fault[0]


def test_path_of_another_kind(small: Path) -> None:
    (fault,) = faults(small / "scenario.toml")
    assert "a folder" in fault[3]


def test_advice_never_repeats_the_value(small: Path, damage: Damage) -> None:
    for name in ("due before ready", "unknown scope", "double link", "times backwards", "min above max", "double id"):
        file, old, new, *_ = BROKEN[name]
        damage(file, old, new)
    with pytest.raises(ScenarioError) as error:
        load(small)
    told = {(f.column, f.value): f.advice for f in error.value.faults}
    assert all(str(value) not in advice for (_, value), advice in told.items()), told
    assert told["due", "2020-03-12 20:00"] == "Maybe ready and due have changed places."


def test_what_was_odd_is_told_beside_the_faults(small: Path, damage: Damage) -> None:
    damage("demands.csv", "headcount", "heads")
    damage("employers.csv", "industry", "trade")
    with pytest.raises(ScenarioError) as error:
        load(small)
    assert [(w.place, w.column) for w in error.value.warnings] == [("employers.csv", "trade"), ("demands.csv", "heads")]


@pytest.mark.parametrize(
    ("file", "old", "new", "row"),
    [
        ("fleet.csv", "C33,2,2020-03-10,", "C33,2,2020-03-12,2020-03-10", 2),
        ("caps.csv", "national,,,2020-03-11", "national,,2020-03-12,2020-03-11", 2),
    ],
)
def test_dates_the_wrong_way_round_are_a_warning(
    small: Path, damage: Damage, file: str, old: str, new: str, row: int
) -> None:
    assert load(small).warnings == ()
    damage(file, old, new)
    (notice,) = load(small).warnings
    assert (notice.place, notice.row, notice.column) == (file, row, "to")
    assert "Maybe from and to have changed places" in str(notice)
