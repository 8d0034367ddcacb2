"""What an area is called on an English map.

pypinyin is imported where it is needed: that takes half a second, and Chinese maps do without.
"""

from __future__ import annotations

from functools import cache

from scenarios.places.names import bare_name

_CUSTOMARY = {
    "内蒙古": "Inner Mongolia",
    "陕西": "Shaanxi",
    "香港": "Hong Kong",
    "澳门": "Macao",
    "呼和浩特": "Hohhot",
    "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur",
    "乌兰察布": "Ulanqab",
    "锡林郭勒": "Xilingol",
    "阿拉善": "Alxa",
    "哈尔滨": "Harbin",
    "齐齐哈尔": "Qiqihar",
    "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay",
    "吐鲁番": "Turpan",
    "阿克苏": "Aksu",
    "喀什": "Kashgar",
    "和田": "Hotan",
    "伊犁": "Ili",
    "阿勒泰": "Altay",
    "拉萨": "Lhasa",
    "日喀则": "Xigaze",
    "昌都": "Qamdo",
    "林芝": "Nyingchi",
    "那曲": "Nagqu",
    "阿里": "Ngari",
}
_READINGS = {
    "长治": "chang zhi",
    "朝阳": "chao yang",
    "漯河": "luo he",
    "六安": "lu an",
    "单县": "shan xian",
    "莘县": "shen xian",
    "乐陵": "lao ling",
    "东阿": "dong e",
    "乐亭": "lao ting",
    "尉氏": "wei shi",
    "浚县": "xun xian",
    "蔚县": "yu xian",
}
"""Names whose characters are read otherwise than anywhere else."""


def shown_name(name: str, lang: str) -> str:
    """Without its administrative ending; in English (``en``) the customary form or pinyin, other scripts untouched."""
    bare = bare_name(name)
    return bare if lang == "zh" or bare.isascii() else _english(bare)


@cache
def _english(name: str) -> str:
    if name in _CUSTOMARY:
        return _CUSTOMARY[name]
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    first, *others = _READINGS[name].split() if name in _READINGS else lazy_pinyin(name, v_to_u=True)
    return (first + "".join(f"'{s}" if s[:1] in "aeo" else s for s in others)).capitalize()
