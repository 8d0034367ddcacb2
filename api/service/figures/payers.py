"""Who pays for a run: government, employer, worker, by dated rules. Money is whole hundredths (fen); nothing gets lost.

The ministries' line was "政府补助一点、企业资助一点、农民工负担一点", each of the three pays a little. The rules were
each place's own: all by the government (Jinan 2020), two parts to one (Longwan 2020), half up to 20,000 an employer
from ten workers on (Jiangyin 2022), half up to 200,000 (Cixi 2023), the fare up to 200 a head (Hangzhou 2026).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

PAYERS = ("government", "employer", "worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerRule:
    """One rule. It holds for runs that depart within ``from_day`` … ``to_day`` (None: open), by one of ``modes`` and
    ``trips`` (none: any), for an employer with at least ``min_group`` workers on the run.

    ``government`` and ``worker`` are shares 0…1, together at most 1; the employer pays the rest. The caps limit what
    the government pays a head, what it pays an employer over the whole campaign under this rule, and what a worker
    pays; what goes beyond them is the employer's.
    """

    name: str
    government: float
    worker: float = 0.0
    from_day: date | None = None
    to_day: date | None = None
    modes: tuple[str, ...] = ()
    trips: tuple[str, ...] = ()
    min_group: int = 1
    cap_head: int | None = None
    cap_employer: int | None = None
    cap_worker: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """A run with its whole price and the heads of each employer on it."""

    run: str
    day: date
    mode: str
    trip: str
    money: int
    heads: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What one employer's workers cost on one run, and who pays. ``rule`` None: no rule holds, the employer pays."""

    run: str
    mode: str
    employer_id: str
    heads: int
    government: int
    employer: int
    worker: int
    rule: str | None

    @property
    def money(self) -> int:
        """All three together."""
        return self.government + self.employer + self.worker


def bills(fares: Sequence[Fare], rules: Sequence[PayerRule]) -> list[Bill]:
    """Every employer's part of every run, by day and run; the first rule that holds decides.

    The parts of a run add up to its price. Caps of an employer are used up in this order.
    """
    used: Counter[tuple[str, str]] = Counter()
    found = []
    for fare in sorted(fares, key=lambda fare: (fare.day, fare.run)):
        for employer_id, part in shared(fare.money, fare.heads).items():
            found.append(_bill(fare, employer_id, part, rules, used))
    return found


def shared(money: int, heads: Mapping[str, int]) -> dict[str, int]:
    """The price by heads, to the last fen: rests go to the largest fractions, then in the order of the names."""
    whole = sum(heads.values())
    if not whole:
        return {}
    parts = {name: money * count // whole for name, count in sorted(heads.items()) if count}
    rest = money - sum(parts.values())
    by_fraction = sorted(parts, key=lambda name: (-(money * heads[name] % whole), name))
    for name in by_fraction[:rest]:
        parts[name] += 1
    return parts


def holds(rule: PayerRule, fare: Fare, heads: int) -> bool:
    """Whether the rule is for this run and so many workers of one employer."""
    return (
        (rule.from_day is None or rule.from_day <= fare.day)
        and (rule.to_day is None or fare.day <= rule.to_day)
        and (not rule.modes or fare.mode in rule.modes)
        and (not rule.trips or fare.trip in rule.trips)
        and heads >= rule.min_group
    )


def _bill(fare: Fare, employer_id: str, part: int, rules: Sequence[PayerRule], used: Counter[tuple[str, str]]) -> Bill:
    heads = fare.heads[employer_id]
    rule = next((rule for rule in rules if holds(rule, fare, heads)), None)
    government = worker = 0
    if rule is not None:
        government = _share(part, rule.government, None if rule.cap_head is None else rule.cap_head * heads)
        if rule.cap_employer is not None:
            government = min(government, rule.cap_employer - used[rule.name, employer_id])
            used[rule.name, employer_id] += government
        worker = min(
            _share(part, rule.worker, None if rule.cap_worker is None else rule.cap_worker * heads), part - government
        )
    return Bill(
        run=fare.run,
        mode=fare.mode,
        employer_id=employer_id,
        heads=heads,
        government=government,
        employer=part - government - worker,
        worker=worker,
        rule=None if rule is None else rule.name,
    )


def _share(money: int, share: float, cap: int | None) -> int:
    """A share as it was written (0.1 is a tenth), rounded down; at most the cap."""
    amount = int(money * Fraction(str(share)))
    return amount if cap is None else min(amount, cap)
