"""A comparison as tables, whatever they are shown on: what is said, in which order and in which form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scenarios.comparison.items import Item, delta_item, minutes_item, number_item, text_item, verdict_item
from scenarios.comparison.model import DIMENSIONS, Change, Comparison, Delta, Dimension, Group, Line
from scenarios.comparison.way_text import side_text
from scenarios.comparison.words import words_of
from scenarios.words import MODE_WORDS

Key: TypeAlias = Literal["figures", "origin", "destination", "employer", "day", "changes", "differences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. ``numbers`` are the places of columns set to the right; ``key`` and ``other`` say which table it is.

    ``other``: which plan is compared with the first, counted from 1 behind it; 0 in tables of all plans.
    """

    key: Key
    other: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Item, ...], ...]
    numbers: frozenset[int]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is shown: rows of a table (None: all), ways of a demand, and groups without any difference or not."""

    rows: int | None = None
    ways: int = 2
    unchanged: bool = True


def letter(n: int) -> str:
    """What the plan at ``n`` is called in the heads of columns: A, B, …, then P27, P28, …"""
    return chr(ord("A") + n) if n < 26 else f"P{n + 1}"


def tables(found: Comparison, lang: str, extent: Extent) -> tuple[Table, ...]:
    """All tables, the most important ones first."""
    return tuple(_tables(found, lang, extent))


def _tables(found: Comparison, lang: str, extent: Extent) -> Iterator[Table]:
    word = words_of(found, lang)
    yield _figures(found, lang, word)
    others = range(1, len(found.names))
    yield from (_differences(found, n, word, extent) for n in others if not found.scenarios[n - 1].none)
    yield from (_group_table(found, dimension, word, extent) for dimension in DIMENSIONS)
    yield from (_changes(found, n, lang, word, extent) for n in others)


def line_name(line: Line, lang: str, word: Mapping[str, str]) -> str:
    """What a figure is called."""
    if line.mode is None:
        return word[line.key]
    return word.get(f"mode_{line.key}", word[line.key]).format(mode=MODE_WORDS[lang][line.mode])


def _figures(found: Comparison, lang: str, word: Mapping[str, str]) -> Table:
    columns, numbers = [word["figure"], letter(0)], {1}
    for n in range(1, len(found.names)):
        numbers |= {len(columns), len(columns) + 1}
        columns += [letter(n), _pair("difference", n, word), _pair("verdict", n, word)]
    return Table(
        key="figures",
        other=0,
        title=word["figures"],
        columns=tuple(columns),
        rows=tuple(tuple(_line(found, line, lang, word)) for line in found.lines),
        numbers=frozenset(numbers),
        note=word["rule_same"] if found.same_scenario else f"{word['legend']} {word['rule_other']}",
    )


def _line(found: Comparison, line: Line, lang: str, word: Mapping[str, str]) -> Iterator[Item]:
    name = line_name(line, lang, word)
    yield text_item(f"{name} ({found.currency})" if line.kind == "money" else name)
    yield number_item(line.values[0], line.kind)
    for n, (value, delta) in enumerate(zip(line.values[1:], line.deltas, strict=True)):
        yield number_item(value, line.kind)
        yield delta_item(delta, line.kind, word, better=line.better, mark=True)
        told = "is_exact" if found.scenarios[n].none else "is_apart"
        if told == "is_apart" and line.key in ("asked", "bound", "gap", "net_gap"):
            told = "is_fact"
        elif told == "is_apart" and line.key == "objective":
            told = "is_proven"
        yield verdict_item(delta, word, told=told)


def _group_table(found: Comparison, dimension: Dimension, word: Mapping[str, str], extent: Extent) -> Table:
    of_days = dimension == "day"
    everyone = found.groups[dimension]
    shown = [group for group in everyone if extent.unchanged or group.differs]
    heads, numbers = _group_heads(found, of_days=of_days, word=word)
    rows = tuple(tuple(_group(group, word, of_days=of_days)) for group in shown[: extent.rows])
    notes = [word["unchanged"].format(count=len(everyone) - len(shown))] if shown and len(shown) < len(everyone) else []
    if not any(group.differs for group in everyone):
        notes.insert(0, word["nothing"])
    elif any(item.text.startswith("≈") for row in rows for item in row[1:]):
        notes.append(word["legend"])
    return Table(
        key=dimension,
        other=0,
        title=word[dimension],
        columns=tuple(heads),
        rows=rows,
        numbers=numbers,
        note=" ".join([*_rest(len(shown) - len(rows), word), *notes]),
    )


def _group_heads(found: Comparison, *, of_days: bool, word: Mapping[str, str]) -> tuple[list[str], frozenset[int]]:
    plans, others = range(len(found.names)), range(1, len(found.names))
    heads = [word["date" if of_days else "name"]]
    if not of_days:
        heads += [f"{word['column_asked']} {letter(n)}" for n in plans]
    heads += [f"{word['column_served']} {letter(n)}" for n in plans]
    heads += [f"{word['column_served']} {_pair('difference', n, word)}" for n in others]
    heads += [f"{word['column_money']} {_pair('difference', n, word)}" for n in others]
    heads += [f"{word['column_per_worker']} {letter(n)}" for n in plans]
    if not of_days:
        heads += [f"{word['column_shift']} {_pair('difference', n, word)}" for n in others]
    return heads, frozenset(range(1, len(heads)))


def _group(group: Group, word: Mapping[str, str], *, of_days: bool) -> Iterator[Item]:
    yield text_item(group.name or word["nowhere"])
    if not of_days:
        yield from (number_item(cell.asked or 0, "count") for cell in group.cells)
    yield from (number_item(cell.served, "count") for cell in group.cells)
    yield from (delta_item(delta, "count", word, better=1, mark=True) for delta in group.served)
    yield from (delta_item(delta, "money", word, better=0, mark=True) for delta in group.money)
    yield from (number_item(cell.money_per_worker, "money") for cell in group.cells)
    if not of_days:
        yield from (_shift(shift) for shift in group.shifts)


def _shift(shift: Delta | None) -> Item:
    return minutes_item(None) if shift is None else minutes_item(shift.value, mark=shift.verdict == "indistinct")


def _changes(found: Comparison, n: int, lang: str, word: Mapping[str, str], extent: Extent) -> Table:
    everyone = found.changes[n - 1]
    rows = everyone[: extent.rows]
    names = ("demand", "employer_name", "from", "to", "what", "workers")
    heads = [word["plan_employer"] if name == "employer_name" else word[name] for name in names]
    return Table(
        key="changes",
        other=n,
        title=word["changes"].format(first=letter(0), other=letter(n)),
        columns=(*heads, letter(0), letter(n), word["column_shift"]),
        rows=tuple(tuple(_change(found, change, lang, extent.ways)) for change in rows),
        numbers=frozenset({5, 8}),
        note=" ".join(_rest(len(everyone) - len(rows), word)) if everyone else word["nothing"],
    )


def _change(found: Comparison, change: Change, lang: str, most_ways: int) -> Iterator[Item]:
    word = words_of(found, lang)
    yield from map(text_item, (change.demand_id, change.employer, change.pickup, change.workplace))
    yield text_item(", ".join(word.get(f"what_{what}", word[what]) for what in change.what))
    yield number_item(change.workers, "count")
    yield text_item(side_text(found, change.before, lang, most_ways))
    yield text_item(side_text(found, change.after, lang, most_ways))
    yield minutes_item(change.shift_min)


def _differences(found: Comparison, n: int, word: Mapping[str, str], extent: Extent) -> Table:
    difference = found.scenarios[n - 1]
    first, other = letter(0), letter(n)
    rows = [(key, there, here) for key, there, here in difference.settings]
    for table in difference.tables:
        rows += [(f"{table.table}.csv", row, "") for row in table.only_first]
        rows += [(f"{table.table}.csv", "", row) for row in table.only_other]
    shown = rows[: extent.rows]
    return Table(
        key="differences",
        other=n,
        title=word["differences"].format(first=first, other=other),
        columns=(word["where"], word["only_first"].format(first=first), word["only_other"].format(other=other)),
        rows=tuple(tuple(map(text_item, row)) for row in shown),
        numbers=frozenset(),
        note=" ".join(_rest(len(rows) - len(shown), word)),
    )


def _pair(key: str, n: int, word: Mapping[str, str]) -> str:
    return word[key].format(first=letter(0), other=letter(n))


def _rest(count: int, word: Mapping[str, str]) -> Sequence[str]:
    return [word["more_rows"].format(count=f"{count:,}") + "."] if count > 0 else []
