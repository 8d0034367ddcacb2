"""A comparison in a few sentences: what a planner reads first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenarios.comparison.items import show
from scenarios.comparison.model import Comparison, Delta, Line
from scenarios.comparison.words import words


def sentences(found: Comparison, lang: str) -> tuple[str, ...]:
    """Which is better and how sure that is, for each plan but the first; then what holds for all."""
    word = words(lang)
    said = [text for other in range(1, len(found.names)) for text in _about(found, other, word)]
    if found.best_bound is not None:
        said.append(word["say_bound"].format(bound=_money(found, found.best_bound)))
    if found.recurring:
        said.append(word["recurring"])
    return tuple(said)


def _about(found: Comparison, other: int, word: Mapping[str, str]) -> Iterator[str]:
    names = {"first": found.names[0], "other": found.names[other]}
    if found.identical(other):
        yield word["say_identical"].format(**names)
        return
    yield _objective(found, other, names, word)
    delta = _line(found, "served").deltas[other - 1]
    if delta.verdict == "same":
        yield word["say_served_same"].format(**names)
    else:
        direction = word["more" if delta.value > 0 else "fewer"]
        count = show(abs(delta.value), "count")
        yield word["say_served"].format(count=count, direction=direction, sure=_sure(delta, word), **names)
    yield _money_sentence(found, _line(found, "money").deltas[other - 1], word)
    changes = found.changes[other - 1]
    if changes:
        workers = f"{sum(change.workers for change in changes):,}"
        yield word["say_touched"].format(count=workers, demands=f"{len(changes):,}")


def _objective(found: Comparison, other: int, names: Mapping[str, str], word: Mapping[str, str]) -> str:
    line, optimum = _line(found, "objective"), found.optima[other - 1]
    delta = line.deltas[other - 1]
    amount = _money(found, abs(delta.value))
    if delta.verdict == "incomparable":
        return word["say_incomparable"].format(**names)
    if delta.verdict == "same":
        return word["say_equal"].format(**names)
    if optimum is None:
        share = show(abs(delta.value) / line.values[0], "share") if line.values[0] else "–"
        return word["say_better" if delta.value < 0 else "say_worse"].format(amount=amount, share=share, **names)
    if delta.verdict == "indistinct":
        least, most = _money(found, optimum.least), _money(found, optimum.most)
        direction = word["higher" if delta.value > 0 else "lower"]
        return word["say_indistinct"].format(amount=amount, direction=direction, least=least, most=most, **names)
    low, high = sorted((abs(optimum.least), abs(optimum.most)))
    key = "say_dearer" if delta.value > 0 else "say_cheaper"
    return word[key].format(least=_money(found, low), most=_money(found, high), **names)


def _money_sentence(found: Comparison, delta: Delta, word: Mapping[str, str]) -> str:
    if delta.verdict == "same":
        return word["say_money_same"]
    direction = word["more" if delta.value > 0 else "less"]
    amount = _money(found, abs(delta.value))
    return word["say_money"].format(amount=amount, direction=direction, sure=_sure(delta, word))


def _sure(delta: Delta, word: Mapping[str, str]) -> str:
    return word["unsure"] if delta.verdict == "indistinct" else ""


def _line(found: Comparison, key: str) -> Line:
    return next(line for line in found.lines if line.key == key and line.mode is None)


def _money(found: Comparison, amount: float) -> str:
    return f"{show(amount, 'money')} {found.currency}"
