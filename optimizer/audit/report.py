"""What an audit found: how much of each kind was checked, how close it came, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

NOISE = 1e-6
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that a true bound would not allow. ``amount``: by how much, in the unit of its check."""

    check: str
    text: str
    amount: float


@dataclass(slots=True)
class Check:
    """One inequality of the proof, tried on many things. ``tightest``: the least slack met, in ``unit``; ``at``: where.

    ``wrong`` counts the breaches, of which the first ones are told.
    """

    name: str
    unit: str
    number: int = 0
    tightest: float | None = None
    at: str = ""
    wrong: int = 0
    breaches: list[Breach] = field(default_factory=list)

    def hold(self, least: float, given: float, at: str) -> None:
        """``least`` <= ``given`` must hold, but for float noise."""
        slack = given - least
        self.number += 1
        if self.tightest is None or slack < self.tightest:
            self.tightest, self.at = slack, at
        # Written so that a number that is none counts as a breach.
        if not slack >= -NOISE * max(1.0, abs(least), abs(given)):
            self.tell(f"{at}: {given:.6f}, expected at least {least:.6f}", -slack)

    def tell(self, text: str, amount: float) -> None:
        """A breach."""
        self.wrong += 1
        if len(self.breaches) < _MOST_TOLD:
            self.breaches.append(Breach(self.name, text, amount))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """All checks of an audit; ``claimed``: the bound that the plan states, ``bound``: what its prices make."""

    claimed: float
    bound: float
    objective: float
    samples: int
    seed: int
    checks: tuple[Check, ...]

    @property
    def certified(self) -> bool:
        """No check met a breach."""
        return not any(check.wrong for check in self.checks)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """The first ones of every check."""
        return tuple(breach for check in self.checks for breach in check.breaches)
