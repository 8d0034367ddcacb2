"""A comparison in a few sentences: what a planner reads first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenarios.comparison.model import Comparison, Delta, Line
from scenarios.comparison.words import words_of
from scenarios.number_text import money_text, number_text


def sentences(found: Comparison, lang: str) -> tuple[str, ...]:
    """Everything that ``paragraphs`` and ``remarks`` say, in that order."""
    return (*(text for paragraph in paragraphs(found, lang) for text in paragraph), *remarks(found, lang))


def paragraphs(found: Comparison, lang: str) -> tuple[tuple[str, ...], ...]:
    """For each plan but the first: is it better and how sure is that, then whom it serves and what it takes."""
    return tuple(tuple(_about(found, other, words_of(found, lang))) for other in range(1, len(found.names)))


def remarks(found: Comparison, lang: str) -> tuple[str, ...]:
    """What holds for all plans, and what words mean."""
    word = words_of(found, lang)
    said = [word["say_refuted"].format(name=found.names[n]) for n in found.refuted]
    if found.best_bound is not None:
        said.append(word["say_bound"].format(bound=_money(found, found.best_bound)))
    said.append(word["say_told"])
    if found.recurring:
        said.append(word["recurring"])
    return tuple(said)


def _about(found: Comparison, other: int, word: Mapping[str, str]) -> Iterator[str]:
    names = {"first": found.names[0], "other": found.names[other]}
    if found.identical(other):
        yield word["say_identical"].format(**names)
        return
    yield _objective(found, other, names, word)
    yield from _crossing(found, other, names, word)
    delta = _line(found, "served").deltas[other - 1]
    if delta.verdict == "same":
        yield word["say_served_same"].format(**names)
    else:
        direction = word["more" if delta.value > 0 else "fewer"]
        count = number_text(abs(delta.value), "count")
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
    if optimum is None:
        if delta.verdict == "same":
            return word["say_equal"].format(**names)
        share = number_text(abs(delta.value) / line.values[0], "share") if line.values[0] else "–"
        return word["say_better" if delta.value < 0 else "say_worse"].format(amount=amount, share=share, **names)
    least, most = _money(found, optimum.least), _money(found, optimum.most)
    if delta.verdict == "same":
        key = "say_equal" if least == most else "say_equal_plans"
        return word[key].format(least=least, most=most, **names)
    if optimum.least <= 0 <= optimum.most:
        direction = word["higher" if delta.value > 0 else "lower"]
        return word["say_indistinct"].format(amount=amount, direction=direction, least=least, most=most, **names)
    low, high = (_money(found, end) for end in sorted((abs(optimum.least), abs(optimum.most))))
    between = low if low == high else word["range"].format(low=low, high=high)
    return word["say_dearer" if optimum.least > 0 else "say_cheaper"].format(range=between, **names)


def _crossing(found: Comparison, other: int, names: Mapping[str, str], word: Mapping[str, str]) -> Iterator[str]:
    """A plan that beats the other one in the other one's own scenario: there a better plan is known than that one."""
    crossing = found.crossings[other - 1]
    if crossing is None:
        return
    own = found.figures[0].objective, found.figures[other].objective
    for crossed, beaten, plan, there in (
        (crossing.first_in_other, own[1], names["first"], names["other"]),
        (crossing.other_in_first, own[0], names["other"], names["first"]),
    ):
        if crossed is not None and crossed < beaten - 1e-6 * max(1.0, beaten):
            yield word["say_crossed"].format(plan=plan, there=there, amount=_money(found, beaten - crossed))


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
    return money_text(amount, found.currency)
