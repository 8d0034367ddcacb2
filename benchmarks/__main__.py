"""The benchmark, as one command that goes on where it was interrupted:

    python -m benchmarks                          everything, hours
    python -m benchmarks peers --seconds 6        the twelve slices, three seeds: within half an hour
    python -m benchmarks instances --only "campaign-S*" trunk-S --share 0.5 --seeds 1
    python -m benchmarks report                   only writes the page again

What was measured lies in build/benchmarks (results.jsonl, plans/, scenarios/); delete it to begin anew. The page is
docs/benchmarks.md. Public instances come from FANGANG_INSTANCES, the independent judge from FANGANG_JUDGE.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path

from benchmarks import machine, report, running
from benchmarks.contender import PEERS
from benchmarks.instances import OWN, PUBLIC, WHOLE, Instance, literature
from benchmarks.judging import judge_at_hand
from benchmarks.measuring import PRODUCT, Bench, product
from benchmarks.results import Key, Results
from benchmarks.slices import SLICES, build
from benchmarks.sources import VARIABLE, Source, SourceMissingError

ROOT = Path(__file__).parents[1]
_WARMUP_S = 600.0
PARTS = ("instances", "peers", "whole", "literature", "report")


def main() -> int:
    """Measures what is not measured yet, then writes the page."""
    given = _arguments()
    given.folder = given.folder.resolve()
    value = os.environ.get(VARIABLE)
    bench = Bench(
        folder=given.folder,
        results=Results(given.folder / "results.jsonl"),
        instances=Path(value).resolve() if value else None,
        judge=judge_at_hand(),
    )
    if set(given.parts) != {"report"}:
        machine.note(given.folder)
        if not given.no_warmup:
            running.run([product(), "warmup"], cores=running.cores_here(), timeout=_WARMUP_S)
    for part in PARTS:
        if part in given.parts and part != "report":
            _measure(part, bench, given)
    page = report.page(bench.results, machine.noted(given.folder))
    given.page.write_text(page, encoding="utf-8")
    print(f"{given.page} is written")
    return 0


def _measure(part: str, bench: Bench, given: argparse.Namespace) -> None:
    match part:
        case "instances":
            for instance in (*PUBLIC, *OWN):
                _whole(part, instance, PRODUCT, bench, given)
        case "literature":
            for instance in literature(bench.instances):
                _whole(part, instance, PRODUCT, bench, given)
        case "whole":
            for name in WHOLE:
                _whole(part, Instance(name=name, size="M", source=Source(name)), "dispatcher", bench, given, seeds=1)
        case _:
            _slices(bench, given)


def _whole(
    part: str, instance: Instance, planner: str, bench: Bench, given: argparse.Namespace, seeds: int | None = None
) -> None:
    if not _wanted(instance.name, given):
        return
    try:
        scenario = bench.folder_of(instance.name, instance.source)
    except SourceMissingError as error:
        print(f"{part} {instance.name}: skipped, {error}")
        return
    for seed in range(1, (seeds or given.seeds) + 1):
        key = Key(
            part=part,
            instance=instance.name,
            planner=planner,
            seconds=max(1.0, instance.seconds * given.share),
            seed=seed,
            cores=running.cores_here(),
        )
        bench.measure(key, scenario)


def _slices(bench: Bench, given: argparse.Namespace) -> None:
    planners = [name for name in (PRODUCT, *_peers_at_hand()) if name in given.planners]
    for piece in SLICES:
        if not _wanted(piece.name, given):
            continue
        try:
            scenario = bench.scenario(f"slice-{piece.name}", build(piece, bench.instances))
        except SourceMissingError as error:
            print(f"peers {piece.name}: skipped, {error}")
            continue
        for seed in range(1, given.seeds + 1):
            for planner in planners:
                key = Key(part="peers", instance=piece.name, planner=planner, seconds=given.seconds, seed=seed, cores=1)
                bench.measure(key, scenario)


def _peers_at_hand() -> Iterator[str]:
    for name, (shown, module) in PEERS.items():
        if module is None or find_spec(module) is not None:
            yield name
        else:
            print(f"peers: {shown} is left out, the module {module} is not installed", file=sys.stderr)


def _wanted(name: str, given: argparse.Namespace) -> bool:
    return not given.only or any(fnmatch(name, pattern) for pattern in given.only)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS), help="what to measure")
    parser.add_argument("--seconds", type=float, default=20.0, help="for each planner on a slice")
    parser.add_argument("--share", type=float, default=1.0, help="of the seconds that a whole scenario may take")
    parser.add_argument("--seeds", type=int, default=3, help="1, 2, … so many")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="instances; * stands for anything")
    parser.add_argument("--planners", nargs="+", choices=[PRODUCT, *PEERS], default=[PRODUCT, *PEERS], help="on slices")
    parser.add_argument("--no-warmup", action="store_true", help="when the product is compiled already")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "benchmarks", help="for all that is measured")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "benchmarks.md", help="where the page is written")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
