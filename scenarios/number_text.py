"""Numbers as people read them, the same on every page, sheet and terminal."""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["count", "money", "hours", "share", "km"]


def number_text(value: float, kind: Kind) -> str:
    """Thousands set apart; money and km without decimals (small money with two), shares in per cent."""
    match kind:
        case "count" | "km":
            return f"{value:,.0f}"
        case "money":
            return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:,.2f}"
        case "hours":
            return f"{value:,.1f}"
        case "share":
            return f"{100 * value:.1f} %"


def money_text(amount: float, currency: str) -> str:
    """``1,234 CNY``."""
    return f"{number_text(amount, 'money')} {currency}"
