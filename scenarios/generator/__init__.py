"""Scenarios out of a seed, for tests, benchmarks and first steps: no file, no clock, nothing but the gazetteer."""

from __future__ import annotations

from typing import Literal, get_args

from optimizer.problem import Problem
from scenarios.generator.campaign import campaign
from scenarios.generator.commute import commute
from scenarios.generator.tiny import tiny
from scenarios.generator.trunk import trunk

Kind = Literal["campaign", "trunk", "commute", "tiny"]
KINDS: tuple[Kind, ...] = get_args(Kind)

MOST_WORKERS = 1_000_000
MOST_DEMANDS = 10_000

__all__ = ["KINDS", "MOST_DEMANDS", "MOST_WORKERS", "Kind", "generate"]


def generate(
    kind: Kind,
    *,
    workers: int | None = None,
    seed: int = 0,
    province: str | None = None,
    demands: int | None = None,
) -> Problem:
    """A scenario; the same arguments give the same one, on every machine.

    - ``campaign``: ``workers`` (default 500) of many counties of the country go to the factories of one ``province``
      (default 山东) within days to weeks, by coach, train, carriage and flight.
    - ``trunk``: ``workers`` (default 600) of the south-west go to the capital of one far ``province`` (default 山东).
    - ``commute``: ``workers`` (default 200) a day ride from a county over the border of their city to its plants and
      back, five days, in few coaches; ``province`` says where (default 黑龙江).
    - ``tiny``: ``demands`` demands (default two to four) on invented points, where any rule may bind.

    The headcounts add up to ``workers`` exactly (commute: on each day and in each direction). Raises ValueError for an
    unknown kind or province, a number below 1 or above ``MOST_WORKERS`` or ``MOST_DEMANDS``, or an argument that the
    kind does not have.
    """
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
    for name, number, most in (("workers", workers, MOST_WORKERS), ("demands", demands, MOST_DEMANDS)):
        if number is not None and not 1 <= number <= most:
            raise ValueError(f"{name} = {number}: expected at least 1 and at most {most}")
    if seed < 0:
        raise ValueError(f"seed = {seed}: expected at least 0")
    if kind == "tiny":
        if workers is not None or province is not None:
            raise ValueError("a tiny scenario has no workers and no province to choose\nMaybe give demands instead.")
        return tiny(demands=demands, seed=seed)
    if demands is not None:
        raise ValueError(f"demands is for tiny scenarios, not for {kind}\nMaybe give workers instead.")
    if kind == "campaign":
        return campaign(workers=workers or 500, seed=seed, province=province or "山东省")
    if kind == "trunk":
        return trunk(workers=workers or 600, seed=seed, province=province or "山东省")
    return commute(workers=workers or 200, seed=seed, province=province or "黑龙江省")
