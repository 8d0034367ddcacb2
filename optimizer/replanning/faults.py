"""What pins protect, and which of them cannot hold."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.pinning import PinError
from optimizer.replanning.draft import Draft
from optimizer.start import Held, OutingKey, Pins, PlanIndex


class Protected:
    """Takes journeys out of a draft, but never one that a pin holds: that is a fault of the pin."""

    def __init__(self, index: PlanIndex, pins: Pins, held: Held, draft: Draft) -> None:
        self.index, self.pins, self.held, self.draft = index, pins, held, draft
        self._faults: dict[str, None] = {}

    def raise_faults(self) -> None:
        """Raises PinError if a pin was found that cannot hold."""
        if self._faults:
            raise PinError(list(self._faults))

    def drop(self, name: str, why: str) -> None:
        """Takes a journey out, if it is still in."""
        if name in self.held.journeys:
            self._fault(name, why)
        elif name in self.draft.legs:
            self.draft.drop(name, why)

    def relieve(self, names: Iterable[str], heads: float, why: str) -> None:
        """Takes as many workers out of journeys, in their order, as are too many; of pinned ones none."""
        names = [name for name in names if name in self.draft.legs]
        for name in names:
            if heads <= 0:
                return
            if name not in self.held.journeys:
                before = self.draft.heads(name)
                self.draft.cut(name, min(before, max(1, int(-(-heads // 1)))), why)
                heads -= before - (self.draft.heads(name) if name in self.draft.legs else 0)
        if heads > 0:
            for name in names:
                self.drop(name, why)

    def fault_of_run(self, run_id: str, why: str) -> None:
        """A pinned run that cannot hold."""
        self._faults[f"pinned run {run_id} cannot stay as it is: {why}"] = None

    def fault_of_outing(self, key: OutingKey, why: str) -> None:
        """An outing that cannot hold, told for every pin that holds it."""
        for run_id in self.index.runs_of[key]:
            for rider in self.index.riders[run_id]:
                self._fault(rider.itinerary_id, why)

    def _fault(self, name: str, why: str) -> None:
        pinned = [f"itinerary {name}"] if name in self.pins.journeys else []
        if not pinned:
            pinned = [f"run {run_id}" for run_id in sorted(self.pins.runs) if self._holds(run_id, name)]
        if not pinned:
            pinned = [f"itinerary {other}" for other in sorted(self.pins.journeys) if self._meets(other, name)]
        for pin in pinned:
            self._faults[f"pinned {pin} cannot stay as it is: {why}"] = None

    def _holds(self, run_id: str, name: str) -> bool:
        """Whether a journey rides a pinned run, or another run of its coach's outing."""
        outing = self.index.outing_of.get(run_id)
        for leg in self.index.legs[name]:
            if leg.run_id == run_id or (outing is not None and self.index.outing_of.get(leg.run_id) == outing):
                return True
        return False

    def _meets(self, pinned: str, name: str) -> bool:
        """Whether two journeys ride the same outing of a coach."""
        mine = {self.index.outing_of.get(leg.run_id) for leg in self.index.legs[pinned]} - {None}
        return any(self.index.outing_of.get(leg.run_id) in mine for leg in self.index.legs[name])
