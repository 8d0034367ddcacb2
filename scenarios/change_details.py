"""What would bring those left behind, in the language of the page. A plan's files say it in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from optimizer.plan import Plan
from scenarios.words import MODE_WORDS

_SENTENCES = (
    ("Plan longer, nothing else has to change", "无需其他调整，延长计算时间即可"),
    ("Worth it where leaving a worker costs {}", "当不送一人的代价达到 {0} 时才合算"),
    ("Arrive by {} instead of {}", "最晚到达时间由 {1} 放宽到 {0}"),
    ("Be ready at {} instead of {}", "可出发时间由 {1} 提前到 {0}"),
    ("Travel in groups of {} or more instead of {}", "每组最少人数由 {1} 人降到 {0} 人"),
    ("Let {} open on {} instead of {}", "{0}由 {2} 提前到 {1} 放行"),
    ("Keep {} open {} instead of {}", "{0}的开放时间由 {2} 改为 {1}"),
    ("One more coach {} with {} seats at {} on {d}", "{2}于 {3} 增加 1 辆 {1} 座客车 {0}"),
    ("One more coach {} with {} seats at {} from {d} to {d}", "{2}于 {3} 至 {4} 增加 1 辆 {1} 座客车 {0}"),
    ("{} more coaches {} with {} seats at {} on {d}", "{3}于 {4} 增加 {0} 辆 {2} 座客车 {1}"),
    ("{} more coaches {} with {} seats at {} from {d} to {d}", "{3}于 {4} 至 {5} 增加 {0} 辆 {2} 座客车 {1}"),
    ("One more unit of {} {}", "{0} {1} 增加 1 个单元"),
    ("{} more units of {} {}", "{1} {2} 增加 {0} 个单元"),
    ("Raise limit {} ({}) by {} on {d}", "限额 {0}（{1}）于 {3} 提高 {2}"),
    ("Raise limit {} ({}) by {} from {d} to {d}", "限额 {0}（{1}）于 {3} 至 {4} 提高 {2}"),
    ("Lift the cap {} for {}", "取消{1}上座率上限 {0}"),
    ("{} drivers in a coach instead of {}", "每辆客车由 {1} 名驾驶员增加到 {0} 名"),
)
_MODE = MODE_WORDS["zh"]
_DAY = r"\d{4}-\d\d-\d\d"
_TRIPS = {"city": "市内", "province": "省内", "national": "跨省"}
_RISKS = {"low": "低", "medium": "中", "high": "高"}
_Rewrite = str | Callable[[re.Match[str]], str]
_PARTS: tuple[tuple[str, _Rewrite], ...] = (
    (r"^departures a day from (.+)$", r"\1 每日出发人数"),
    (r"^arrivals a day at (.+)$", r"\1 每日到达人数"),
    (r"^quarantine beds a night at (.+)$", r"\1 每晚隔离床位"),
    (r"^(coach|train|carriage|flight)(?=$| on | with | from | to )", lambda m: _MODE[m[1]]),
    (r" on (city|province|national) trips", lambda m: f"（{_TRIPS[m[1]]}）"),
    (r" with risk (low|medium|high) or higher aboard", lambda m: f"（车上有{_RISKS[m[1]]}风险及以上地区人员）"),
    (rf" from ({_DAY}) to ({_DAY})$", r"（\1 至 \2）"),
    (rf" from ({_DAY})$", r"（\1 起）"),
    (rf" to ({_DAY})$", r"（至 \1）"),
)
_MONEY = re.compile(
    r"(?P<words>.+): \+(?P<money>[^:]+?)(?:, with their hours more than the (?P<leaving>.+) of leaving them)?\."
)


def change_in(sentence: str, lang: str) -> str:
    """The sentence of a change in ``lang``; what is not worded as the planner words it stays as it is."""
    found = _MONEY.fullmatch(sentence)
    if lang != "zh" or found is None:
        return sentence
    for pattern, chinese in _patterns():
        said = pattern.fullmatch(found["words"])
        if said:
            dear = f"，连同途中时间高于不送他们的代价 {found['leaving']}" if found["leaving"] else ""
            return f"{chinese.format(*map(_part, said.groups()))}：费用增加 {found['money']}{dear}。"
    return sentence


def changes_of(plan: Plan, lang: str) -> dict[str, str]:
    """The sentence of each demand's change, by demand_id."""
    return {change.demand_id: change_in(change.sentence, lang) for change in plan.changes}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_pattern(english)), chinese) for english, chinese in _SENTENCES)


def _pattern(english: str) -> str:
    """``{}`` is any text and ``{d}`` a date, so that a name before it may hold any word."""
    texts = re.split(r"\{(d?)\}", english)
    return "".join(re.escape(text) if i % 2 == 0 else f"({_DAY if text else '.+?'})" for i, text in enumerate(texts))


def _part(text: str) -> str:
    """What fills a gap of a sentence: a limit's kind and place, a mode, a cap's trips, risk and dates."""
    for pattern, rewrite in _PARTS:
        text = re.sub(pattern, rewrite, text)
    return text
