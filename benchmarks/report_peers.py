"""The page's chapter on peers: each slice with every planner, and who wins how often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks import report_words
from benchmarks.contender import PEERS
from benchmarks.measuring import PRODUCT
from benchmarks.report_numbers import commits, mean, money, table
from benchmarks.results import Record
from benchmarks.slices import SLICES, Slice

_PLANNERS = (PRODUCT, *PEERS)


def chapter(records: Sequence[Record]) -> Iterable[str]:
    """The peers on the slices, for each number of seconds that was measured."""
    yield "## Peers on the same work"
    yield report_words.PEERS
    if not records:
        yield report_words.NOTHING
    for given in sorted({r["seconds"] for r in records}):
        yield from _of_seconds(given, [r for r in records if r["seconds"] == given])


def _of_seconds(given: float, records: Sequence[Record]) -> Iterable[str]:
    seeds = sorted({r["seed"] for r in records})
    yield f"### {given:g} seconds, one core, seeds {', '.join(map(str, seeds))}"
    rows, wins = [], 0
    measured = [piece for piece in SLICES if any(r["instance"] == piece.name for r in records)]
    for piece in measured:
        row, ours_is_best = _row(piece, [r for r in records if r["instance"] == piece.name])
        rows.append(row)
        wins += ours_is_best
    shown = [PRODUCT, *(PEERS[name][0] for name in PEERS)]
    yield table(["slice", "workers", *shown, "ours / best peer"], rows, right=range(1, 3 + len(shown)))
    yield (
        "Mean objectives. A number in brackets counts workers left behind, over all seeds. Ours is no worse than the "
        f"best peer's on {wins} of {len(measured)} slices."
    )
    yield table(
        ["planner", "plans", "valid", "independent judge", "repaired runs", "seconds used", "longest", "commit"],
        _honesty(records),
    )
    yield table(["slice", "made from", "demands"], ([p.name, str(p.source), str(p.demands)] for p in measured))


def _row(piece: Slice, records: Sequence[Record]) -> tuple[list[str], bool]:
    means: dict[str, float] = {}
    cells = []
    for planner in _PLANNERS:
        mine = [r for r in records if r["planner"] == planner]
        valid = [r for r in mine if r["valid"]]
        if not valid:
            cells.append("not counted" if mine else "–")
            continue
        means[planner] = mean(r["objective"] for r in valid)
        left = sum(r["unserved"] for r in valid)
        missing = f", {len(valid)} of {len(mine)} plans" if len(valid) < len(mine) else ""
        cells.append(money(means[planner]) + (f" ({left})" if left else "") + missing)
    best = min((value for name, value in means.items() if name != PRODUCT), default=None)
    ratio = means[PRODUCT] / best if best and PRODUCT in means else None
    workers = f"{records[0]['workers']:,}"
    shown = "–" if ratio is None else f"{ratio:.4f}"
    return [piece.name, workers, *cells, shown], ratio is not None and ratio <= 1 + 1e-9


def _honesty(records: Sequence[Record]) -> Iterable[list[str]]:
    for planner in _PLANNERS:
        mine = [r for r in records if r["planner"] == planner]
        if not mine:
            continue
        asked = [r for r in mine if r.get("independent") is not None]
        name = planner if planner == PRODUCT else PEERS[planner][0]
        used = [float(r.get("search_seconds") or r["wall_seconds"]) for r in mine]
        yield [
            name,
            str(len(mine)),
            str(sum(bool(r["valid"]) for r in mine)),
            f"{sum(bool(r['independent']) for r in asked)} of {len(asked)}" if asked else "–",
            str(sum(r.get("repairs", 0) for r in mine)) if planner != PRODUCT else "–",
            f"{mean(used):.1f}",
            f"{max(used):.1f}",
            commits(mine),
        ]
