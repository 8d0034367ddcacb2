"""Rule 7: units bought of each service, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.check.facts import Facts, WholeRun
from optimizer.check.report import Findings
from optimizer.plan import Run


def services_hold(facts: Facts, stated: Mapping[str, Run], runs: Mapping[str, WholeRun], findings: Findings) -> float:
    """Rule 7 over all services' runs; returns their money: cost_fixed + units × cost_unit + riders × cost_seat."""
    money = 0.0
    first_run: dict[str, str] = {}
    for run in stated.values():
        service = facts.problem.service.get(run.service_id or "") if run.mode != "coach" else None
        if service is None:
            continue
        service_id, units = service.service_id, run.units or 0
        if service_id in first_run:
            text = f"service {service_id}: runs {first_run[service_id]} and {run.run_id}; a service has at most one run"
            findings.add("7", text, run_id=run.run_id, service_id=service_id)
        first_run.setdefault(service_id, run.run_id)
        if not service.min_units <= units <= service.max_units:
            text = (
                f"run {run.run_id} of service {service_id}: {units} units, "
                f"from {service.min_units} to {service.max_units} may be bought"
            )
            amount = max(service.min_units - units, units - service.max_units)
            findings.add("7", text, amount=amount, run_id=run.run_id, service_id=service_id)
        whole = runs.get(run.run_id)
        riders = sum(aboard.headcount for aboard in whole.riders) if whole else 0
        money += service.cost_fixed + units * service.cost_unit + riders * service.cost_seat
    return money
