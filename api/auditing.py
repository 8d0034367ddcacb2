"""An audit as a table for people and as JSON for machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from api.screen import show_list, show_table
from api.sheet import Table
from optimizer.audit import AuditReport, Check


def audit_json(report: AuditReport) -> Mapping[str, Any]:
    """The report with stable names; ``tightest`` in the unit of its check."""
    return {
        "certified": report.certified,
        "claimed": report.claimed,
        "bound": report.bound,
        "objective": report.objective,
        "samples": report.samples,
        "seed": report.seed,
        "checks": [asdict(check) for check in report.checks],
    }


def show_audit(console: Console, report: AuditReport) -> None:
    """What was checked, how close it came and what is wrong."""
    verdict = "certified" if report.certified else "NOT certified"
    headline = (
        f"The bound {report.claimed:,.2f} is {verdict}: its prices make {report.bound:,.2f}, "
        f"the plan costs {report.objective:,.2f}"
    )
    console.print(Text(headline, style="bold"))
    console.print()
    columns = ("What must hold", "Checked", "Tightest slack", "In", "Wrong", "Tightest at")
    show_table(
        console,
        Table(
            title=f"Audit with {report.samples:,} samples of each kind, seed {report.seed}",
            columns=columns,
            rows=tuple(map(_row, report.checks)),
            numbers=frozenset({1, 2, 4}),
        ),
    )
    if report.breaches:
        console.print()
        show_list(console, "What a true bound would not allow", (f"{b.check}: {b.text}" for b in report.breaches))


def _row(check: Check) -> tuple[str, ...]:
    # Float noise is no slack: what is forgiven is shown as the zero that it stands for.
    slack = "" if check.tightest is None else f"{0.0 if abs(check.tightest) < 5e-7 else check.tightest:,.6f}"
    return (check.name, f"{check.number:,}", slack, check.unit, str(check.wrong), check.at)
