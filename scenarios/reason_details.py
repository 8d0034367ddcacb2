"""What is said in detail of those left behind, in the language of the page. A plan's files say it in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from scenarios.words import MODE_WORDS

_SENTENCES = (
    (
        "{} opens on {}; nobody who leaves {} then can be at {} by {}.",
        "{0}于 {1} 放行；届时从{2}出发，无法在 {4} 前到达{3}。",
    ),
    ("No chain of coach legs and services leads {}, whatever the time.", "不论何时，都没有可以相接的客车和班次{0}。"),
    (
        "Leaving {} at the earliest, nobody gets {} before {}, too late.",
        "最早 {0} 出发，{1}最快要到 {2}，已经太晚。",
    ),
    (
        "Leaving {} at the earliest, no journey leads {} by {}, even without breaks.",
        "最早 {0} 出发，即使途中不休息，也无法在 {2} 前{1}。",
    ),
    (
        "With breaks, night limit and curfew no coach alone and no single service brings anybody {} by {}.",
        "计入休息、夜间限时和禁行时段，没有客车或单一班次能在 {1} 前送人{0}。",
    ),
    ("Others fill {}, which lead {} in time.", "{0}可以按时{1}，但已被其他人坐满。"),
    ("Others use up {}; no other days are possible {}.", "{0}，名额已被其他人用完；{1}没有其他可行的日期。"),
    (
        "Beside this plan, to bring a worker {} costs {}, more than the {} of leaving one.",
        "在本方案之外，{0}每送一人需 {1}，高于不送一人的代价 {2}。",
    ),
    (
        "Others use up a limit: with more room under it there is a way {} beside this plan.",
        "限额已被其他人用完：提高限额后，在本方案之外{0}有可行的行程。",
    ),
    (
        "Others use up coaches or units: with more of them there is a way {} beside this plan.",
        "客车或单元已被其他人用完：增加后，在本方案之外{0}有可行的行程。",
    ),
    (
        "A cap or a group takes up the seats: without it there is a way {} beside this plan.",
        "因上座率上限或成组要求座位不足：取消后，在本方案之外{0}有可行的行程。",
    ),
    (
        "There is a way {} beside this plan, but the search had not found it when its time was over.",
        "在本方案之外{0}有可行的行程，但计算结束时还没有找到。",
    ),
    (
        "A journey {} may exist, but none that pays was found in the time given.",
        "{0}也许有可行的行程，但在给定的计算时间内没有找到合算的。",
    ),
    (
        "Coaches alone do not lead {}, and the services that do have no unit on offer: {}.",
        "只乘客车无法{0}，可以到达的班次又没有可用单元：{1}。",
    ),
    (
        "No service has a unit on offer {}, and no fleet a coach on these dates: {}.",
        "{0}没有班次有可用单元，这些日期里车队也没有客车：{1}。",
    ),
    ("No service has a unit on offer {}, and no fleet has any coach.", "{0}没有班次有可用单元，车队也没有客车。"),
    (
        "The other runs use up the coaches and units that could go {}: {}.",
        "可以{0}的客车和单元已被其他趟次用完：{1}。",
    ),
    ("The other runs use up the coaches and units that could go {}.", "可以{0}的客车和单元已被其他趟次用完。"),
    (
        "Caps and reserved seats leave no vehicle with {} usable {}: {}.",
        "{1}：因上座率上限和预留座位，没有车辆还有 {0}可用：{2}。",
    ),
    (
        "Caps and reserved seats leave no vehicle with {} usable {}.",
        "{1}：因上座率上限和预留座位，没有车辆还有 {0}可用。",
    ),
    ("On every possible day a limit lets fewer pass than {}: {}.", "每个可行的日期都有名额不足{0}的限制：{1}。"),
    ("To bring a worker {} costs more than the {} of leaving one.", "{0}每送一人的费用高于不送一人的代价 {1}。"),
    (
        "To bring a worker {} costs {}, more than the {} of leaving one.",
        "{0}每送一人需 {1}，高于不送一人的代价 {2}。",
    ),
)
_MODE = MODE_WORDS["zh"]
_DAY = r"\d{4}-\d\d-\d\d"
_TRIPS = {"city": "市内", "province": "省内", "national": "跨省"}
_RISKS = {"low": "低", "medium": "中", "high": "高"}
_LIMITS = {
    "departures a day from": "每日出发 {} 人",
    "arrivals a day at": "每日到达 {} 人",
    "quarantine beds a night at": "每晚隔离床位 {} 张",
}
_Rewrite = str | Callable[[re.Match[str]], str]
_PARTS: tuple[tuple[str, _Rewrite], ...] = (
    (r"^from (.+? \(.+?\)) to (.+? \(.+?\))(?=$| between )", r"从 \1 到 \2"),
    (rf" between ({_DAY} \S+) and ({_DAY} \S+)", r"（\1 至 \2）"),
    (r"^a seat$", "1 个座位"),
    (r"^(\d+) seats together$", r"\1 个座位"),
    (r"^a single worker$", " 1 人"),
    (r"^(\d+) workers together$", r"同行 \1 人"),
    (r" at least, in hours and seat fares$", "（至少，含途中时间和票价）"),
    (r" by coaches of their own, there and back$", "（单独派车往返）"),
    (
        rf"limit (\S+) \((\S+) ({'|'.join(_LIMITS)}) (.+?)\) on (?={_DAY})",
        lambda m: f"限额 {m[1]}（{m[4]} {_LIMITS[m[3]].format(m[2])}）",
    ),
    (r"all (\d+) units of (train|carriage|flight) ", lambda m: f"全部 {m[1]} 个单元的{_MODE[m[2]]} "),
    (r"any number of (\S+) at ([^\s,]+)", r"\2 的 \1（不限数量）"),
    (r"(?<!\S)(\d+) (\S+) at ([^\s,]+)", r"\3 的 \1 辆 \2"),
    (
        r"coach (\S+) \((\d+) of (\d+) seats",
        r"客车 \1（\3 座可用 \2 座",
    ),
    (
        r"(train|carriage|flight) (\S+) \((\d+) of (\d+) × (\d+) seats",
        lambda m: f"{_MODE[m[1]]} {m[2]}（{m[4]} × {m[5]} 座可用 {m[3]} 座",
    ),
    (r", (\d+) reserved", r"，预留 \1 座"),
    (r", cap (\S+) for (coach|train|carriage|flight)", lambda m: f"，{_MODE[m[2]]}上座率上限 {m[1]}"),
    (r" on (city|province|national) trips", lambda m: f"，{_TRIPS[m[1]]}"),
    (r" with risk (low|medium|high) or higher aboard", lambda m: f"，车上有{_RISKS[m[1]]}风险及以上地区人员"),
    (rf" from ({_DAY}) to ({_DAY})", r"，\1 至 \2"),
    (rf"({_DAY}) to ({_DAY})", r"\1 至 \2"),
    (rf" from ({_DAY})", r"，\1 起"),
    (rf" to ({_DAY})", r"，至 \1"),
    (r"（([^（()）]*)\)", r"（\1）"),
    (r",? and (\d+) more(?=$| and )", r"，另有 \1 项"),
    (rf"(, | and )(?={_DAY}|limit |限额|全部|客车|专|\S+ 的 )", "、"),
    (r"^(train|carriage|flight) (?=\S)", lambda m: f"{_MODE[m[1]]} "),
    (r"(?:, | and )(train|carriage|flight) (?=\S)", lambda m: f"、{_MODE[m[1]]} "),
)


def detail_in(detail: str, lang: str) -> str:
    """The detail of an unserved row in ``lang``; what is not worded as the planner words it stays as it is."""
    if lang != "zh":
        return detail
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(detail)
        if found:
            return chinese.format(*map(_part, found.groups()))
    return detail


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile("(.+?)".join(map(re.escape, english.split("{}")))), zh) for english, zh in _SENTENCES)


def _part(text: str) -> str:
    """What fills a gap of a sentence: a way, dates, limits, fleets, services or seats."""
    for pattern, rewrite in _PARTS:
        text = re.sub(pattern, rewrite, text)
    return text
