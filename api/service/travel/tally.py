"""A run's records counted: what holds after corrections, and what goes beyond plan and standby. Nothing is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

At = tuple[int, str]
"""A stop's number and a demand."""


class Record(Protocol):
    """What is counted of a record; see ``RunRecord``."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def seq(self) -> int: ...  # noqa: D102
    @property
    def demand_id(self) -> str: ...  # noqa: D102
    @property
    def headcount(self) -> int: ...  # noqa: D102
    @property
    def corrects_id(self) -> str | None: ...  # noqa: D102
    @property
    def happened_at(self) -> datetime: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a plan says of a run: who boards and who alights where, and how many more may ride."""

    boarding: Mapping[At, int]
    alighting: Mapping[At, int]
    standby: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Heads by stop and demand, of the records that hold."""

    boarded: Mapping[At, int]
    no_show: Mapping[At, int]
    rejected: Mapping[At, int]
    delivered: Mapping[At, int]


def holding(records: Iterable[Record]) -> list[Record]:
    """The records that nothing corrects, without those that only take back."""
    known = list(records)
    corrected = {record.corrects_id for record in known}
    return [record for record in known if record.id not in corrected and record.headcount]


def tally(records: Iterable[Record]) -> Tally:
    """The heads of the records that hold."""
    found: dict[str, Counter[At]] = defaultdict(Counter)
    for record in holding(records):
        found[record.kind][record.seq, record.demand_id] += record.headcount
    return Tally(
        boarded=found["boarded"],
        no_show=found["no_show"],
        rejected=found["rejected"],
        delivered=found["delivered"],
    )


def beyond(expected: Expected, counted: Tally) -> Sequence[str]:
    """What the plan and the seats on standby do not allow, each as a sentence; nothing: all is as it may be."""
    told = []
    if (extra := _extra(expected, counted)) > expected.standby:
        told.append(
            f"{extra} workers more than planned boarded or came to board, {expected.standby} seats are on standby"
        )
    boarded, delivered = _by_demand(counted.boarded), _by_demand(counted.delivered)
    for demand_id in sorted(delivered):
        if delivered[demand_id] > boarded[demand_id]:
            told.append(f"{delivered[demand_id]} workers of {demand_id} delivered, {boarded[demand_id]} boarded")
    return told


def _extra(expected: Expected, counted: Tally) -> int:
    """Workers beyond the plan at all stops: who boarded, did not come or was rejected beyond who was to board."""
    came: Counter[At] = Counter()
    for part in (counted.boarded, counted.no_show, counted.rejected):
        came.update(part)
    return sum(max(0, count - expected.boarding.get(at, 0)) for at, count in came.items())


def _by_demand(counts: Mapping[At, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_, demand_id), count in counts.items():
        found[demand_id] += count
    return found
