"""From a cell to a value and back: one reader and one writer per kind of field, the same for every format.

A text, a spreadsheet's number or date and a JSON value that say the same thing are read as the same value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from optimizer.clock import DAY_MINUTES, clock_of, day_of, minute_of, show_clock, show_day, show_minute
from optimizer.problem.fields import Kind, Spec
from scenarios.raw import Cell

MOST_EXACT = 2**53
"""Whole numbers above this are not exact in a spreadsheet nor in every JSON reader."""

_TRUE = frozenset({"true", "1", "yes", "y", "t", "是"})
_FALSE = frozenset({"false", "0", "no", "n", "f", "否"})


class BadCellError(Exception):
    """A cell that says nothing its column may hold."""


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """A cell as text, stripped: ``3.0`` is ``3``, a date ``2020-03-10``. Raises BadCellError for lists and the like."""
    if isinstance(cell, str):
        text = cell.strip()
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            raise BadCellError
        return text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return show_number(cell)
    if isinstance(cell, datetime):
        return show_minute(_minute(cell))
    if isinstance(cell, date):
        return show_day(cell.toordinal())
    if isinstance(cell, time | timedelta):
        return show_clock(_clock(cell))
    raise BadCellError


def show_number(value: float) -> str:
    """A number without loss and without a needless ``.0``. Raises BadCellError for one too long to be written."""
    if isinstance(value, float) and value.is_integer() and abs(value) < MOST_EXACT:
        return str(int(value))
    try:
        return repr(value)
    except ValueError as error:
        raise BadCellError from error


def read_cell(cell: Cell, spec: Spec) -> Any:
    """The value of a cell that is not blank. Raises BadCellError where it is of no use to a field of this kind."""
    try:
        read = _FREE.get(spec.kind)
        return _BOUND[spec.kind](cell, spec) if read is None else read(cell)
    except (ValueError, OverflowError) as error:
        raise BadCellError from error


def show_cell(value: Any, spec: Spec) -> Any:
    """A value as a file has it: text, number or true / false; None stays None."""
    if value is None or value == "":
        return None
    match spec.kind:
        case "moment":
            return show_minute(value)
        case "day":
            return show_day(value)
        case "clock":
            return show_clock(value)
        case "span":
            return [show_clock(part) for part in value]
        case "choices":
            return list(value)
        case "number":
            return int(value) if isinstance(value, float) and value.is_integer() else value
        case _:
            return value


def _read_choice(cell: Cell, spec: Spec) -> str:
    word = text_of(cell).lower()
    if word not in spec.choices:
        raise BadCellError
    return word


def _read_number(cell: Cell, spec: Spec) -> float:
    value = float(_numeral(cell))
    if not math.isfinite(value) or not _in_range(value, spec):
        raise BadCellError
    return value


def _read_whole(cell: Cell, spec: Spec) -> int:
    numeral = _numeral(cell)
    try:
        value = int(numeral) if not isinstance(numeral, float) else _whole(numeral)
    except ValueError:
        value = _whole(_read_number(cell, Spec(kind="number")))
    if abs(value) > MOST_EXACT or not _in_range(value, spec):
        raise BadCellError
    return value


def _numeral(cell: Cell) -> str | int | float:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise BadCellError
    if isinstance(cell, str) and "_" in cell:
        raise BadCellError
    return cell


def _whole(value: float) -> int:
    if not value.is_integer():
        raise BadCellError
    return int(value)


def _in_range(value: float, spec: Spec) -> bool:
    return (
        (spec.least is None or value >= spec.least)
        and (spec.above is None or value > spec.above)
        and (spec.most is None or value <= spec.most)
    )


def _read_flag(cell: Cell) -> bool:
    word = text_of(cell).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadCellError


def _read_moment(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return _minute(cell)
    if isinstance(cell, date):
        return cell.toordinal() * DAY_MINUTES
    return minute_of(_only_text(cell))


def _read_day(cell: Cell) -> int:
    if isinstance(cell, date):
        return cell.toordinal()
    text = _only_text(cell)
    try:
        return day_of(text)
    except ValueError:
        return minute_of(text) // DAY_MINUTES


def _read_clock(cell: Cell) -> int:
    if isinstance(cell, time | timedelta | date):
        return _clock(cell)
    return clock_of(_only_text(cell))


def _only_text(cell: Cell) -> str:
    if not isinstance(cell, str):
        raise BadCellError
    return cell.strip()


def _minute(cell: datetime) -> int:
    """The minute of a spreadsheet's or TOML's time; one with seconds left over says something else."""
    if cell.tzinfo is not None:
        raise BadCellError
    seconds = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
    return cell.toordinal() * DAY_MINUTES + _minutes(seconds)


def _clock(cell: time | timedelta | date) -> int:
    if isinstance(cell, timedelta):
        seconds = cell.total_seconds()
    elif isinstance(cell, time):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
    elif cell.year == 1900 and cell.toordinal() == date(1900, 1, 1).toordinal():  # 24:00 as a spreadsheet counts
        seconds = 0.0
    else:
        raise BadCellError
    minutes = _minutes(seconds)
    if not 0 <= minutes <= DAY_MINUTES:
        raise BadCellError
    return minutes % DAY_MINUTES


def _minutes(seconds: float) -> int:
    """Whole minutes; a spreadsheet's fraction of a day may be off by a moment."""
    minutes = round(seconds / 60)
    if abs(seconds - minutes * 60) > 0.5:
        raise BadCellError
    return minutes


def _read_span(cell: Cell) -> tuple[int, int]:
    start, end = _parts(cell, 2)
    return _read_setting_clock(start), _read_setting_clock(end)


def _read_setting_clock(cell: Cell) -> int:
    if isinstance(cell, str) and cell.strip().count(":") == 2:
        cell = cell.strip().removesuffix(":00")
    return _read_clock(cell)


def _read_choices(cell: Cell, spec: Spec) -> tuple[str, ...]:
    words = [_read_choice(word, spec) for word in _parts(cell, None)]
    return tuple(word for word in spec.choices if word in words)


def read_days(cell: Cell) -> tuple[int, int]:
    """First and last date of a horizon. Raises BadCellError."""
    first, last = _parts(cell, 2)
    day = Spec(kind="day")
    return read_cell(first, day), read_cell(last, day)


def _parts(cell: Cell, count: int | None) -> list[Cell]:
    if not isinstance(cell, list | tuple) or (count is not None and len(cell) != count):
        raise BadCellError
    return list(cell)


_FREE: Mapping[Kind, Callable[[Cell], Any]] = {
    "id": text_of,
    "reference": text_of,
    "text": text_of,
    "flag": _read_flag,
    "moment": _read_moment,
    "day": _read_day,
    "clock": _read_clock,
    "span": _read_span,
}
_BOUND: Mapping[Kind, Callable[[Cell, Spec], Any]] = {
    "choice": _read_choice,
    "choices": _read_choices,
    "whole": _read_whole,
    "number": _read_number,
}
"""Readers that need to know more of a field than its kind."""
