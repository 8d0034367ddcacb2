"""The page of the benchmarks (docs/benchmarks.md), made from what was measured and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks import report_peers, report_words
from benchmarks.instances import OWN, PUBLIC, WHOLE, Instance
from benchmarks.measuring import PRODUCT
from benchmarks.report_numbers import commits, mean, money, percent, percents, seconds, table
from benchmarks.results import Record, Results

_SHANDONG_RUNS, _SHANDONG_WORKERS = 12_349, 238_300
_XL = "campaign-XL-shandong"


def page(results: Results, machines: Sequence[dict[str, Any]]) -> str:
    """The whole page."""
    parts = [
        report_words.HEAD,
        *_machines(machines),
        *_by_size(results.of("instances")),
        *report_peers.chapter(results.of("peers")),
        *_whole(results.of("whole"), results.of("instances")),
        *_literature(results.of("literature")),
        *_shandong(results.of("instances")),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _machines(machines: Sequence[dict[str, Any]]) -> Iterable[str]:
    yield "## The machine"
    if not machines:
        yield report_words.NOTHING
        return
    rows = []
    for here in machines:
        packages = ", ".join(f"{name} {number}" for name, number in here["packages"].items())
        cores = f"{here['processor']}, {here['cores']} cores, {here['memory_gb']} GB"
        rows.append([cores, f"{here['system']}, Python {here['python']}", here["commit"], packages])
    yield table(["processor", "system", "commit", "packages"], rows)


def _by_size(records: Sequence[Record]) -> Iterable[str]:
    yield "## By size"
    yield report_words.BY_SIZE
    known: list[Instance] = [*PUBLIC, *OWN]
    rows = []
    for instance in known:
        mine = [r for r in records if r["instance"] == instance.name and r["planner"] == PRODUCT]
        for given in sorted({r["seconds"] for r in mine}):
            same = [r for r in mine if r["seconds"] == given]
            valid = [r for r in same if r["valid"]]
            if valid:
                rows.append(_size_row(instance, given, same, valid))
            else:
                rows.append([instance.name, f"{same[0]['workers']:,}", f"{given:g}", "no valid plan", *[""] * 10])
    if not rows:
        yield report_words.NOTHING
        return
    heads = [
        "instance",
        "workers",
        "seconds given",
        "objective",
        "net objective",
        "bound",
        "net gap",
        "seeds' net gaps",
    ]
    yield table(
        [*heads, "unserved", "seconds", "first plan, s", "peak MB", "judges", "commit"], rows, right=range(1, 12)
    )


def _size_row(instance: Instance, given: float, same: Sequence[Record], valid: Sequence[Record]) -> list[str]:
    penalty = [r["unservable_penalty"] for r in valid]
    gaps = [net_gap(r) for r in valid]
    first = [r["first_plan_s"] for r in valid if r.get("first_plan_s") is not None]
    return [
        instance.name,
        f"{valid[0]['workers']:,}",
        f"{given:g}",
        money(mean(r["objective"] for r in valid)),
        money(mean(r["objective"] - p for r, p in zip(valid, penalty, strict=True))),
        money(mean(r["bound"] for r in valid)),
        percent(mean(gaps)),
        percents(gaps),
        f"{mean(r['unserved'] for r in valid):,.0f}",
        seconds(max(r["wall_seconds"] for r in valid)),
        seconds(mean(first)) if first else "–",
        f"{max(r['peak_mb'] for r in valid):,.0f}",
        judges(same),
        commits(same),
    ]


def net_gap(record: Record) -> float:
    """(objective - bound) / (objective - unservable penalty); 0 where nothing is left to pay."""
    net = record["objective"] - record["unservable_penalty"]
    return (record["objective"] - record["bound"]) / net if net > 0 else 0.0


def judges(records: Sequence[Record]) -> str:
    """How many of the plans both judges find valid."""
    ours = sum(bool(r["valid"]) for r in records)
    asked = [r for r in records if r.get("independent") is not None]
    theirs = f", {sum(bool(r['independent']) for r in asked)} of {len(asked)}" if asked else ""
    return f"{ours} of {len(records)}{theirs}"


def _whole(dispatched: Sequence[Record], planned: Sequence[Record]) -> Iterable[str]:
    yield "## Whole campaigns beside the pooled dispatcher"
    yield report_words.WHOLE
    rows = []
    for name in WHOLE:
        theirs = [r for r in dispatched if r["instance"] == name and r["valid"]]
        ours = [r for r in planned if r["instance"] == name and r["planner"] == PRODUCT and r["valid"]]
        if not theirs or not ours:
            continue
        most = max(r["seconds"] for r in ours)
        ours = [r for r in ours if r["seconds"] == most]
        rows.append([name, *_beside(ours, theirs)])
    if not rows:
        yield report_words.NOTHING
        return
    heads = ["instance", "ours: money and hours", "served", "dispatcher: money and hours", "served", "ratio"]
    yield table([*heads, "ratio a worker served", "ratio of objectives", "judges"], rows, right=range(1, 8))


def _beside(ours: Sequence[Record], theirs: Sequence[Record]) -> list[str]:
    def of(records: Sequence[Record], value: Callable[[Record], float]) -> float:
        return mean(value(r) for r in records)

    costs = [of(records, lambda r: r["money_and_hours"]) for records in (ours, theirs)]
    served = [of(records, lambda r: r["served"]) for records in (ours, theirs)]
    objectives = [of(records, lambda r: r["objective"]) for records in (ours, theirs)]
    return [
        money(costs[0]),
        f"{served[0]:,.0f}",
        money(costs[1]),
        f"{served[1]:,.0f}",
        f"{costs[0] / costs[1]:.3f}",
        f"{costs[0] / served[0] / (costs[1] / served[1]):.3f}",
        f"{objectives[0] / objectives[1]:.3f}",
        judges([*ours, *theirs]),
    ]


def _literature(records: Sequence[Record]) -> Iterable[str]:
    yield "## Literature"
    yield report_words.LITERATURE
    rows = []
    for name, given in sorted({(r["instance"], r["seconds"]) for r in records}):
        same = [r for r in records if (r["instance"], r["seconds"]) == (name, given)]
        valid = [r for r in same if r["valid"]]
        if not valid:
            rows.append([name, f"{given:g}", "", "no valid plan", "", "", "", judges(same), commits(same)])
            continue
        best = valid[0]["best_known"]
        above = [r["objective"] / best - 1 for r in valid]
        rows.append(
            [
                name,
                f"{given:g}",
                f"{best:,.2f}",
                f"{mean(r['objective'] for r in valid):,.2f}",
                percent(mean(above)),
                percents(above),
                money(mean(r["bound"] for r in valid)),
                judges(same),
                commits(same),
            ]
        )
    if not rows:
        yield report_words.NOTHING
        return
    heads = ["instance", "seconds", "best known", "ours", "above it", "seeds' own", "bound", "judges", "commit"]
    yield table(heads, rows, right=range(1, 7))


def _shandong(records: Sequence[Record]) -> Iterable[str]:
    yield "## Shandong's campaign"
    yield report_words.SHANDONG
    mine = [r for r in records if r["instance"] == _XL and r["valid"]]
    if not mine:
        yield report_words.NOTHING
        return
    last = mine[-1]
    runs, served = last["runs"].get("coach", 0), last["served"]
    published = f"{_SHANDONG_RUNS:,}"
    rows = [
        ["published", published, f"{_SHANDONG_WORKERS:,}", f"{_SHANDONG_RUNS / _SHANDONG_WORKERS:.4f}"],
        [f"planned, seed {last['seed']}", f"{runs:,}", f"{served:,}", f"{runs / max(1, served):.4f}"],
    ]
    yield table(["", "coach runs", "workers", "coach runs a worker"], rows, right=range(1, 4))
    total = max(1, sum(last["workers_by_mode"].values()))
    shares = ", ".join(
        f"{mode} {100 * last['workers_by_mode'].get(mode, 0) / total:.1f} %"
        for mode in ("coach", "train", "carriage", "flight")
    )
    yield f"Of the workers served travel by: {shares} (a journey with a service counts as that service's)."
