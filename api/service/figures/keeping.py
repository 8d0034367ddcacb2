"""Figures of large campaigns are kept for a while: adding them up again for every glance would slow everybody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from api.service.figures.asking import asked_for, figures_at
from api.service.figures.lines import Figures
from api.service.store import Unit

_WORTH_KEEPING_SECONDS = 1.0
_TIMES_ITS_COST = 20.0
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Kept:
    figures: Figures
    until: float


@dataclass(slots=True)
class KeptFigures:
    """Figures by campaign and day, kept for twenty times the time that they took, from one second on.

    The time is of a clock, not of this processor: a database elsewhere works for them too. Quick figures are never
    kept, so they are always those of now. Threads may share it.
    """

    clock: Callable[[], float] = time.monotonic
    cost: Callable[[], float] = time.monotonic
    _kept: dict[tuple[str, date], _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def figures(self, unit: Unit, campaign_id: str, day: date | None = None, *, action: str = "read") -> Figures:
        """As ``asking.figures``: whether the actor may is asked every time. Raises NotFoundError, DeniedError."""
        campaign, at = asked_for(unit, campaign_id, day, action)
        key = campaign.id, at
        kept = self._fresh(key)
        if kept is not None:
            return kept
        begun = self.cost()
        found = figures_at(unit, campaign, at)
        spent = self.cost() - begun
        if spent >= _WORTH_KEEPING_SECONDS:
            self._keep(key, _Kept(found, self.clock() + _TIMES_ITS_COST * spent))
        return found

    def _fresh(self, key: tuple[str, date]) -> Figures | None:
        with self._lock:
            kept = self._kept.get(key)
            return kept.figures if kept is not None and self.clock() < kept.until else None

    def _keep(self, key: tuple[str, date], kept: _Kept) -> None:
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > _MOST_KEPT:
                self._kept.pop(min(self._kept, key=lambda other: self._kept[other].until))
