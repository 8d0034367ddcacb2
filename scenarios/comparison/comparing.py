"""Plans put side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.check import Report, check
from optimizer.problem import Problem
from scenarios.comparison.certainty import Certainty, certainty
from scenarios.comparison.changes import changes
from scenarios.comparison.groups import Seen, groups
from scenarios.comparison.measures import lines
from scenarios.comparison.model import Comparison, Crossing, Side
from scenarios.comparison.scenario_difference import scenario_difference
from scenarios.comparison.ways import sides, ways
from scenarios.figures import Figures, figures
from scenarios.plan_home import Entry


class BrokenPlanError(ValueError):
    """A plan breaks rules of its scenario; ``report`` says which. Its numbers are not shown beside others."""

    def __init__(self, name: str, report: Report) -> None:
        self.name = name
        self.report = report
        first = report.violations[0]
        super().__init__(f"{name}: the plan breaks {len(report.violations)} rules, the first is {first}")


@dataclass(frozen=True, slots=True)
class _Looked:
    entry: Entry
    figures: Figures
    seen: Seen


def compare(entries: Sequence[Entry]) -> Comparison:
    """The plans side by side, each compared with the first. Every plan is judged by the checker first.

    What a difference is worth: see ``scenarios.comparison.certainty``. Raises BrokenPlanError for a plan that breaks a
    rule, ValueError for fewer than two plans.
    """
    if len(entries) < 2:
        raise ValueError(f"{len(entries)} plan, expected two or more to compare")
    looked = [_look(entry) for entry in entries]
    first, *others = looked
    differences = tuple(scenario_difference(first.entry.problem, other.entry.problem) for other in others)
    crossings = tuple(
        None if difference.none else _crossing(first.entry, other.entry)
        for other, difference in zip(others, differences, strict=True)
    )
    sure = [_certainty(first, other, crossing) for other, crossing in zip(others, crossings, strict=True)]
    found = tuple(one.figures for one in looked)
    alike = [0, *(n for n, difference in enumerate(differences, start=1) if difference.none)]
    refuted = _refuted(found, alike, sure)
    bounds = [found[n].bound for n in alike if n not in refuted]
    problems = [one.entry.problem for one in looked]
    return Comparison(
        names=_distinct([entry.name for entry in entries]),
        currency=first.figures.currency,
        figures=found,
        lines=lines(found, sure),
        groups=groups([one.seen for one in looked], sure),
        changes=tuple(changes(_sides(first), _sides(other)) for other in others),
        scenarios=differences,
        crossings=crossings,
        optima=tuple(certain.optimum() for certain in sure),
        best_bound=max(bounds) if bounds and len(alike) == len(found) else None,
        refuted=refuted,
        site_names={s.site_id: s.name for problem in reversed(problems) for s in problem.sites},
        service_names={s.service_id: s.name or s.service_id for p in reversed(problems) for s in p.services},
    )


def _look(entry: Entry) -> _Looked:
    report = check(entry.problem, entry.plan, entry.statement)
    if not report.valid:
        raise BrokenPlanError(entry.name, report)
    found = ways(entry.problem, entry.plan, report)
    return _Looked(
        entry,
        figures(entry.problem, entry.plan, entry.statement, report),
        Seen(problem=entry.problem, ways=found, sides=sides(entry.problem, found)),
    )


def _refuted(found: Sequence[Figures], alike: Sequence[int], sure: Sequence[Certainty]) -> tuple[int, ...]:
    """The plans whose bound lies above the objective of a plan that is valid in their scenario.

    ``alike``: the plans of the first one's scenario.
    """
    best = min([*(found[n].objective for n in alike), *(certain.reached[0] for certain in sure)])
    reached = [best if n in alike else sure[n - 1].reached[1] for n in range(len(found))]
    return tuple(n for n, least in enumerate(reached) if found[n].bound > least + 1e-6 * max(1.0, abs(least)))


def _certainty(first: _Looked, other: _Looked, crossing: Crossing | None) -> Certainty:
    pair = [(one.entry.problem, one.figures) for one in (first, other)]
    return certainty(pair[0], pair[1], crossing)


def _crossing(first: Entry, other: Entry) -> Crossing:
    return Crossing(
        first_in_other=_objective_in(other.problem, first), other_in_first=_objective_in(first.problem, other)
    )


def _objective_in(problem: Problem, entry: Entry) -> float | None:
    report = check(problem, entry.plan)
    return report.totals.objective if report.valid else None


def _sides(looked: _Looked) -> tuple[Problem, Mapping[str, Side]]:
    return looked.seen.problem, looked.seen.sides


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, a number behind those that came before: a plan may be compared with itself."""
    given: list[str] = []
    for name in names:
        tries = (name if n == 1 else f"{name} ({n})" for n in range(1, len(names) + 1))
        given.append(next(attempt for attempt in tries if attempt not in given))
    return tuple(given)
