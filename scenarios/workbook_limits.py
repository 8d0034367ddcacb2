"""What a sheet of an ``.xlsx`` workbook can hold (ECMA-376, and Excel's specifications and limits)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from scenarios.display_width import display_width

MOST_ROWS = 1 << 20
MOST_TEXT = 32767
"""Letters of one cell."""

_NARROWEST = 8
_LOOKED_AT = 200
_NOT_IN_XML = frozenset("\ufffe\uffff")


def can_hold(text: str) -> bool:
    """Whether every letter is one of XML: no half of a surrogate pair, no U+FFFE, no U+FFFF."""
    return text.isascii() or not any(map(_is_not_in_xml, text))


def fitting(text: str) -> str:
    """The text as a cell can hold it: ``�`` for each letter that is none of XML, ``…`` where it is too long."""
    good = text if can_hold(text) else "".join("\ufffd" if _is_not_in_xml(letter) else letter for letter in text)
    return good if len(good) <= MOST_TEXT else f"{good[: MOST_TEXT - 1]}…"


def column_widths(heads: Sequence[str], rows: Iterable[Iterable[str]], *, widest: int, widest_head: int) -> list[int]:
    """Widths in letters that show the headings and the texts of the first rows, each within its limit."""
    widths = [max(_NARROWEST, min(widest_head, display_width(head) + 2)) for head in heads]
    for row in islice(rows, _LOOKED_AT):
        for column, text in enumerate(row):
            widths[column] = max(widths[column], min(widest, display_width(text) + 2))
    return widths


def _is_not_in_xml(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff" or letter in _NOT_IN_XML
