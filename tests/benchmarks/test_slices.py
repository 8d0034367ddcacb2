"""Slices are what their rule says, the same each time."""

from __future__ import annotations

import pytest

from benchmarks.slices import SLICES, Kind, Slice, build
from benchmarks.sources import SourceMissingError
from optimizer.check.places import Places
from scenarios import digest
from tests.benchmarks.conftest import small


def test_twelve_slices_of_all_kinds_eight_of_them_short() -> None:
    assert len({piece.name for piece in SLICES}) == 12
    assert {piece.kind for piece in SLICES} == {"direct", "feeder", "last-mile", "mixed"}
    assert sum(not piece.night for piece in SLICES) >= 8


@pytest.mark.parametrize("piece", [p for p in SLICES if not p.source.public], ids=lambda p: str(p.name))
def test_a_generated_slice_is_the_same_each_time(piece: Slice) -> None:
    problem = build(piece, None)
    assert digest(problem) == digest(build(piece, None))
    assert 30 <= len(problem.demands) <= piece.demands
    assert problem.fleet
    assert not problem.services
    assert not problem.limits


@pytest.mark.parametrize("kind", ["direct", "feeder", "last-mile", "mixed"])
def test_a_short_slice_is_one_day_without_night_and_below_the_break(kind: Kind) -> None:
    problem = small(kind)
    places = Places(problem)
    assert problem.settings.driving_night is None
    assert problem.settings.driving_curfew is None
    assert len({d.ready // 1440 for d in problem.demands} | {d.due // 1440 for d in problem.demands}) == 1
    for demand in problem.demands:
        pickup, goal = problem.site[demand.pickup_id], problem.site[demand.workplace_id]
        assert places.wheel_minutes(pickup, goal) < problem.settings.driving_continuous_min / 2
        assert places.risk(pickup) == 0


def test_feeders_end_and_last_miles_begin_at_one_station() -> None:
    assert len({d.workplace_id for d in small("feeder").demands}) == 1
    assert len({d.pickup_id for d in small("last-mile").demands}) == 1


def test_a_night_slice_keeps_the_rules_of_the_night() -> None:
    problem = small("direct", night=True)
    assert problem.settings.driving_night is not None
    assert problem.settings.driving_curfew is not None
    assert all(d.due // 1440 > d.ready // 1440 for d in problem.demands)


def test_a_public_slice_without_the_public_instances_says_so() -> None:
    piece = next(p for p in SLICES if p.source.public)
    with pytest.raises(SourceMissingError, match="FANGANG_INSTANCES is not set"):
        build(piece, None)
