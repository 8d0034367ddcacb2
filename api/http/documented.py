"""What OpenAPI says of answers and bodies: every status that a call may end with, examples that run."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from api.http.comparison_schema import ComparisonDocument
from api.http.context import PREFIX
from api.http.problems import MEDIA_TYPE, TITLES, WITH_RETRY
from api.http.samples import sample_scenario
from api.http.scenario_schema import scenario_schema
from api.http.schedule_schema import ScheduleDocument
from api.http.schemas import Problem
from api.http.upload import JSON_TYPE, XLSX_TYPE

Responses = dict[int | str, dict[str, Any]]

_REF = "#/components/schemas/{model}"
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model=Problem.__name__)}}}
_ALWAYS = (400, 500, 503)
_RETRY = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}


def errors(*statuses: int) -> Responses:
    """The problems that a call may end with, those of every call among them."""
    found: Responses = {}
    for status in sorted({*statuses, *_ALWAYS}):
        found[status] = {"description": TITLES[status][1], "content": _PROBLEM}
        if status in WITH_RETRY:
            found[status]["headers"] = _RETRY
    return found


def content(media_type: str, description: str, *, binary: bool = False, schema: Any = None) -> Responses:
    """A good answer that is no JSON of a model."""
    shape = schema or {"type": "string", **({"format": "binary"} if binary else {})}
    return {200: {"description": description, "content": {media_type: {"schema": shape}}}}


SCENARIO_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A scenario as one JSON document, or as a workbook.",
        "content": {
            JSON_TYPE: {
                "schema": {"$ref": "#/components/schemas/Scenario"},
                "examples": {
                    "dazhou-jinan": {"summary": "95 workers, coaches and a train", "value": sample_scenario()}
                },
            },
            XLSX_TYPE: {
                "schema": {"type": "string", "format": "binary"},
                "examples": {
                    "workbook": {
                        "summary": "A shipped case as a workbook",
                        "externalValue": f"{PREFIX}/cases/jinan-k4016/workbook",
                    }
                },
            },
        },
    }
}
"""For ``openapi_extra`` of calls that take a scenario."""


def components() -> dict[str, Any]:
    """Schemas that no model of an answer brings along."""
    found = {"Scenario": scenario_schema()}
    for model in (Problem, ScheduleDocument, ComparisonDocument):
        found |= _schemas(model)
    return found


def reference(model: type[BaseModel]) -> dict[str, str]:
    """The schema of a model that ``components`` has."""
    return {"$ref": _REF.format(model=model.__name__)}


def _schemas(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=_REF, mode="serialization")
    inner = schema.pop("$defs", {})
    return {**inner, model.__name__: schema}
