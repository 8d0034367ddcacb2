"""A small scenario in every table, as texts of files that a test may damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

SMALL = {
    "scenario.toml": """\
name = "small"
horizon = ["2020-03-10", "2020-03-12"]
objective.unserved = 3000
[driving]
night = ["22:00", "06:00"]
[transfer]
at = ["station"]
""",
    "regions.csv": """\
region_id,name,city,province,risk,open_from
A,历下区,济南市,山东省,low,
B,市中区,内江市,四川省,medium,2020-03-10
""",
    "sites.csv": """\
site_id,name,kind,lat,lon,region_id,opens,closes,dwell_min,checkin_min,exit_min
P1,内江,pickup,29.58,105.06,B,,,10,,
P2,"say ""hi"",
twice",pickup,29.6,105.1,B,,,,,
W1,工厂,workplace,36.66,117.02,A,06:00,23:00,,,
S1,重庆西站,station,29.5,106.43,,,,,30,
S2,济南站,station,36.67,116.99,,,,,,15
D1,车场,depot,36.7,117.1,A,,,0,,
""",
    "employers.csv": """\
employer_id,name,priority,industry,contact,phone
E1,山东建工,2,建筑,王经理,0531-1
E2,=SUM(A1),,,,
""",
    "demands.csv": """\
demand_id,employer_id,pickup_id,workplace_id,headcount,ready,due_from,due,priority,splittable,min_group,quarantine_nights
N1,E1,P1,W1,12,2020-03-10 05:00,2020-03-11 06:00,2020-03-12 20:00,,,4,14
N2,E2,P2,W1,3,2020-03-10 05:00,,2020-03-12 20:00,1.5,no,,
""",
    "vehicle_types.csv": """\
type_id,name,seats,reserved,cost_day,cost_km,cost_driver_day,cost_km_empty
C33,33座,33,3,700,2.5,320,1.6
C49,,49,,900,3,,
""",
    "fleet.csv": """\
depot_id,type_id,count,from,to
D1,C33,2,2020-03-10,
D1,C49,,,
""",
    "services.csv": """\
service_id,name,mode,unit_seats,reserved,max_units,min_units,cost_fixed,cost_unit,cost_seat
K1,K4016,train,118,,8,,0,1510.5,147.8
""",
    "service_stops.csv": """\
service_id,seq,site_id,arrival,departure
K1,1,S1,,2020-03-11 10:00
K1,2,S2,2020-03-12 08:00,
""",
    "links.csv": """\
from_id,to_id,km,minutes
S2,W1,7.25,16
W1,S2,7.25,16.5
""",
    "caps.csv": """\
mode,share,trip,risk,from,to
coach,0.5,national,,,2020-03-11
train,0.8,,medium,,
""",
    "limits.csv": """\
limit_id,scope,kind,date,value
L1,P1,depart_per_day,,348
L2,山东省/济南市,arrive_per_day,2020-03-12,50
L3,A,beds,,20
""",
}


Damage: TypeAlias = Callable[[str, str, str], None]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of the small scenario."""
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in SMALL.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def damage(small: Path) -> Damage:
    """Replaces a text, which must be there once, in a file of the small scenario."""

    def replace(file: str, old: str, new: str) -> None:
        path = small / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    return replace
