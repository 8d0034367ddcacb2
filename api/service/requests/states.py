"""The states of a request, and who may take it from one to the next: one table, and nothing moves beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from api.service.actor import Role

State: TypeAlias = Literal[
    "draft", "submitted", "returned", "checked", "planned", "travelling", "arrived", "closed", "withdrawn"
]
STATES: tuple[State, ...] = get_args(State)

STATE_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {state: state for state in STATES},
        "zh": {
            "draft": "草稿",
            "submitted": "已提交",
            "returned": "退回补正",
            "checked": "已核对",
            "planned": "已排定",
            "travelling": "在途",
            "arrived": "已到达",
            "closed": "已办结",
            "withdrawn": "已撤回",
        },
    }
)

EDITABLE: frozenset[State] = frozenset({"draft", "submitted", "returned", "checked"})
"""In these states the form may be changed; a change of a checked form wants a new check."""

NAMEABLE: frozenset[State] = EDITABLE | {"planned"}
"""In these states names may come and go: they take places, which a plan counts, and change no plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One allowed step: the permission that it needs (an action on ``requests``), by whom, and whether it says why."""

    action: str
    roles: frozenset[Role]
    note: bool = False


_ASKS: frozenset[Role] = frozenset({"employer", "planner", "administrator", "system"})
_BUREAU: frozenset[Role] = frozenset({"planner", "administrator", "system"})
_RECORD: frozenset[Role] = frozenset({"planner", "administrator", "escort", "employer", "carrier", "system"})
"""Whoever publishes a plan or records a run: their permission is asked for there."""

_BY_RECORD = "by record"

TRANSITIONS: Mapping[tuple[State, State], Transition] = MappingProxyType(
    {
        ("draft", "submitted"): Transition(action="submit", roles=_ASKS),
        ("draft", "withdrawn"): Transition(action="withdraw", roles=_ASKS),
        ("submitted", "returned"): Transition(action="return", roles=_BUREAU, note=True),
        ("submitted", "checked"): Transition(action="check", roles=_BUREAU),
        ("submitted", "withdrawn"): Transition(action="withdraw", roles=_ASKS),
        ("returned", "submitted"): Transition(action="submit", roles=_ASKS),
        ("returned", "withdrawn"): Transition(action="withdraw", roles=_ASKS),
        ("checked", "returned"): Transition(action="return", roles=_BUREAU, note=True),
        ("checked", "submitted"): Transition(action="change", roles=_ASKS),
        ("checked", "withdrawn"): Transition(action="withdraw", roles=_ASKS),
        ("checked", "planned"): Transition(action=_BY_RECORD, roles=_RECORD),
        ("planned", "checked"): Transition(action=_BY_RECORD, roles=_RECORD),
        ("planned", "travelling"): Transition(action=_BY_RECORD, roles=_RECORD),
        ("planned", "withdrawn"): Transition(action="withdraw", roles=_ASKS, note=True),
        ("travelling", "arrived"): Transition(action=_BY_RECORD, roles=_RECORD),
        ("travelling", "planned"): Transition(action=_BY_RECORD, roles=_RECORD),
        ("arrived", "travelling"): Transition(action=_BY_RECORD, roles=_RECORD),
        ("arrived", "closed"): Transition(action="check", roles=_BUREAU),
    }
)
"""By state before and after. Steps back along the record correct it: a boarding entered for the wrong run."""


def by_hand(before: State, after: State) -> bool:
    """Whether people make this step themselves, rather than a publication or a run's record."""
    step = TRANSITIONS.get((before, after))
    return step is not None and step.action != _BY_RECORD


def next_states(before: State, role: Role) -> tuple[State, ...]:
    """Where somebody of that role may take it by hand."""
    return tuple(
        after
        for after in STATES
        if by_hand(before, after) and role in TRANSITIONS[before, after].roles and (before, after) != _RECHECK
    )


_RECHECK: tuple[State, State] = ("checked", "submitted")
"""Made by a change of the form, never asked for."""
