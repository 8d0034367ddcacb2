"""How much of a sheet fits on one page of A4, estimated from how ``page.py`` sets it (heights in CSS pixels)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from scenarios.display_width import display_width

PAGE = 980.0
"""273 mm between the margins are 1032; the rest is for fonts that run wider than those measured."""

TITLE = 80.0
TABLE_HEAD = 48.0
NOTE = 16.0
_FACT_LINE = 16.5
_LINE = 13.4
_PADDING = 4.4
_FACT_LETTERS = 88
_LETTERS_BESIDE_NUMBERS = 70


def facts_height(facts: Sequence[tuple[str, str]]) -> float:
    """The list of facts under the title."""
    return sum(_FACT_LINE * _lines(value, _FACT_LETTERS) for _, value in facts)


def row_height(cells: Sequence[str]) -> float:
    """A table's row, of which the longest cell has most of the width."""
    return _PADDING + _LINE * _lines(max(cells, key=display_width), _LETTERS_BESIDE_NUMBERS)


def rows_that_fit(heights: Iterable[float], room: float) -> int:
    """How many rows, from the first on, fit in the room."""
    return sum(1 for total in accumulate(heights) if total <= room)


def _lines(text: str, letters: int) -> int:
    return max(1, -(-display_width(text) // letters))
