"""Small work for the benchmarks' own tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.measuring import Bench
from benchmarks.results import Results
from benchmarks.slices import Kind, Slice, cut_out
from benchmarks.sources import Source
from optimizer.problem import Problem
from scenarios.generator import generate


def small(kind: Kind, *, night: bool = False, demands: int = 9) -> Problem:
    """A slice of a few demands out of a generated campaign."""
    piece = Slice(name=f"small-{kind}", kind=kind, source=Source("campaign"), demands=demands, night=night)
    return cut_out(piece, generate("campaign", workers=4000, seed=3, province="河南省"))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """An empty benchmark."""
    return Bench(folder=tmp_path, results=Results(tmp_path / "results.jsonl"), instances=None, judge=None)
