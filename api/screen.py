"""A sheet, violations and progress on a terminal; plain lines where there is no terminal."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable
from rich.text import Text

from api.sheet import Sheet, Table
from optimizer.check import RULES, Violation
from optimizer.result import OnProgress
from optimizer.result import Progress as Moment

_PLAIN_EVERY_SECONDS = 10.0
_PLAIN_WIDTH = 160
_VIOLATIONS_SHOWN = 50


def output() -> Console:
    """What a command was asked for."""
    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _PLAIN_WIDTH)


def talk() -> Console:
    """What is said beside it: progress, warnings, errors."""
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def announce(text: str) -> None:
    """What a command that goes on has to say: on stdout, line by line as it is, and at once."""
    print(text, flush=True)


def show_sheet(console: Console, sheet: Sheet) -> None:
    """The sheet as facts and tables."""
    console.print(Text(sheet.title, style="bold"))
    console.print(Text(sheet.headline))
    if sheet.facts:
        console.print()
        facts = RichTable.grid(padding=(0, 2))
        for label, value in sheet.facts:
            facts.add_row(Text(label, style="dim"), Text(value))
        console.print(facts)
    for table in sheet.tables:
        console.print()
        show_table(console, table)
    if sheet.note:
        console.print()
        console.print(Text(sheet.note, style="green"))


def show_table(console: Console, table: Table) -> None:
    """One table with its note."""
    rich_table = RichTable(title=Text(table.title, style="bold"), title_justify="left", box=None, padding=(0, 2, 0, 0))
    for n, column in enumerate(table.columns):
        rich_table.add_column(Text(column, style="dim"), justify="right" if n in table.numbers else "left")
    for row in table.rows:
        rich_table.add_row(*(Text(cell) for cell in row))
    console.print(rich_table)
    if table.note:
        console.print(Text(table.note, style="dim"))


def show_violations(console: Console, violations: Sequence[Violation]) -> None:
    """How often which rule is broken, then the first violations in words."""
    counts = Counter(violation.rule for violation in violations)
    rows = tuple((rule, RULES[rule], str(counts[rule])) for rule in RULES if counts[rule])
    title = f"{len(violations)} violations"
    table = Table(title=title, columns=("Rule", "About", "Violations"), rows=rows, numbers=frozenset({2}))
    show_table(console, table)
    for violation in violations[:_VIOLATIONS_SHOWN]:
        console.print(Text(f"- {violation}"))
    if len(violations) > _VIOLATIONS_SHOWN:
        console.print(f"and {len(violations) - _VIOLATIONS_SHOWN} more; --json lists them all")


def show_list(console: Console, title: str, items: Iterable[object]) -> None:
    """A title and one line for each item."""
    console.print(Text(title, style="bold"))
    for item in items:
        console.print(Text(f"- {item}"))


@contextmanager
def progress(console: Console, seconds: float | None) -> Iterator[OnProgress]:
    """Shows a search as it goes on: a bar on a terminal, else a line every ten seconds and at each new phase.

    ``seconds`` is the time that the search may take, None where no clock ends it.
    """
    if not console.is_terminal:
        yield _lines(console)
        return
    what, numbers = TextColumn("{task.fields[what]}"), TextColumn("{task.fields[numbers]}")
    with Progress(
        SpinnerColumn(), what, BarColumn(), TimeElapsedColumn(), numbers, console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=seconds, what="", numbers="no plan yet")

        def on_progress(moment: Moment) -> None:
            done = min(moment.seconds, seconds) if seconds is not None else None
            bar.update(task, completed=done, what=moment.phase, numbers=_numbers(moment))

        yield on_progress


def _lines(console: Console) -> OnProgress:
    last_at = -_PLAIN_EVERY_SECONDS
    last_phase = ""

    def on_progress(moment: Moment) -> None:
        nonlocal last_at, last_phase
        now = time.monotonic()
        if moment.phase != last_phase or now - last_at >= _PLAIN_EVERY_SECONDS:
            last_at, last_phase = now, moment.phase
            console.print(Text(f"{moment.phase}: {moment.seconds:.0f} s, {_numbers(moment)}"))

    return on_progress


def _numbers(moment: Moment) -> str:
    best = "no plan yet" if moment.objective is None else f"objective {moment.objective:,.0f}"
    bound = "" if moment.bound is None else f", bound {moment.bound:,.0f}"
    return f"{best}{bound}"
