"""Pins that name nothing in their plan, which no scenario is needed to tell; and the error for pins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from optimizer.start import Pins, PlanIndex


class PinError(ValueError):
    """Pins that cannot hold; ``faults`` has a sentence for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Unpinnable:
    """A pinned run or itinerary of which nothing can stay; ``why`` is the end of a sentence."""

    kind: Literal["run", "itinerary"]
    id: str
    why: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id} cannot be pinned: {self.why}"


def unpinnable(index: PlanIndex, pins: Pins) -> Iterator[Unpinnable]:
    """Every pin that names nothing in the plan, or nothing whole; runs first, each by id."""
    for run_id in sorted(pins.runs):
        if run_id not in index.runs:
            yield Unpinnable("run", run_id, "the plan has no such run.")
        elif not index.riders[run_id]:
            yield Unpinnable("run", run_id, "nobody rides it.")
        elif index.is_coach(run_id) and run_id not in index.outing_of:
            yield Unpinnable("run", run_id, "its coach has no outing.")
    for name in sorted(pins.journeys):
        if name not in index.legs:
            yield Unpinnable("itinerary", name, "the plan has no such itinerary.")
        elif any(leg.run_id not in index.runs for leg in index.legs[name]):
            yield Unpinnable("itinerary", name, "a run of it is missing.")
        elif any(index.is_coach(leg.run_id) and leg.run_id not in index.outing_of for leg in index.legs[name]):
            yield Unpinnable("itinerary", name, "a coach of it has no outing.")
