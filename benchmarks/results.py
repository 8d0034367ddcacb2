"""What was measured, one JSON object a line: appended as it comes, so that an interrupted benchmark goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What one measurement is of. Measured once, it is not measured again."""

    part: str
    instance: str
    planner: str
    seconds: float
    seed: int
    cores: int


class Results:
    """A file of measurements."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._records: dict[Key, Record] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                self._keep(line)

    def __contains__(self, key: Key) -> bool:
        return key in self._records

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def add(self, key: Key, record: Record) -> None:
        """Keeps a measurement and writes it down at once."""
        whole = {**asdict(key), **record}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(whole, ensure_ascii=False) + "\n")
        self._records[key] = whole

    def of(self, part: str) -> list[Record]:
        """All measurements of one part, in the order in which they were made."""
        return [record for record in self if record["part"] == part]

    def _keep(self, line: str) -> None:
        try:
            record = json.loads(line)
            key = Key(**{name: record[name] for name in Key.__dataclass_fields__})
        except (ValueError, KeyError, TypeError):
            return  # the last line of a benchmark that was ended while it wrote
        self._records[key] = record
