"""Modes can be told apart by their colour, by every eye."""

from __future__ import annotations

from itertools import combinations

import pytest

from maps.palette import MODE_COLOURS
from optimizer.problem import MODES
from tests.maps.colour import contrast, distance


def test_every_mode_and_the_unserved_have_a_colour() -> None:
    assert set(MODE_COLOURS) == {*MODES, "unserved"}


@pytest.mark.parametrize(
    ("eye", "least"), [("normal", 30), ("protanopia", 30), ("deuteranopia", 30), ("tritanopia", 20)]
)
def test_mode_colours_stay_apart_for_every_eye(eye: str, least: float) -> None:
    for one, other in combinations(MODE_COLOURS, 2):
        assert distance(MODE_COLOURS[one], MODE_COLOURS[other], eye) >= least, (one, other)


def test_the_simulated_eyes_confuse_what_such_eyes_confuse() -> None:
    assert distance("#8f8f00", "#c06f00", "deuteranopia") < distance("#8f8f00", "#c06f00", "normal") / 2


@pytest.mark.parametrize("mode", MODE_COLOURS)
def test_mode_colours_stand_out_from_paper(mode: str) -> None:
    assert contrast(MODE_COLOURS[mode], "#ffffff") >= 2.3
