"""What clients were told: whatever the service answered has to be there in the end."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an employer says of a request: remarks, and the heads of each origin. Both change together."""

    remarks: str
    heads: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Filed:
    """A request of which an employer was told.

    ``said`` and ``version`` are of the last answer; ``doubtful`` was sent after that and is not answered yet.
    ``steps``: how often which step was answered.
    """

    request_id: str
    said: Said
    version: int
    doubtful: Said | None = None
    steps: Counter[str] = field(default_factory=Counter)
    workers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Acknowledged:
    """By idempotency key the id that each create was answered with. Threads share it.

    ``publications`` have their plan beside the id. ``doubled``: keys that got another answer the second time.
    ``unexpected``: answers that no client should get, as a sentence. ``answers``: how many by status, 0 for none.
    ``publishing`` is set while a planner waits for the answer to a publication.
    """

    requests: dict[str, Filed] = field(default_factory=dict)
    workers: dict[str, str] = field(default_factory=dict)
    snapshots: dict[str, str] = field(default_factory=dict)
    plans: dict[str, str] = field(default_factory=dict)
    publications: dict[str, tuple[str, str]] = field(default_factory=dict)
    changes: int = 0
    repeated: int = 0
    doubled: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    publishing: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, status: int) -> None:
        """One answer more."""
        with self._lock:
            self.answers[status] += 1

    def change(self) -> None:
        """A request was changed."""
        with self._lock:
            self.changes += 1

    def repeat(self, key: str, *, same: bool) -> None:
        """A create was sent once more under its key."""
        with self._lock:
            self.repeated += 1
        if not same:
            self.doubled.append(key)

    def of(self, kind: str) -> dict[str, str]:
        """The id that each create of a kind was answered with, by key."""
        if kind == "request":
            return {key: filed.request_id for key, filed in self.requests.items()}
        if kind == "publication":
            return {key: publication_id for key, (publication_id, _) in self.publications.items()}
        return {"worker": self.workers, "snapshot": self.snapshots, "plan": self.plans}[kind]
