"""Single cells of a comparison's tables: as text, and as a number where a workbook can hold one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scenarios.comparison.model import Delta
from scenarios.number_text import Kind, number_text

Tone: TypeAlias = Literal["", "good", "bad", "faint"]

_FORMS: Mapping[Kind, str] = {"count": "#,##0", "money": "#,##0.00", "hours": "#,##0.0", "share": "0.0%", "km": "#,##0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A cell. ``number`` is its value for a workbook, in the number format ``form``; None where it is only a text."""

    text: str
    number: float | None = None
    form: str = ""
    tone: Tone = ""


def show_delta(value: float, kind: Kind, word: Mapping[str, str]) -> str:
    """A difference with its sign; between shares in percentage points."""
    text = f"{100 * value:.1f} {word['pp']}" if kind == "share" else number_text(value, kind)
    return f"+{text}" if value > 0 else text


def text_item(text: str) -> Item:
    """A text."""
    return Item(text=text)


def number_item(value: float | None, kind: Kind) -> Item:
    """A value; nothing where there is none."""
    return Item(text="") if value is None else Item(text=number_text(value, kind), number=value, form=_FORMS[kind])


def delta_item(delta: Delta, kind: Kind, word: Mapping[str, str], *, better: int, mark: bool = False) -> Item:
    """A difference, ``=`` for none; with ``mark`` a sign before what is not distinguishable."""
    form = f"+{_FORMS[kind]};-{_FORMS[kind]};0"
    if delta.verdict == "same":
        return Item(text="=", number=0.0, form=form, tone="faint")
    unsure = delta.verdict != "differs"
    text = show_delta(delta.value, kind, word)
    tone: Tone = "faint" if unsure else "" if better == 0 else "good" if better * delta.value > 0 else "bad"
    return Item(text=f"≈ {text}" if mark and unsure else text, number=delta.value, form=form, tone=tone)


def verdict_item(delta: Delta, word: Mapping[str, str], *, told: str) -> Item:
    """What a difference is worth, in words; ``told`` is the word's key where it is told apart."""
    key = told if delta.verdict == "differs" else f"is_{delta.verdict}"
    return Item(text=word[key], tone="" if delta.verdict == "differs" else "faint")


def minutes_item(shift: float | None, *, mark: bool = False) -> Item:
    """Minutes later (below zero: earlier); ``=`` for none. ``mark``: it is not distinguishable."""
    if shift is None:
        return Item(text="")
    rounded = round(shift)
    text = "=" if rounded == 0 else f"≈ {rounded:+,}" if mark else f"{rounded:+,}"
    return Item(text=text, number=shift, form="+#,##0;-#,##0;0", tone="faint" if mark or rounded == 0 else "")
