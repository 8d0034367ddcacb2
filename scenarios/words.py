"""What modes, reasons and languages are called, in English and Chinese, wherever people read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

Lang: TypeAlias = Literal["en", "zh"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
HTML_LANG: Mapping[str, str] = MappingProxyType({"en": "en", "zh": "zh-CN"})
"""The tag of each language in a page."""

MODE_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"coach": "coach", "train": "train", "carriage": "carriage", "flight": "flight"},
        "zh": {"coach": "客车", "train": "专列", "carriage": "专厢", "flight": "专机"},
    }
)
REASON_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "region_closed": "region closed",
            "no_connection": "no connection",
            "cannot_arrive_in_time": "cannot arrive in time",
            "no_vehicle": "no vehicle",
            "no_seats": "no seats",
            "limit_full": "limit full",
            "worth_less_than_cost": "worth less than cost",
            "not_found_in_time": "not found in time",
        },
        "zh": {
            "region_closed": "当地尚未放行",
            "no_connection": "没有可达路线",
            "cannot_arrive_in_time": "无法按时到达",
            "no_vehicle": "没有车辆",
            "no_seats": "没有座位",
            "limit_full": "名额已满",
            "worth_less_than_cost": "费用高于收益",
            "not_found_in_time": "限时内未找到",
        },
    }
)


def in_language(table: Mapping[str, tuple[str, str]], lang: str) -> dict[str, str]:
    """One language of a table that has its words by key in all, in the order of ``LANGUAGES``; else ValueError."""
    place = list[str](LANGUAGES).index(lang)
    return {key: texts[place] for key, texts in table.items()}
