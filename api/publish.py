"""Where plans and their summaries go. What breaks a rule never lands where a plan is expected."""

from __future__ import annotations

from pathlib import Path

from api.page import to_html, to_markdown
from api.planning import Judged
from api.sheet import Sheet
from scenarios import write_plan
from scenarios.atomic import write_file


def publish_plan(judged: Judged, out: Path) -> None:
    """Writes a valid plan's folder. Raises SaveError."""
    _write(judged, out)


def publish_pages(sheet: Sheet, folder: Path) -> None:
    """Writes ``summary.md`` and ``summary.html``. Raises SaveError."""
    write_file(folder / "summary.md", to_markdown(sheet).encode())
    write_file(folder / "summary.html", to_html(sheet).encode())


def put_aside(judged: Judged, out: Path) -> Path:
    """Writes a broken plan and what is wrong with it beside ``out``, and gives the folder."""
    aside = out.with_name(f"{out.name}.rejected")
    _write(judged, aside)
    violations = "\n".join(f"- {violation}" for violation in judged.report.violations)
    write_file(aside / "violations.md", f"{violations}\n".encode())
    return aside


def _write(judged: Judged, folder: Path) -> None:
    write_plan(
        folder,
        judged.problem,
        judged.plan,
        judged.statement,
        judged.extra,
        judged.trace,
        certificate=judged.certificate,
    )
