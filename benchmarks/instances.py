"""Whole scenarios by size, each with the seconds that it may take: generated, public, of the literature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sources import Source

SECONDS = {"tiny": 60.0, "S": 60.0, "M": 180.0, "L": 360.0, "XL": 600.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A scenario of a size. Its name is also that of its folder."""

    name: str
    size: str
    source: Source

    @property
    def seconds(self) -> float:
        """The wall time that a plan of this size may take."""
        return SECONDS[self.size]


PUBLIC: tuple[Instance, ...] = tuple(
    Instance(name=name, size=size, source=Source(name))
    for name, size in (
        *((f"tiny-{number:02d}", "tiny") for number in range(1, 6)),
        ("trunk-S", "S"),
        ("campaign-S-shandong", "S"),
        ("commute-S", "S"),
        ("trunk-M", "M"),
        ("campaign-M-shandong", "M"),
        ("commute-M", "M"),
        ("campaign-L-shandong", "L"),
        ("campaign-XL-shandong", "XL"),
    )
)
OWN: tuple[Instance, ...] = tuple(
    Instance(name=f"{kind}-{workers}-{seed}", size=size, source=Source(kind, workers, seed, province))
    for kind, workers, seed, province, size in (
        ("campaign", 500, 21, "浙江省", "S"),
        ("campaign", 10_000, 22, "广东省", "M"),
        ("campaign", 50_000, 23, "江苏省", "L"),
        ("trunk", 600, 24, "江苏省", "S"),
        ("trunk", 4_000, 25, "福建省", "M"),
        ("commute", 200, 26, "山东省", "S"),
        ("commute", 1_200, 27, "河北省", "M"),
    )
)
WHOLE: tuple[str, ...] = ("campaign-M-shandong", "campaign-L-shandong")
"""Those that the pooled dispatcher plans as a whole too."""


def literature(instances: Path | None) -> Iterator[Instance]:
    """The public folders that tell a best known value (``bks.json``)."""
    for path in sorted(instances.glob("*/bks.json")) if instances is not None else ():
        name = path.parent.name
        yield Instance(name=name, size="S", source=Source(name))
