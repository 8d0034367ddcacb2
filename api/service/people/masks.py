"""Personal fields as every answer but a manifest shows them: enough to tell one's own people apart, no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

STAR = "*"
GONE = "—"
"""Shown for somebody whose key was destroyed."""


def mask_name(name: str) -> str:
    """``张**``: the first letter, and always two stars."""
    return f"{name[:1]}{STAR * 2}" if name else ""


def mask_number(number: str) -> str:
    """``110***********1234``; of a number below 15 letters the first and the last two, of one below 7 nothing."""
    first, last = (3, 4) if len(number) >= 15 else (1, 2) if len(number) >= 7 else (0, 0)
    return f"{number[:first]}{STAR * (len(number) - first - last)}{number[len(number) - last :]}"


def mask_phone(phone: str) -> str:
    """``138****5678``; of a number abroad the last three digits."""
    if len(phone) == 11 and phone.isdigit():
        return f"{phone[:3]}{STAR * 4}{phone[-4:]}"
    return f"{STAR * max(0, len(phone) - 3)}{phone[-3:]}" if len(phone) >= 7 else STAR * len(phone)


_MASKS: Mapping[str, Callable[[str], str]] = {
    "name": mask_name,
    "id_number": mask_number,
    "phone": mask_phone,
    "health_issuer": lambda _: STAR * 3,
}


def masked(fields: Mapping[str, str]) -> dict[str, str]:
    """Name, number, phone and the issuer of a proof masked, the rest as it is."""
    return {key: _MASKS[key](value) if key in _MASKS and value else value for key, value in fields.items()}
