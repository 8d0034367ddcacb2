"""``fangang audit``: does the bound that a plan states hold against code that did not make it?"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from api.auditing import audit_json, show_audit
from api.commands.arguments import JsonOption, PlanArgument, ScenarioArgument, SeedOption
from api.exits import InputError, Status
from api.finder import open_plan, open_scenario
from api.screen import output, talk
from optimizer.audit import DEFAULT_SAMPLES
from optimizer.audit import audit as audit_bound
from scenarios.certificate_file import CERTIFICATE_FILE, read_certificate

_MOST_SAMPLES = 10_000_000


def audit(
    scenario: ScenarioArgument,
    plan: PlanArgument,
    samples: Annotated[
        int,
        typer.Option("--samples", min=0, max=_MOST_SAMPLES, help="So many outings and so many journeys are drawn."),
    ] = DEFAULT_SAMPLES,
    seed: SeedOption = 0,
    json: JsonOption = False,
) -> None:
    """Work the bound of PLAN out again from its prices and try these on the plan and on random runs and journeys."""
    problem = open_scenario(scenario).problem
    folder = open_plan(plan)
    certificate, faults = read_certificate(plan)
    faults = (*folder.faults, *faults)
    if faults or folder.statement is None:
        raise InputError("\n".join(map(str, faults)))
    if folder.states_another(problem):
        raise InputError(f"{plan}: the plan was made for another scenario, whose bound says nothing of this one.")
    if certificate is None:
        raise InputError(
            f"{plan / CERTIFICATE_FILE}: no prices of the bound lie with this plan, there is nothing to audit.\n"
            "  Maybe plan again with this version, which keeps them."
        )
    report = audit_bound(problem, folder.plan, folder.statement, certificate, samples=samples, seed=seed)
    if json:
        output().print_json(data=audit_json(report))
    else:
        show_audit(output(), report)
        if report.certified:
            talk().print(Text("A sample is no proof: that is in docs/bound.md. The audit found nothing against it."))
    raise typer.Exit(Status.GOOD if report.certified else Status.BROKEN_PLAN)
