"""What is left of an area's name without its administrative ending."""

from __future__ import annotations

import re
from functools import cache

_ENDING = re.compile(r"(自治[县旗州区]|地区|林区|[省市区县旗盟])$")
_PEOPLES = re.compile(
    r"(([壮回满苗侗瑶白彝藏羌傣黎畲水土佤怒京]|裕固|土家|布依|哈尼|傈僳|拉祜|纳西|景颇|布朗|毛南|仡佬|仫佬|普米"
    r"|独龙|东乡|保安|撒拉|朝鲜|蒙古|达斡尔|鄂温克|哈萨克|各)族|蒙古|哈萨克|柯尔克孜|维吾尔|塔吉克|锡伯)+$"
)
_LEAST = 2


@cache
def bare_name(area: str) -> str:
    """济南 of 济南市, 广西 of 广西壮族自治区; a name that would be left with one character stays whole (忠县)."""
    ending = _ENDING.search(area)
    if ending is None or ending.start() < _LEAST:
        return area
    bare = area[: ending.start()]
    if not ending[0].startswith("自治"):
        return bare
    peoples = _PEOPLES.search(bare)
    return bare if peoples is None or peoples.start() < _LEAST else bare[: peoples.start()]
