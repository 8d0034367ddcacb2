"""What a profile's document may hold: its parts, their keys, and what each key's value is."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.problem.fields import Spec
from optimizer.problem.records import LIMIT_KINDS, SITE_KINDS
from scenarios.dictionary import SETTINGS, columns

FORMAT = 1
NAME_PATTERN = "^[a-z0-9][a-z0-9-]{0,79}$"
DATE_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"

TOP = ("format", "name", "edition", "title", "title_zh", "about", "sources", "settings", "caps", "limits", "quarantine")
ABOUT_ENTRY = ("source", "verified", "note")
SOURCE_KEYS = ("publisher", "document", "date")

CAMPAIGN_KEYS = ("name", "timezone", "currency", "horizon")
"""Settings that are the campaign's own and no rule."""

EACH = (*SITE_KINDS, "region", "city")

CAP: Mapping[str, Spec] = {name: column.spec for name, column in columns("caps").items()}
CAP_REQUIRED = frozenset(name for name, column in columns("caps").items() if column.required)

LIMIT: Mapping[str, Spec] = {
    "kind": Spec(kind="choice", choices=LIMIT_KINDS),
    "each": Spec(kind="choice", choices=EACH),
    "value": Spec(kind="number", least=0),
}
"""``each``: one limit for every site of that kind, every region, or every city of the campaign."""

NIGHTS = Spec(kind="whole", least=0, most=366)


def rule_keys() -> tuple[str, ...]:
    """The settings of a scenario that a profile may say."""
    return tuple(key for key in columns(SETTINGS) if key not in CAMPAIGN_KEYS)
