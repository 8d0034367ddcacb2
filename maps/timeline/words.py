"""What the timeline says, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scenarios.words import HTML_LANG, MODE_WORDS, Lang, in_language

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("Timeline", "时间轴"),
        "title_of": ("Timeline: {name}", "时间轴：{name}"),
        "headline": (
            "{served:,} workers travel on {runs:,} runs, {coaches:,} coaches and {services:,} services; "
            "{left:,} stay behind",
            "{served:,} 人出行，{runs:,} 趟次，{coaches:,} 辆客车，{services:,} 个班次；{left:,} 人未能安排",
        ),
        "headline_journeys": (
            "{served:,} journeys on {runs:,} runs, {coaches:,} coaches and {services:,} services; "
            "{left:,} are not made",
            "{served:,} 人次出行，{runs:,} 趟次，{coaches:,} 辆客车，{services:,} 个班次；{left:,} 人次未能安排",
        ),
        "group_by": ("Group by", "分组"),
        "by_depot": ("depot", "车场"),
        "by_mode": ("mode", "方式"),
        "by_none": ("nothing", "不分组"),
        "employer": ("Employer", "用人单位"),
        "any_employer": ("any", "全部"),
        "search": ("Vehicle, run or place", "车辆、趟次或地点"),
        "rows": ("{shown} of {all} rows", "{all} 行中显示 {shown} 行"),
        "nothing": ("Nothing matches. Clear the search to see all rows.", "没有匹配项。清空查找条件可显示全部。"),
        "clear": ("Clear", "清空"),
        "zoom_in": ("Zoom in", "放大"),
        "zoom_out": ("Zoom out", "缩小"),
        "fit": ("Whole time", "全程"),
        "close": ("Close", "关闭"),
        "legend": ("Legend", "图例"),
        "stand": ("at a stop", "停靠"),
        "empty": ("empty drive", "空驶"),
        "break": ("break", "休息"),
        "curfew": ("no driving at night", "夜间停驶"),
        "waiting": ("workers waiting at a hub", "换乘候车人数"),
        "change": ("workers change here", "换乘"),
        "night_band": ("night: shorter driving", "夜间限时驾驶"),
        "curfew_band": ("no loaded coach moves", "载客客车禁行"),
        "coaches": ("Coaches", "客车"),
        "trains": ("Trains", "专列"),
        "carriages": ("Carriages", "专厢"),
        "flights": ("Flights", "专机"),
        "hubs": ("Waiting at hubs", "枢纽候车"),
        "n_units": ("units: {n}", "{n} 单元"),
        "n_seats": ("{n} seats", "{n} 座"),
        "n_workers": ("{n} workers", "{n} 人"),
        "n_drivers": ("drivers: {n}", "驾驶员 {n} 名"),
        "n_km": ("{n} km", "{n} 公里"),
        "n_riders": ("Riders: {n}", "乘客：{n} 人"),
        "load_of": ("{n} aboard, {seats} seats", "车上 {n} 人，{seats} 座"),
        "stop_of": ("{on} board, {off} alight, then {n} aboard", "上 {on} 人，下 {off} 人，车上 {n} 人"),
        "outing_of": ("outing {name}", "第 {name} 次出车"),
        "comma": (", ", "，"),
        "load": ("Aboard", "车上"),
        "count": ("Workers", "人数"),
        "demand": ("Demand", "需求"),
        "time": ("Time", "时间"),
        "out": ("stands, nobody aboard", "空车停放"),
        "place": ("Place", "地点"),
        "arrives": ("Arrives", "到达"),
        "departs": ("Departs", "发车"),
        "on_off": ("On / off", "上 / 下"),
        "changes": ("Changes", "换乘"),
        "from_run": ("from {run}", "来自 {run}"),
        "to_run": ("to {run}", "换乘 {run}"),
        "wait": ("wait {n} min", "候车 {n} 分钟"),
        "waits": ("{n} workers wait", "{n} 人候车"),
        "hint": (
            "Drag sideways to move in time, pinch or Ctrl+wheel to zoom, click a bar for details.",
            "左右拖动移动时间，双指或 Ctrl+滚轮缩放，点击横条查看详情。",
        ),
        "weekdays": ("Sun Mon Tue Wed Thu Fri Sat", "周日 周一 周二 周三 周四 周五 周六"),
        "most": ("at most {n}", "最多 {n}"),
        "vehicles": ("on the road", "在途车辆"),
        "overview": ("How many vehicles are on the road, by mode", "各方式在途车辆数"),
        "noscript": (
            "This page draws with JavaScript, which is switched off here. The printed schedule has the same content.",
            "本页需要 JavaScript 绘制，当前已关闭。打印版安排表包含同样内容。",
        ),
    }
)


def timeline_words(lang: Lang) -> Mapping[str, str]:
    """The words of a language, with those of the modes and the page's language tag as ``lang``."""
    return {**in_language(_WORDS, lang), **MODE_WORDS[lang], "lang": HTML_LANG[lang]}
