"""What a profile's rules are for a scenario: settings, caps, daily limits, nights of quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.service.campaigns.profiles.form import CAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A daily limit for every site of a kind, every region or every city (``each``)."""

    name: str
    kind: str
    each: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules by which a campaign travels. ``settings`` by dotted key and ``caps`` are as a scenario has them."""

    settings: Mapping[str, Any]
    caps: tuple[Mapping[str, Any], ...]
    daily: tuple[Daily, ...]
    nights: Mapping[str, int]


def rules_of(document: Mapping[str, Any]) -> Rules:
    """The rules of a checked document."""
    return Rules(
        settings={key: entry["value"] for key, entry in document["settings"].items()},
        caps=tuple({key: cap[key] for key in CAP if key in cap} for cap in document["caps"]),
        daily=tuple(
            Daily(name=limit["id"], kind=limit["kind"], each=limit["each"], value=limit["value"])
            for limit in document["limits"]
        ),
        nights={risk: entry["nights"] for risk, entry in document["quarantine"].items()},
    )
