"""From a request's body to a scenario: JSON document or workbook, within every limit."""

from __future__ import annotations

import re
from collections.abc import Sequence

import anyio
import numpy as np
from fastapi import Request

from api.http.problems import HttpError, unusable
from api.http.reader import DOCUMENT, WORKBOOK, Kind, read_scenario
from api.http.settings import Settings
from api.http.workbook_bytes import harmless
from scenarios import FileFault, Scenario, ScenarioError

JSON_TYPE = "application/json"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ_AT_ONCE = 2
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_TEXTS = re.compile(rb'"[^"]*"')
_NO_STRUCTURE = bytes(set(range(256)) - set(b'[]{}"'))


class Reader:
    """Reads scenarios out of requests, a few at a time. Make one for each app."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limiter = anyio.CapacityLimiter(_READ_AT_ONCE)
        self._closed = False

    def close(self) -> None:
        """Ends the reading processes."""
        self._closed = True

    async def read(self, request: Request) -> Scenario:
        """The scenario in the body. Raises HttpError: 415, 408, 413, or 422 with every fault."""
        kind = _kind(request.headers.get("content-type", ""))
        data = await request.body()
        try:
            return await anyio.to_thread.run_sync(self._read, kind, data, limiter=self._limiter)
        except ScenarioError as error:
            raise unusable(error.faults, self._settings.fault_rows) from None

    def _read(self, kind: Kind, data: bytes) -> Scenario:
        settings = self._settings
        if kind == "json":
            refuse_deep(data, settings.json_depth)
        else:
            data = harmless(data, place=WORKBOOK, most_bytes=settings.unpacked_bytes)
        scenario = read_scenario(
            kind,
            data,
            seconds=settings.read_seconds,
            memory_mb=settings.read_memory_mb,
            should_stop=lambda: self._closed,
        )
        if faults := list(_too_big(scenario, settings)):
            raise ScenarioError(faults)
        return scenario


def refuse_deep(data: bytes, depth: int) -> None:
    """Raises ScenarioError for a JSON document nested deeper than ``depth``, without parsing it."""
    bare = _ESCAPED.sub(b"", data) if b"\\" in data else data
    brackets = np.frombuffer(_TEXTS.sub(b"", bare.translate(None, _NO_STRUCTURE)), dtype=np.uint8)
    opening = np.isin(brackets, np.frombuffer(b"[{", dtype=np.uint8))
    deepest = int(np.cumsum(np.where(opening, 1, -1), dtype=np.int64).max(initial=0))
    if deepest > depth:
        expected = f"JSON nested at most {depth} deep, this goes {deepest} deep"
        raise ScenarioError([FileFault(place=DOCUMENT, expected=expected)])


def _kind(content_type: str) -> Kind:
    media = content_type.partition(";")[0].strip().lower()
    if media == JSON_TYPE:
        return "json"
    if media == XLSX_TYPE:
        return "xlsx"
    raise HttpError(415, f"Content-Type {media or 'missing'}: expected {JSON_TYPE} or {XLSX_TYPE}.")


def _too_big(scenario: Scenario, settings: Settings) -> Sequence[FileFault]:
    problem = scenario.problem
    counts = (
        ("sites", len(problem.sites), settings.max_sites),
        ("demands", len(problem.demands), settings.max_demands),
    )
    advice = "Maybe split the scenario by days or regions, or plan it with the command line."
    return [
        FileFault(place=table, expected=f"at most {most} rows, this has {count}", advice=advice)
        for table, count, most in counts
        if count > most
    ]
