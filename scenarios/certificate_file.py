"""What proves a plan's bound, as ``bound/duals.json`` in its folder: written for an audit and read back strictly."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from optimizer.certificate import Certificate, DemandDual, LimitPrice, SectionPrice, Sums
from optimizer.clock import day_of, show_day
from scenarios.faults import FileFault
from scenarios.json_text import read_json

BOUND_FOLDER = "bound"
CERTIFICATE_FILE = f"{BOUND_FOLDER}/duals.json"
_FORM = 2
_DAYS = frozenset({"date"})


def certificate_bytes(certificate: Certificate) -> bytes:
    """The JSON text: one line for each demand, price and site, so that two can be compared; numbers are exact."""
    document = {
        "form": _FORM,
        "part": certificate.part,
        "sums": asdict(certificate.sums),
        "seats": dict(certificate.seats),
        "potential": dict(certificate.potential),
        "sections": [asdict(row) for row in certificate.sections],
        "limits": [_dated(asdict(row)) for row in certificate.limits],
        "demands": [asdict(row) for row in certificate.demands],
    }
    parts = ",\n".join(f"{json.dumps(key)}: {_lines(value)}" for key, value in document.items())
    return f"{{\n{parts}\n}}\n".encode()


def read_certificate(folder: str | Path) -> tuple[Certificate | None, tuple[FileFault, ...]]:
    """The certificate in a plan's folder and what is wrong with it; None without a fault where there is none.

    An older version's proves nothing any more, and counts as none.
    """
    path = Path(folder) / CERTIFICATE_FILE
    if not path.exists():
        return None, ()
    document, fault = read_json(path)
    if fault is not None:
        return None, (fault,)
    if is_older(document):
        return None, ()
    try:
        return certificate_of(document), ()
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        why = f"{type(error).__name__}: {error}"
        expected = f"the prices of a bound as fangang writes them ({why})"
        return None, (FileFault(place=CERTIFICATE_FILE, expected=expected, advice="Maybe plan again."),)


def is_older(document: Any) -> bool:
    """Whether a document was written by an older version, whose prices proved a bound in another way."""
    return isinstance(document, dict) and isinstance(document.get("form"), int) and document["form"] < _FORM


def certificate_of(document: Any) -> Certificate:
    """The certificate of a document that ``certificate_bytes`` wrote.

    Raises AttributeError, KeyError, OverflowError, TypeError or ValueError for any other.
    """
    if document["form"] != _FORM:
        raise ValueError(document["form"])
    return Certificate(
        part=_number(document["part"]),
        seats=_numbers(document["seats"]),
        potential=_numbers(document["potential"]),
        sections=tuple(SectionPrice(**_row(row)) for row in document["sections"]),
        limits=tuple(LimitPrice(**_row(row)) for row in document["limits"]),
        demands=tuple(DemandDual(**_row(row)) for row in document["demands"]),
        sums=Sums(**_numbers(document["sums"])),
    )


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _cell(key, value) for key, value in row.items()}


def _cell(key: str, value: Any) -> Any:
    if key in _DAYS:
        return day_of(value)
    if key.endswith("_id"):
        if not isinstance(value, str):
            raise TypeError(key)
        return value
    if key == "seq":
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(key)
        return value
    return _number(value)


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    return {key: _number(value) for key, value in values.items()}


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {key: show_day(value) if key in _DAYS else value for key, value in row.items()}


def _lines(value: Any) -> str:
    if isinstance(value, dict):
        cells = [f"{_text(key)}: {_text(cell)}" for key, cell in value.items()]
        return "{" + ",".join(f"\n {cell}" for cell in cells) + "\n}" if cells else "{}"
    if isinstance(value, list):
        return "[" + ",".join(f"\n {_text(row)}" for row in value) + "\n]" if value else "[]"
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
