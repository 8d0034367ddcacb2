"""The table of transitions: what it allows is written here by hand, and nothing else moves."""

from __future__ import annotations

from itertools import pairwise

import pytest

from api.service.actor import Role
from api.service.policy import ACTIONS
from api.service.requests.states import STATE_WORDS, STATES, TRANSITIONS, State, by_hand, next_states

_EMPLOYER = """
draft: submitted withdrawn
submitted: withdrawn
returned: submitted withdrawn
checked: withdrawn
planned: withdrawn
"""

_PLANNER = """
draft: submitted withdrawn
submitted: returned checked withdrawn
returned: submitted withdrawn
checked: returned withdrawn
planned: withdrawn
arrived: closed
"""


def _expected(text: str) -> dict[str, set[str]]:
    return {name: set(rest.split()) for name, _, rest in (line.partition(":") for line in text.split("\n"))}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("employer", _EMPLOYER),
        ("planner", _PLANNER),
        ("administrator", _PLANNER),
        ("reader", ""),
        ("carrier", ""),
        ("escort", ""),
        ("nobody", ""),
    ],
)
def test_each_role_takes_the_steps_written_here_and_no_others(state: State, role: Role, text: str) -> None:
    assert set(next_states(state, role)) == _expected(text).get(state, set())


def test_planned_travelling_and_arrived_are_never_made_by_hand() -> None:
    made = {after for before, after in TRANSITIONS if by_hand(before, after)}
    assert not made & {"planned", "travelling", "arrived"}


def test_a_journey_goes_there_and_back_step_by_step() -> None:
    way: tuple[State, ...] = ("checked", "planned", "travelling", "arrived")
    record = {pair for pair in TRANSITIONS if not by_hand(*pair)}
    assert record == {*pairwise(way), *pairwise(reversed(way))}


def test_nothing_leaves_a_request_that_is_over() -> None:
    assert {before for before, _ in TRANSITIONS} == set(STATES) - {"closed", "withdrawn"}


def test_every_step_by_hand_asks_for_a_permission_that_there_is() -> None:
    assert {step.action for pair, step in TRANSITIONS.items() if by_hand(*pair)} <= ACTIONS["requests"]


def test_whoever_sends_back_or_calls_off_says_why() -> None:
    wanted = {pair for pair, step in TRANSITIONS.items() if step.note}
    assert wanted == {("submitted", "returned"), ("checked", "returned"), ("planned", "withdrawn")}


def test_states_have_their_words() -> None:
    assert set(STATE_WORDS["en"]) == set(STATE_WORDS["zh"]) == set(STATES)
