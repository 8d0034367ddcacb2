"""What whoever typed a broken cell may have meant: one sentence that begins with "Maybe", or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from optimizer.problem.fields import Spec

_LONGEST = 40
_MOST_CANDIDATES = 20000
_OTHER_TIMES = (
    "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y-%m-%d %H:%M",
)  # fmt: skip
_OTHER_DAYS = ("%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d")
_OTHER_CLOCKS = ("%H:%M:%S", "%H：%M", "%H.%M", "%H%M", "%I:%M %p")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}([,，]\d{3})+(\.\d+)?")


def closest(word: str, words: Sequence[str]) -> str | None:
    """The word that looks most like ``word``, None where none does or looking would take too long."""
    if len(word) > _LONGEST or len(words) > _MOST_CANDIDATES:
        return None
    found = get_close_matches(word, words, n=1, cutoff=0.75)
    return found[0] if found else None


_OF_RULES = {
    ("demands", "due"): "Maybe ready and due have changed places.",
    ("demands", "due_from"): "Maybe due_from and due have changed places.",
    ("links", "to_id"): "Maybe the way back was meant.",
    ("services", "min_units"): "Maybe min_units and max_units have changed places.",
    ("service_stops", "arrival"): "Maybe the date is that of another day, or two stops have each other's seq.",
    ("service_stops", "departure"): "Maybe the date is that of another day, or two stops have each other's seq.",
}
"""For a cell that can be read but breaks a rule, by table and column."""


def advise_rule(table: str, column: str) -> str:
    """Advice for a cell that its field can hold but that does not go with others."""
    return _OF_RULES.get((table, column), "")


def advise(spec: Spec, cell: Any) -> str:
    """Advice for a cell that its field cannot hold."""
    text = cell.strip() if isinstance(cell, str) else ""
    if text.startswith("="):
        return "Maybe a formula without its result: open the workbook in a spreadsheet program and save it."
    match spec.kind:
        case "moment":
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                return "Maybe the cell is a date shown as a number: give it a date and time format."
            return _rewritten(text, _OTHER_TIMES, "%Y-%m-%d %H:%M") or _midnight(text)
        case "day":
            return _rewritten(text, _OTHER_DAYS, "%Y-%m-%d")
        case "clock":
            return _rewritten(text, _OTHER_CLOCKS, "%H:%M")
        case "choice" | "choices":
            word = closest(text.lower(), spec.choices)
            return f"Maybe {word} was meant." if word else ""
        case "whole" | "number":
            return _number(text, spec)
        case _:
            return ""


def _number(text: str, spec: Spec) -> str:
    if _THOUSANDS.fullmatch(text):
        return f"Maybe write it as {text.replace(',', '').replace('，', '')}."
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        return f"Maybe write it as {text.replace(',', '.')}."
    if text.endswith("%") and spec.most == 1:
        return "Maybe write a percentage as a share, 0.5 for 50 %."
    return ""


def _rewritten(text: str, forms: Sequence[str], wanted: str) -> str:
    for form in forms:
        try:
            found = datetime.strptime(text, form)
        except ValueError:
            continue
        if "%Y" in wanted and found.year < 1000:
            continue
        written = found.strftime(wanted)
        return f"Maybe write it as {written}." if written != text else ""
    return ""


def _midnight(text: str) -> str:
    for form in ("%Y-%m-%d", *_OTHER_DAYS):
        try:
            return f"Maybe the clock time is missing: {datetime.strptime(text, form).strftime('%Y-%m-%d')} 07:30."
        except ValueError:
            continue
    return ""
