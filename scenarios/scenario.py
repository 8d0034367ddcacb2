"""A loaded scenario: the validated problem, and what else its files held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from optimizer.problem import Problem
from scenarios.faults import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What the contract does not know, kept aside so that saving loses nothing.

    ``settings`` has the values of unknown keys by dotted key. ``columns`` has for a table one mapping per record, in
    the order of the problem's table, from an unknown column's heading to the cell's text; blank cells are left out, and
    so is a table without any.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What ``load`` gives and ``save`` takes. ``warnings`` tell of unknown columns, sheets and keys."""

    problem: Problem
    extras: Extras = field(default_factory=Extras)
    warnings: tuple[Notice, ...] = ()
