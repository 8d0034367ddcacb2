"""What is recorded of a run, and which sides sign for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from api.service.actor import Role

Kind: TypeAlias = Literal["boarded", "no_show", "rejected", "delivered"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Side: TypeAlias = Literal["sending", "carrying", "receiving"]
SIDES: tuple[Side, ...] = get_args(Side)

SIGNERS: Mapping[Side, frozenset[Role]] = {
    "sending": frozenset({"administrator", "planner", "escort"}),
    "carrying": frozenset({"administrator", "planner", "carrier", "escort"}),
    "receiving": frozenset({"administrator", "planner", "employer"}),
}
"""Which roles may enter a side's signature; the bureau also enters what came back on paper. Nobody who carries workers
signs that they were received."""
