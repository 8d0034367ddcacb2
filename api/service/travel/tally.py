"""A run's records counted: what holds after corrections, and what goes beyond plan and standby. Nothing is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

At = tuple[int, str]
"""A stop's number and a demand."""


class Record(Protocol):
    """What is counted of a record; see ``RunRecord``."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def demand_id(self) -> str: ...
    @property
    def headcount(self) -> int: ...
    @property
    def corrects_id(self) -> str | None: ...
    @property
    def happened_at(self) -> datetime: ...


R = TypeVar("R", bound=Record)


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


def holding(records: Iterable[R]) -> list[R]:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Workers too many: ``about`` is the standby or a demand, ``told`` a sentence."""

    about: str
    amount: int
    told: str


def beyond(expected: Expected, counted: Tally) -> Sequence[Excess]:
    """What the plan and the seats on standby do not allow; nothing: all is as it may be."""
    found = []
    extra = _extra(expected, counted)
    if extra > expected.standby:
        told = f"{extra} workers more than planned came to board, {expected.standby} seats are on standby"
        found.append(Excess(about="standby", amount=extra - expected.standby, told=told))
    boarded, delivered = _by_demand(counted.boarded), _by_demand(counted.delivered)
    for demand_id, count in sorted(delivered.items()):
        if count > boarded[demand_id]:
            told = f"{count} workers of demand {demand_id} were delivered, {boarded[demand_id]} boarded"
            found.append(Excess(about=demand_id, amount=count - boarded[demand_id], told=told))
    return found


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
