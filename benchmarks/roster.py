"""A roster of many rows, some broken, taken in: accepted rows, errors by row, seconds and memory.

    python -m benchmarks.roster [--rows 50000] [--broken 500] [--url postgresql://…] [--folder DIR]

Without ``--url`` the database is a new SQLite file in a folder that is removed afterwards. Seconds count everything
between the file's bytes and the committed rows: parsing, checks, sealing, writing, the audit log.
"""

from __future__ import annotations

import argparse
import io
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from sqlalchemy import func, select

from api.http.workbook_bytes import harmless
from api.service.people.documents import check_letter
from api.service.people.tables import Worker, WorkerKey
from api.service.requests.form import From, Where
from api.service.requests.roster.file import ROSTER
from api.service.requests.roster.upload import take_roster
from api.service.store import Database
from tests.api.service.asking import asking
from tests.api.service.workers_for_tests import HEADING, roster_csv

_UNPACKED = 200_000_000


def main() -> None:
    """Prints a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--broken", type=int, default=500)
    parser.add_argument("--url", default="", help="an empty database; each format adds a campaign to it")
    given = parser.parse_args()
    rows = made_rows(given.rows, given.broken)
    files = {"csv": roster_csv(rows), "gb18030": roster_csv(rows).decode().encode("gb18030"), "xlsx": workbook(rows)}
    for name, data in files.items():
        with tempfile.TemporaryDirectory(prefix="fangang-") as folder:
            measure(name, data, given.url or f"sqlite:///{Path(folder) / 'roster.db'}", given.rows, given.broken)


def measure(name: str, data: bytes, url: str, rows: int, broken: int) -> None:
    """Takes the file in and prints what came of it; raises AssertionError where a row went astray."""
    database = Database.open(url)
    there = asking(database)
    request_id = there.file(origins=[From(place=Where(name="兴文县"), headcount=rows)])
    before = _memory_mb()
    began, began_cpu = time.perf_counter(), time.process_time()
    clean = harmless(data, place=ROSTER, most_bytes=_UNPACKED) if name == "xlsx" else data
    report = take_roster(database, there.ours, there.vault, request_id, clean, most_faults=rows)
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    with database.read(there.planner) as unit:
        workers = unit.session.scalar(select(func.count()).where(Worker.request_id == request_id))
        keys = unit.session.scalar(select(func.count()).where(WorkerKey.request_id == request_id))
    database.close()
    assert (report.added, report.broken, len(report.faults)) == (rows - broken, broken, broken), report
    assert workers == keys == rows - broken
    print(
        f"{name:8} {len(data) / 1e6:5.1f} MB  {report.added} accepted, {len(report.faults)} errors by row  "
        f"{seconds:5.2f} s ({cpu:.2f} s of this process)  "
        f"peak memory +{_memory_mb() - before:.0f} MB of {_memory_mb():.0f} MB"
    )


def made_rows(count: int, broken: int) -> list[list[str]]:
    """Rows of different people; every so many-th has a document whose last digit is wrong, or a bad phone or date."""
    every = max(1, count // broken) if broken else count + 1
    rows = [_row(number) for number in range(count)]
    for number, at in enumerate(range(0, broken * every, every)):
        row = rows[at]
        match number % 3:
            case 0:
                row[2] = row[2][:-1] + ("1" if row[2][-1] != "1" else "2")
            case 1:
                row[3] = "12345"
            case _:
                row[7] = "2020-02-31"
    return rows


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as a workbook of texts."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((HEADING, *rows)):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
    return buffer.getvalue()


def _row(number: int) -> list[str]:
    days, order = divmod(number, 1000)
    year, day = divmod(days, 336)
    month, day = divmod(day, 28)
    first = f"511528{1970 + year:04d}{month + 1:02d}{day + 1:02d}{order:03d}"
    phone = f"13{number:09d}"
    return [
        f"王{chr(0x4E00 + number % 3000)}", "居民身份证", first + check_letter(first), phone, "兴文县", "健康证明",
        "兴文县人民医院", "2020-02-20", "2020-03-20",
    ]  # fmt: skip


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
