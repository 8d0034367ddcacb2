"""Numbers and tables of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.results import Record


def mean(values: Iterable[float]) -> float:
    """The mean; 0 of nothing."""
    known = list(values)
    return sum(known) / len(known) if known else 0.0


def money(value: float) -> str:
    """Money without its cents."""
    return f"{value:,.0f}"


def percent(value: float) -> str:
    """A share, to a hundredth of a per cent."""
    return f"{100 * value:.2f} %"


def percents(values: Sequence[float]) -> str:
    """Shares beside each other."""
    return " / ".join(f"{100 * value:.2f}" for value in values)


def seconds(value: float) -> str:
    """Seconds, to a tenth."""
    return f"{value:.1f}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """A Markdown table; the columns in ``right`` are set to the right."""
    aligned = set(right)
    lines = [_row(heads), _row(["--:" if at in aligned else "---" for at in range(len(heads))])]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def commits(records: Iterable[Record]) -> str:
    """Which commits were measured: a long benchmark may go on after a change."""
    return ", ".join(dict.fromkeys(r.get("commit", "unknown") for r in records))
