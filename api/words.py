"""The words of the summaries, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.words import MODE_WORDS, REASON_WORDS

_BOUND_SOURCES = {
    "shares of full vehicles, Lagrangian prices for services and limits, potentials for empty ways": (
        "满载车辆按座分摊、班次与限额的拉格朗日价格、空驶路程的势"
    ),
    "trivial: no cost is negative": "平凡下界：没有负的费用",
}
"""What the planner calls the relaxation of its bound, in English and Chinese; others' sources are shown as they are."""

_ENGLISH: Mapping[str, str] = {
    "lang": "en",
    "plan": "Plan",
    "headline": "{served} of {asked} workers reach their workplace",
    "headline_left": "{served} of {asked} workers reach their workplace, {unserved} stay behind",
    "dates": "Dates",
    "dates_value": "{first} to {last}",
    "on_time": "On time",
    "on_time_value": "{on_time} of {asked} workers ({share})",
    "tightest": ", the closest {minutes} min before it is due",
    "money": "Money",
    "money_value": "{money}, {per_worker} per worker served",
    "hours": "Door to door",
    "hours_value": "{hours:.1f} h per worker on average",
    "coaches": "Coaches",
    "coaches_value": "{vehicles} on {outings} outings, {empty} of {km} km empty ({share})",
    "objective": "Objective",
    "bound": "Lower bound",
    "bound_value": "{bound} ({source})",
    "gap": "Gap",
    "gap_value": "{gap} (no plan is more than that below this one)",
    "gap_optimal": "{gap}: no plan is better",
    "search": "Search",
    "search_value": "{seconds:.0f} s, seed {seed}",
    "modes": "By mode",
    "mode": "Mode",
    "workers": "Workers",
    "mainly": "Main leg of",
    "runs": "Runs",
    "units": "Vehicles or units",
    "load": "Load factor",
    "per_worker": "Per worker",
    "door": "Door to door",
    "recurring": "",
    "modes_note": "Workers who change are counted in each mode that carries them; their main leg is counted once.",
    "unserved": "Left behind",
    "reason": "Reason",
    "proven": "Proven",
    "detail": "For instance",
    "employers": "By employer",
    "employer": "Employer",
    "asked": "Asked",
    "served": "Served",
    "first": "First arrival",
    "last": "Last arrival",
    "timetable": "Timetable",
    "run": "Run",
    "vehicle": "Vehicle",
    "units_of": "{units} × {seats}",
    "stops": "Stops and times",
    "stops_between": "… {count} more …",
    "aboard": "Aboard / seats",
    "more": "and {count} more, see {file}",
    "checked": "Judged by the checker: no rule is broken.",
    "usable": "The scenario can be planned: {workers} workers, {first} to {last}",
    "contents": "Contents",
    "table": "Table",
    "rows": "Rows",
    **MODE_WORDS["en"],
    **REASON_WORDS["en"],
    **{source: source for source in _BOUND_SOURCES},
}

_CHINESE: Mapping[str, str] = {
    "lang": "zh-CN",
    "plan": "方案",
    "headline": "{asked} 名务工人员中 {served} 名送达厂门",
    "headline_left": "{asked} 名务工人员中 {served} 名送达厂门，{unserved} 名未能安排",
    "dates": "日期",
    "dates_value": "{first} 至 {last}",
    "on_time": "按时到达",
    "on_time_value": "{on_time} / {asked} 人（{share}）",
    "tightest": "，最紧的提前 {minutes} 分钟",
    "money": "费用",
    "money_value": "{money}，人均 {per_worker}",
    "hours": "门到门时间",
    "hours_value": "人均 {hours:.1f} 小时",
    "coaches": "客车",
    "coaches_value": "{vehicles} 辆，出车 {outings} 次，{km} 公里中空驶 {empty} 公里（{share}）",
    "objective": "目标值",
    "bound": "下界",
    "bound_value": "{bound}（{source}）",
    "gap": "差距",
    "gap_value": "{gap}（任何方案最多再低这么多）",
    "gap_optimal": "{gap}：没有更好的方案",
    "search": "求解",
    "search_value": "{seconds:.0f} 秒，随机种子 {seed}",
    "modes": "按运输方式",
    "mode": "方式",
    "workers": "人数",
    "mainly": "主要行程人数",
    "runs": "趟次",
    "units": "车辆或单元数",
    "load": "客座率",
    "per_worker": "人均费用",
    "door": "门到门",
    "recurring": "",
    "modes_note": "换乘人员在每种乘坐的方式中各计一次，主要行程只计一次。",
    "unserved": "未能安排",
    "reason": "原因",
    "proven": "已证明",
    "detail": "例如",
    "employers": "按用人单位",
    "employer": "用人单位",
    "asked": "需求",
    "served": "送达",
    "first": "最早到达",
    "last": "最晚到达",
    "timetable": "时刻表",
    "run": "趟次",
    "vehicle": "车辆",
    "units_of": "{units} × {seats}",
    "stops": "停靠站及时刻",
    "stops_between": "…… 另 {count} 站 ……",
    "aboard": "载客 / 座位",
    "more": "另有 {count} 项，见 {file}",
    "checked": "经检查器核对：没有违反任何规则。",
    "usable": "场景可以规划：{workers} 人，{first} 至 {last}",
    "contents": "内容",
    "table": "表",
    "rows": "行数",
    **MODE_WORDS["zh"],
    **REASON_WORDS["zh"],
    **_BOUND_SOURCES,
}

_ENGLISH_JOURNEYS: Mapping[str, str] = {
    "headline": "All {served} journeys asked for are made",
    "headline_left": "{served} of {asked} journeys are made, {unserved} are not",
    "on_time_value": "{on_time} of {asked} journeys ({share})",
    "money_value": "{money}, {per_worker} per journey made",
    "hours_value": "{hours:.1f} h per journey on average",
    "workers": "Journeys",
    "per_worker": "Per journey",
    "modes_note": "Journeys with a change are counted in each mode that carries them; their main leg is counted once.",
    "recurring": "The same workers travel again and again: each of their journeys counts.",
    "usable": "The scenario can be planned: {workers} journeys, {first} to {last}",
}

_CHINESE_JOURNEYS: Mapping[str, str] = {
    "headline": "全部 {served} 人次需求均已安排",
    "headline_left": "{asked} 人次需求中 {served} 人次已安排，{unserved} 人次未能安排",
    "on_time_value": "{on_time} / {asked} 人次（{share}）",
    "money_value": "{money}，每人次 {per_worker}",
    "hours_value": "每人次 {hours:.1f} 小时",
    "workers": "人次",
    "mainly": "主要行程人次",
    "per_worker": "每人次费用",
    "modes_note": "换乘的人次在每种乘坐的方式中各计一次，主要行程只计一次。",
    "recurring": "同一批务工人员多次往返，按人次统计。",
    "usable": "场景可以规划：{workers} 人次，{first} 至 {last}",
}


def in_journeys(word: Mapping[str, str]) -> Mapping[str, str]:
    """The words where the same workers travel more than once: heads are journeys then, and nobody is counted twice."""
    return {**word, **(_CHINESE_JOURNEYS if word["lang"] == _CHINESE["lang"] else _ENGLISH_JOURNEYS)}


def words(lang: str) -> Mapping[str, str]:
    """The words of one of ``scenarios.words.LANGUAGES``."""
    return {"en": _ENGLISH, "zh": _CHINESE}[lang]
