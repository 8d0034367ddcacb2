"""How wide a text is set, counted in Latin letters."""

from __future__ import annotations

from unicodedata import east_asian_width


def display_width(text: str) -> int:
    """Letters, wide and full-width ones (Unicode Standard Annex 11) twice: 返岗 is as wide as four Latin letters."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
