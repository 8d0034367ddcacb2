"""What one field of a record may hold: its kind, its range, what it points to.

The records of ``records.py`` declare their fields with these helpers; validation reads the declarations, and so does
the field dictionary of the file formats. A field without a default is required.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, Literal

Kind = Literal[
    "id", "reference", "text", "choice", "choices", "whole", "number", "flag", "moment", "day", "clock", "span"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One field's rule. ``table`` is what a reference points to; ``choices`` the words that a choice may be."""

    kind: Kind
    least: float | None = None
    above: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    table: str | None = None

    def expects(self) -> str:
        """What a value of this field looks like, as an error says it."""
        if self.kind in ("choice", "choices"):
            words = ", ".join(self.choices)
            return f"one of {words}" if self.kind == "choice" else f"a list of {words}"
        if self.kind == "reference":
            return f"a known id of {self.table}"
        if self.kind in ("whole", "number"):
            noun = "a whole number" if self.kind == "whole" else "a number"
            if self.above is not None:
                return f"{noun} above {self.above:g}"
            if self.least is not None and self.most is not None:
                return f"{noun} from {self.least:g} to {self.most:g}"
            return f"{noun} of at least {self.least:g}" if self.least is not None else noun
        return {
            "id": "an id",
            "text": "a text",
            "flag": "true or false",
            "moment": "a time like 2020-03-10 07:30",
            "day": "a date like 2020-03-10",
            "clock": "a clock time like 07:30",
            "span": "two clock times like 22:00, 06:00",
        }[self.kind]


def _declare(spec: Spec, default: Any) -> Any:
    return field(default=default, metadata={"spec": spec})


def identifier() -> Any:
    """The id of a record, unique in its table."""
    return _declare(Spec(kind="id"), MISSING)


def reference(table: str, default: Any = MISSING) -> Any:
    """The id of a record of ``table``."""
    return _declare(Spec(kind="reference", table=table), default)


def text(default: Any = MISSING) -> Any:
    """Free text."""
    return _declare(Spec(kind="text"), default)


def choice(words: tuple[str, ...], default: Any = MISSING) -> Any:
    """One of ``words``."""
    return _declare(Spec(kind="choice", choices=words), default)


def choices(words: tuple[str, ...], default: Any) -> Any:
    """Any of ``words``, as a tuple in the order of ``words``."""
    return _declare(Spec(kind="choices", choices=words), default)


def whole(default: Any = MISSING, *, least: float | None = 0) -> Any:
    """A whole number of at least ``least``."""
    return _declare(Spec(kind="whole", least=least), default)


def number(
    default: Any = MISSING, *, least: float | None = 0, above: float | None = None, most: float | None = None
) -> Any:
    """A finite number from ``least`` to ``most``, both included, or above ``above``, not included."""
    return _declare(Spec(kind="number", least=least, above=above, most=most), default)


def flag(default: Any = MISSING) -> Any:
    """True or false."""
    return _declare(Spec(kind="flag"), default)


def moment(default: Any = MISSING) -> Any:
    """A ``Minute``."""
    return _declare(Spec(kind="moment"), default)


def day(default: Any = MISSING) -> Any:
    """A ``Day``."""
    return _declare(Spec(kind="day"), default)


def clock(default: Any = MISSING) -> Any:
    """A ``Clock``."""
    return _declare(Spec(kind="clock"), default)


def span(default: Any = MISSING) -> Any:
    """A pair of ``Clock``: start, included, and end, not included; past midnight if need be."""
    return _declare(Spec(kind="span"), default)


def specs(record: type) -> Mapping[str, Spec]:
    """The declared fields of a record class, in order."""
    return {f.name: f.metadata["spec"] for f in fields(record)}


def is_required(record_field: Field[Any]) -> bool:
    """Whether a record needs a value here."""
    return record_field.default is MISSING
