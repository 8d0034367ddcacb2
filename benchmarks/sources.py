"""Where scenarios come from: our own generator, or the folder of public instances."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from optimizer.problem import Problem
from scenarios import load
from scenarios.generator import Kind, generate

VARIABLE = "FANGANG_INSTANCES"


class SourceMissingError(LookupError):
    """A public instance that is not at hand."""


@dataclass(frozen=True, slots=True)
class Source:
    """A scenario by name: of the generator (``kind``, workers, seed, province), or, without workers, a public one."""

    name: str
    workers: int | None = None
    seed: int = 0
    province: str | None = None

    @property
    def public(self) -> bool:
        """Whether it is one of the public instances."""
        return self.workers is None

    def __str__(self) -> str:
        if self.public:
            return self.name
        where = f", {self.province}" if self.province else ""
        return f"generated {self.name}, {self.workers} workers{where}, seed {self.seed}"

    def problem(self, instances: Path | None) -> Problem:
        """The scenario. Raises SourceMissingError for a public one that is not there."""
        return _problem(self, instances)


@lru_cache(maxsize=2)
def _problem(source: Source, instances: Path | None) -> Problem:
    if source.public:
        return load(public_folder(source.name, instances)).problem
    kind: Kind = source.name  # type: ignore[assignment]
    return generate(kind, workers=source.workers, seed=source.seed, province=source.province)


def public_folder(name: str, instances: Path | None) -> Path:
    """The folder of a public instance. Raises SourceMissingError where it is not there."""
    if instances is None:
        raise SourceMissingError(f"{name}: {VARIABLE} is not set")
    folder = instances / name
    if not folder.is_dir():
        raise SourceMissingError(f"{name}: there is no such folder in {instances}")
    return folder


def told(folder: Path, name: str) -> dict[str, Any]:
    """What a public instance tells beside its tables (``generator.json``, ``bks.json``); empty where nothing."""
    path = folder / name
    if not path.is_file():
        return {}
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
