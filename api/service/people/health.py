"""Health proofs: what kinds there are, and whether one holds on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthProof:
    """A kind of proof: its Chinese name and other words for it."""

    zh: str
    also: tuple[str, ...] = ()


HEALTH_PROOFS: Mapping[str, HealthProof] = MappingProxyType(
    {
        "certificate": HealthProof(zh="健康证明", also=("健康证", "health certificate")),
        "pass": HealthProof(zh="健康通行卡", also=("通行卡", "health pass")),
        "follow_up": HealthProof(zh="健康状况随访记录表", also=("随访记录", "随访记录表")),
        "code": HealthProof(zh="健康码", also=("绿码", "health code")),
        "test": HealthProof(zh="核酸检测", also=("核酸", "核酸检测报告")),
    }
)
"""By code."""

Holds = Literal["valid", "expired", "not_yet", "none"]


def health_on(fields: Mapping[str, str], day: date) -> Holds:
    """Whether a person's proof holds on a day, the first and the last day of its time counted."""
    if not fields.get("health_kind"):
        return "none"
    today = day.isoformat()
    if today < fields.get("health_issued", ""):
        return "not_yet"
    return "expired" if today > (fields.get("health_valid_until") or "9999-12-31") else "valid"
