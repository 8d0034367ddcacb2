"""Whatever is sent as a scenario: a clear error, in bounded time and memory, and the service goes on."""

from __future__ import annotations

import io
import json
import multiprocessing
import random
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.http.reader import read_scenario
from api.http.settings import Settings
from api.http.upload import refuse_deep
from scenarios import ScenarioError, loads_json, save
from tests.api.http.conftest import Service, Serving

CHECK = "/api/v1/scenarios/check"
_MOST_GROWTH_MB = 200
_MOST_CHILD_MB = 700
_MEASURE = """
import pathlib, resource, sys
from api.http.reader import read_scenario
from scenarios import ScenarioError

if __name__ == "__main__":
    try:
        data = pathlib.Path(sys.argv[1]).read_bytes()
        read_scenario("xlsx", data, seconds=40, memory_mb=float(sys.argv[2]), should_stop=lambda: False)
    except ScenarioError as error:
        print(error.faults[0].expected)
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6)
"""
_SHEET = "xl/worksheets/sheet1.xml"


def resident_mb() -> float:
    """Memory of this process, in which the service runs."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    from api.http.samples import sample_scenario

    path = tmp_path_factory.mktemp("workbook") / "one.xlsx"
    save(loads_json(sample_scenario()), path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def guarded(serving: Serving) -> Iterator[Service]:
    with serving(Settings(upload_mb=2, unpacked_mb=20, read_seconds=10, read_memory_mb=_MOST_CHILD_MB)) as running:
        yield running


def repacked(workbook: bytes, change: Callable[[str, bytes], bytes | None], level: int = 9) -> bytes:
    """A workbook with its parts changed; None leaves one out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data, compresslevel=level)
    return buffer.getvalue()


def instead(name: str, data: bytes | None) -> Callable[[str, bytes], bytes | None]:
    return lambda part, before: data if part == name else before


def sheet(rows: bytes) -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b'<?xml version="1.0"?><worksheet ' + space + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def shared_strings_bomb(workbook: bytes) -> bytes:
    """One text of a megabyte, in 100 000 cells: small to send, small to unpack, 100 GB when read."""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = b'<?xml version="1.0"?><sst ' + space + b' count="1"><si><t>' + b"x" * 1_000_000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 100_001))
    parts = {"xl/sharedStrings.xml": texts, _SHEET: sheet(rows)}
    return repacked(workbook, parts.get)


def lying_size(workbook: bytes) -> bytes:
    """A bomb whose directory says that it is small."""
    data = bytearray(repacked(workbook, instead(_SHEET, sheet(b" " * 50_000_000))))
    at = data.index(b"PK\x01\x02")
    while data[at : at + 4] == b"PK\x01\x02":
        lengths = [int.from_bytes(data[at + n : at + n + 2], "little") for n in (28, 30, 32)]
        if bytes(data[at + 46 : at + 46 + lengths[0]]) == _SHEET.encode():
            data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at += 46 + sum(lengths)
    return bytes(data)


