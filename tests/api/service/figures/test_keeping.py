"""Figures that took long are kept a while; quick ones are always those of now; permission is asked every time."""

from __future__ import annotations

from datetime import date

import pytest

from api.service.figures.keeping import KeptFigures
from api.service.figures.lines import Figures
from api.service.publishing.tables import Publication
from api.service.store import DeniedError
from tests.api.service.published import World, first_plan

DAY = date(2020, 3, 10)


class _Timers:
    """A clock to be set, and a cost that every adding-up is said to have."""

    def __init__(self, cost: float) -> None:
        self.now, self._cost, self._spent = 0.0, cost, 0.0

    def clock(self) -> float:
        return self.now

    def cost(self) -> float:
        self._spent += self._cost
        return self._spent


@pytest.fixture(name="publication")
def _publication(world: World) -> Publication:
    return world.publish(world.store(first_plan()))


def asked(world: World, kept: KeptFigures) -> Figures:
    with world.database.read(world.planner) as unit:
        return kept.figures(unit, world.campaign_id, DAY)


@pytest.mark.usefixtures("publication")
def test_dear_figures_are_kept_for_twenty_times_their_cost(world: World) -> None:
    timers = _Timers(cost=2.0)
    kept = KeptFigures(clock=timers.clock, cost=timers.cost)
    first = asked(world, kept)
    timers.now = 39.9
    assert asked(world, kept) is first
    timers.now = 40.0
    assert asked(world, kept) is not first


@pytest.mark.usefixtures("publication")
def test_quick_figures_are_never_kept(world: World) -> None:
    timers = _Timers(cost=0.9)
    kept = KeptFigures(clock=timers.clock, cost=timers.cost)
    assert asked(world, kept) is not asked(world, kept)


@pytest.mark.usefixtures("publication")
def test_kept_figures_are_still_the_bureau_s_alone(world: World) -> None:
    timers = _Timers(cost=2.0)
    kept = KeptFigures(clock=timers.clock, cost=timers.cost)
    asked(world, kept)
    name = next(iter(world.employers))
    with world.database.read(world.employer(name)) as unit, pytest.raises(DeniedError):
        kept.figures(unit, world.campaign_id, DAY)
