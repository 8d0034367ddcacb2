"""The words of the summaries, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.words import HTML_LANG, LANGUAGES, MODE_WORDS, REASON_WORDS, in_language

_WORDS: Mapping[str, tuple[str, str]] = {
    "plan": ("Plan", "方案"),
    "headline": (
        "{served:,} of {asked:,} workers reach their workplace",
        "{asked:,} 名务工人员中 {served:,} 名送达厂门",
    ),
    "headline_left": (
        "{served:,} of {asked:,} workers reach their workplace, {unserved:,} stay behind",
        "{asked:,} 名务工人员中 {served:,} 名送达厂门，{unserved:,} 名未能安排",
    ),
    "dates": ("Dates", "日期"),
    "dates_value": ("{first} to {last}", "{first} 至 {last}"),
    "on_time": ("On time", "按时到达"),
    "on_time_value": ("{on_time:,} of {asked:,} workers ({share})", "{on_time:,} / {asked:,} 人（{share}）"),
    "tightest": (", the closest {minutes} min before it is due", "，最紧的提前 {minutes} 分钟"),
    "money": ("Money", "费用"),
    "money_value": ("{money}, {per_worker} per worker served", "{money}，人均 {per_worker}"),
    "hours": ("Door to door", "门到门时间"),
    "hours_value": ("{hours:.1f} h per worker on average", "人均 {hours:.1f} 小时"),
    "coaches": ("Coaches", "客车"),
    "coaches_value": (
        "{vehicles:,} on {outings:,} outings, {empty} of {km} km empty ({share})",
        "{vehicles:,} 辆，出车 {outings:,} 次，{km} 公里中空驶 {empty} 公里（{share}）",
    ),
    "objective": ("Objective", "目标值"),
    "bound": ("Lower bound", "下界"),
    "bound_value": ("{bound} ({source})", "{bound}（{source}）"),
    "gap": ("Gap", "差距"),
    "gap_value": ("{gap} (no plan is more than that below this one)", "{gap}（任何方案最多再低这么多）"),
    "gap_optimal": ("{gap}: no plan is better", "{gap}：没有更好的方案"),
    "search": ("Search", "求解"),
    "search_value": ("{seconds:.0f} s, seed {seed}", "{seconds:.0f} 秒，随机种子 {seed}"),
    "modes": ("By mode", "按运输方式"),
    "mode": ("Mode", "方式"),
    "workers": ("Workers", "人数"),
    "mainly": ("Main leg of", "主要行程人数"),
    "runs": ("Runs", "趟次"),
    "units": ("Vehicles or units", "车辆或单元数"),
    "load": ("Load factor", "客座率"),
    "per_worker": ("Per worker", "人均费用"),
    "door": ("Door to door", "门到门"),
    "recurring": ("", ""),
    "modes_note": (
        "Workers who change are counted in each mode that carries them; their main leg is counted once.",
        "换乘人员在每种乘坐的方式中各计一次，主要行程只计一次。",
    ),
    "unserved": ("Left behind", "未能安排"),
    "reason": ("Reason", "原因"),
    "proven": ("Proven", "已证明"),
    "detail": ("For instance", "例如"),
    "employers": ("By employer", "按用人单位"),
    "employer": ("Employer", "用人单位"),
    "asked": ("Asked", "需求"),
    "served": ("Served", "送达"),
    "first": ("First arrival", "最早到达"),
    "last": ("Last arrival", "最晚到达"),
    "timetable": ("Timetable", "时刻表"),
    "run": ("Run", "趟次"),
    "vehicle": ("Vehicle", "车辆"),
    "units_of": ("{units}\u00a0×\u00a0{seats}", "{units}\u00a0×\u00a0{seats}"),
    "stops": ("Stops and times", "停靠站及时刻"),
    "stops_between": ("… {count:,} more …", "…… 另 {count:,} 站 ……"),
    "aboard": ("Aboard / seats", "载客 / 座位"),
    "more": ("and {count:,} more, see {file}", "另有 {count:,} 项，见 {file}"),
    "checked": ("Judged by the checker: no rule is broken.", "经检查器核对：没有违反任何规则。"),
    "usable": (
        "The scenario can be planned: {workers:,} workers, {first} to {last}",
        "场景可以规划：{workers:,} 人，{first} 至 {last}",
    ),
    "offers_gone": ("Offers that do not hold any more", "已不成立的运力报价"),
    "offer": ("Offer", "报价"),
    "offer_id": ("Id", "编号"),
    "offer_trouble": ("What is the matter, and what to do", "问题及处理"),
    "offers_gone_note": (
        "The plan goes by these offers; it is published only once they are settled or expressly passed over.",
        "方案使用了这些报价；须先处理或明确忽略，方可发布。",
    ),
    "contents": ("Contents", "内容"),
    "table": ("Table", "表"),
    "rows": ("Rows", "行数"),
}

_JOURNEYS: Mapping[str, tuple[str, str]] = {
    "headline": ("All {served:,} journeys asked for are made", "全部 {served:,} 人次需求均已安排"),
    "headline_left": (
        "{served:,} of {asked:,} journeys are made, {unserved:,} are not",
        "{asked:,} 人次需求中 {served:,} 人次已安排，{unserved:,} 人次未能安排",
    ),
    "on_time_value": ("{on_time:,} of {asked:,} journeys ({share})", "{on_time:,} / {asked:,} 人次（{share}）"),
    "money_value": ("{money}, {per_worker} per journey made", "{money}，每人次 {per_worker}"),
    "hours_value": ("{hours:.1f} h per journey on average", "每人次 {hours:.1f} 小时"),
    "workers": ("Journeys", "人次"),
    "per_worker": ("Per journey", "每人次费用"),
    "modes_note": (
        "Journeys with a change are counted in each mode that carries them; their main leg is counted once.",
        "换乘的人次在每种乘坐的方式中各计一次，主要行程只计一次。",
    ),
    "recurring": (
        "The same workers travel again and again: each of their journeys counts.",
        "同一批务工人员多次往返，按人次统计。",
    ),
    "usable": (
        "The scenario can be planned: {workers:,} journeys, {first} to {last}",
        "场景可以规划：{workers:,} 人次，{first} 至 {last}",
    ),
    "mainly": ("Main leg of", "主要行程人次"),
}
"""What is said otherwise where the same workers travel more than once: heads are journeys then."""

_BOUND_SOURCES: Mapping[str, tuple[str, str]] = {
    "shares of full vehicles, Lagrangian prices for services and limits, potentials for empty ways": (
        "shares of full vehicles, Lagrangian prices for services and limits, potentials for empty ways",
        "满载车辆按座分摊、班次与限额的拉格朗日价格、空驶路程的势",
    ),
    "trivial: no cost is negative": ("trivial: no cost is negative", "平凡下界：没有负的费用"),
}
"""What the planner calls the relaxation of its bound; others' sources are shown as they are."""

_SAID: Mapping[str, Mapping[str, str]] = {
    lang: {
        "lang": HTML_LANG[lang],
        **in_language({**_WORDS, **_BOUND_SOURCES}, lang),
        **MODE_WORDS[lang],
        **REASON_WORDS[lang],
    }
    for lang in LANGUAGES
}
_SAID_IN_JOURNEYS = {HTML_LANG[lang]: in_language(_JOURNEYS, lang) for lang in LANGUAGES}


def in_journeys(word: Mapping[str, str]) -> Mapping[str, str]:
    """The words where the same workers travel more than once: heads are journeys then, and nobody is counted twice."""
    return {**word, **_SAID_IN_JOURNEYS[word["lang"]]}


def words(lang: str) -> Mapping[str, str]:
    """The words of one of ``scenarios.words.LANGUAGES``."""
    return _SAID[lang]