def overlapping(workbook: bytes) -> bytes:
    """One packed part under 5000 names."""
    data = repacked(workbook, lambda name, part: sheet(b" " * 900_000) if name == _SHEET else None)
    at, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry, count = data[at:end], 5000
    tail = bytearray(data[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return data[:at] + entry * count + bytes(tail)


BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "spaces": lambda w: repacked(w, instead(_SHEET, sheet(b" " * 100_000_000))),
    "many middling parts": lambda w: repacked(w, lambda name, data: data + b" " * 12_000_000, level=1),
    "lying size": lying_size,
    "overlapping parts": overlapping,
    "shared strings": shared_strings_bomb,
    "far cell": lambda w: repacked(w, instead(_SHEET, sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))),
    "far cell without an end": lambda w: repacked(
        w, instead(_SHEET, sheet(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="ZZ900000"/></row>'))
    ),
    "many cells": lambda w: repacked(w, instead(_SHEET, sheet(b"<row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row>"))),
    "entities": lambda w: repacked(
        w,
        instead(
            _SHEET,
            b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "' + b"a" * 1000 + b'">'
            b'<!ENTITY b "' + b"&a;" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000 + b'">]>'
            b"<worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>",
        ),
    ),
    "deep xml": lambda w: repacked(w, instead(_SHEET, b"<a>" * 1_000_000)),
}
BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "no sheet": lambda w: repacked(w, instead(_SHEET, None)),
    "no list of sheets": lambda w: repacked(w, instead("xl/workbook.xml", None)),
    "empty list of sheets": lambda w: repacked(w, instead("xl/workbook.xml", b"")),
    "no content types": lambda w: repacked(w, lambda name, data: data if name.startswith("xl/") else None),
    "sheet of noise": lambda w: repacked(w, instead(_SHEET, random.Random(1).randbytes(5000))),
    "half a sheet": lambda w: repacked(w, lambda name, data: data[: len(data) // 2] if name == _SHEET else data),
    "empty archive": lambda _: repacked_empty(),
    "nothing": lambda _: b"",
    "a csv": lambda _: "需求编号,人数\n1,2\n".encode(),
    "an old xls": lambda _: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000,
}


def repacked_empty() -> bytes:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    return buffer.getvalue()


def assert_clear(service: Service, data: bytes) -> None:
    before = resident_mb()
    answer = service.post_workbook(CHECK, data)
    assert answer.status_code in (413, 422), answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert "Traceback" not in answer.text
    assert problem["detail"]
    assert answer.status_code == 413 or all(fault["expected"] for fault in problem["faults"])
    assert resident_mb() - before < _MOST_GROWTH_MB
    assert service.client.get("/api/v1/health").status_code == 200


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs(guarded: Service, workbook: bytes, kind: str) -> None:
    assert_clear(guarded, BOMBS[kind](workbook))


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_workbooks(guarded: Service, workbook: bytes, kind: str) -> None:
    assert_clear(guarded, BROKEN[kind](workbook))


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes(guarded: Service, seed: int) -> None:
    dice = random.Random(seed)
    assert_clear(guarded, (b"PK\x03\x04" if seed % 2 else b"") + dice.randbytes(dice.randrange(1, 50_000)))


@pytest.mark.parametrize("seed", range(10))
def test_workbooks_with_bytes_changed(guarded: Service, workbook: bytes, seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(workbook[: dice.randrange(len(workbook) // 2, len(workbook))] if seed % 2 else workbook)
    for _ in range(200):
        data[dice.randrange(len(data))] = dice.randrange(256)
    assert_clear(guarded, bytes(data))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe{}",
        b'{"a": NaN}',
        b'{"scenario": {}, "scenario": {}}',
        b"1" * 20_000,
    ],
    ids=repr,
)
def test_what_is_no_document(guarded: Service, body: bytes) -> None:
    answer = guarded.client.post(CHECK, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["faults"]


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":['])
def test_deep_nesting_is_refused_unparsed(guarded: Service, opening: str) -> None:
    body = opening * 200_000
    answer = guarded.client.post(CHECK, content=body[:1_900_000], headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert "deep" in answer.json()["faults"][0]["expected"]


def test_brackets_in_texts_are_no_nesting(scenario: dict[str, Any]) -> None:
    scenario["sites"][0]["name"] = '[{"\\' * 100
    refuse_deep(json.dumps(scenario, ensure_ascii=False).encode(), 5)
    with pytest.raises(ScenarioError):
        refuse_deep(json.dumps(scenario).encode(), 2)


def test_a_body_above_the_limit_is_413_with_and_without_its_length(guarded: Service) -> None:
    headers = {"Content-Type": "application/json"}
    whole = guarded.client.post(CHECK, content=b" " * 2_000_001, headers=headers)
    pieces = guarded.client.post(CHECK, content=(b" " * 100_000 for _ in range(30)), headers=headers)
    assert (whole.status_code, pieces.status_code) == (413, 413)
    assert "2000000" in whole.json()["detail"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [("Content-Length: 100", 408), ("Content-Length: 900000000\r\nExpect: 100-continue", 413)],
)
def test_a_body_that_does_not_come_is_not_waited_for(serving: Serving, headers: str, status: int) -> None:
    with serving(Settings(body_seconds=0.3)) as service:
        address = ("127.0.0.1", int(service.url.rpartition(":")[2]))
        with socket.create_connection(address, timeout=10) as line:
            line.sendall(
                f"POST {CHECK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{headers}\r\n\r\n".encode()
            )
            assert line.recv(4096).startswith(f"HTTP/1.1 {status}".encode())


def test_reading_ends_when_its_time_is_over(scenario: dict[str, Any]) -> None:
    scenario["sites"] += [{f"c{n}": 1} for n in range(10_000)]
    body = json.dumps(scenario).encode()
    with pytest.raises(ScenarioError) as told:
        read_scenario("json", body, seconds=0.1, memory_mb=1000, should_stop=lambda: False)
    assert "0.1 s" in told.value.faults[0].expected
    assert not [child for child in multiprocessing.active_children() if child.name.startswith("read ")]


def test_reading_ends_when_its_memory_is_full(workbook: bytes, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(shared_strings_bomb(workbook))
    ended = subprocess.run(
        [sys.executable, "-c", _MEASURE, bomb, str(_MOST_CHILD_MB)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    told, largest = ended.stdout.splitlines()
    assert f"{_MOST_CHILD_MB} MB" in told
    assert 100 < float(largest) < _MOST_CHILD_MB


def test_a_scenario_too_big_to_plan_is_told_so(serving: Serving, scenario: dict[str, Any]) -> None:
    with serving(Settings(max_sites=5)) as service:
        faults = service.post_json(CHECK, scenario).json()["faults"]
    assert faults[0]["place"] == "sites"
    assert faults[0]["expected"] == "at most 5 rows, this has 8"
