"""Is this scenario usable?"""

from __future__ import annotations

from fastapi import APIRouter, Request

from api.http.context import Here
from api.http.documented import SCENARIO_BODY, errors
from api.http.problems import clean
from api.http.schemas import ScenarioReport, Warned
from api.machine import scenario_json

router = APIRouter(prefix="/scenarios", tags=["scenarios"])

READ_ERRORS = (403, 408, 413, 415, 422)
"""What may go wrong with a scenario on its way in."""


@router.post("/check", summary="Check a scenario", openapi_extra=SCENARIO_BODY, responses=errors(*READ_ERRORS))
async def check_scenario(request: Request, here: Here) -> ScenarioReport:
    """Reads it by every rule: counts and warnings, or 422 with every broken cell at once. Nothing is kept."""
    scenario = await here.reader.read(request)
    shown = scenario.warnings[: here.settings.fault_rows]
    warnings = [
        Warned(
            place=clean(w.place), row=w.row, column=None if w.column is None else clean(w.column), text=clean(w.text)
        )
        for w in shown
    ]
    return ScenarioReport(**scenario_json(scenario.problem), warnings=warnings, warning_count=len(scenario.warnings))
