"""The words of maps, in English and Chinese. Modes and reasons are named in ``scenarios.words``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.words import HTML_LANG, MODE_WORDS, REASON_WORDS, in_language

_WORDS: Mapping[str, tuple[str, str]] = {
    "headline": ("{served} of {asked} workers reach their workplace", "{asked} 名务工人员中 {served} 名送达厂门"),
    "headline_all": ("All {asked} workers reach their workplace", "{asked} 名务工人员全部送达厂门"),
    "headline_asked": ("{asked} workers want to travel", "{asked} 名务工人员需要出行"),
    "find": ("Find an employer, a place, a run", "查找用人单位、地点、趟次"),
    "find_none": ("Nothing has this name.", "没有找到。"),
    "employer": ("Employer", "用人单位"),
    "layers": ("Layers and legend", "图层与图例"),
    "show_panel": ("Show layers and legend", "显示图层与图例"),
    "hide_panel": ("Hide layers and legend", "隐藏图层与图例"),
    "runs": ("Runs", "趟次"),
    "count_runs": ("{runs} runs, {workers} workers", "{runs} 趟，{workers} 人"),
    "count_run": ("1 run, {workers} workers", "1 趟，{workers} 人"),
    "count_workers": ("{workers} workers", "{workers} 人"),
    "width": ("Width: workers", "线宽：人数"),
    "straight": (
        "Lines are straight from stop to stop; arrows point the way they go.",
        "站点之间以直线表示，箭头为行进方向。",
    ),
    "merged": (
        "Seen from here, runs are drawn together by {level}. Zoom in for single runs.",
        "当前比例下按{level}合并显示，放大后可见单趟。",
    ),
    "cut": (
        "Runs that only pass through this view are left out; ends outside it are drawn together.",
        "未画出仅途经此范围的趟次；范围外的端点合并显示。",
    ),
    "level_county": ("county", "县"),
    "level_city": ("city", "市"),
    "level_province": ("province", "省"),
    "sites": ("Sites", "站点"),
    "pickup": ("Pickup", "上车点"),
    "workplace": ("Workplace", "工作地"),
    "station": ("Station", "火车站"),
    "airport": ("Airport", "机场"),
    "depot": ("Depot", "车场"),
    "more_layers": ("People and places", "人员与地名"),
    "demand": ("Who goes where", "出行需求（从哪到哪）"),
    "unserved": ("Left behind", "未能安排"),
    "names": ("Place names", "地名"),
    "whole": ("Whole plan", "整个方案"),
    "day": ("Departures of {day}", "{day}发车"),
    "moment": ("On the road at {time}", "{time}在途"),
    "moving": (
        "{time}: {workers} workers on the road in {runs} vehicles",
        "{time}：在途 {workers} 人，{runs} 辆（列、架）",
    ),
    "play": ("Play", "播放"),
    "pause": ("Pause", "暂停"),
    "time": ("Time", "时间"),
    "period": ("Period shown", "显示时段"),
    "on_the_road": ("Workers on the road", "在途人数"),
    "run_title": ("{mode} {name}", "{mode} {name}"),
    "vehicle": ("Vehicle", "车辆"),
    "seats": ("{type}, {seats} seats", "{type}，{seats} 座"),
    "units": ("Units", "单元"),
    "units_value": ("{units}, {seats} seats", "{units} 个，共 {seats} 座"),
    "drivers": ("Drivers", "驾驶员"),
    "distance": ("Distance", "里程"),
    "distance_value": ("{km} km, {hours} h at the wheel", "{km} 公里，驾驶 {hours} 小时"),
    "load": ("Load", "载客"),
    "load_value": (
        "{riders} workers; at most {aboard} of {seats} seats taken",
        "共 {riders} 人，最多占用 {aboard} / {seats} 座",
    ),
    "employers": ("Employers", "用人单位"),
    "stop": ("Stop", "停靠"),
    "arrives": ("Arr.", "到"),
    "departs": ("Dep.", "开"),
    "on": ("On", "上"),
    "off": ("Off", "下"),
    "aboard": ("Aboard", "车上"),
    "feeders": ("Feeders", "前程接驳"),
    "onward": ("Onward", "后程接驳"),
    "zoom_journey": ("Zoom to the whole journey", "缩放到全程"),
    "no_links": ("Its riders use no other vehicle.", "乘客不换乘其他车辆。"),
    "back": ("Show all again", "恢复全部显示"),
    "from_to": ("{from} → {to}", "{from} → {to}"),
    "calls": ("Runs that stop here", "停靠趟次"),
    "boards_alights": ("{board} board, {alight} alight", "上车 {board} 人，下车 {alight} 人"),
    "starts_ends": ("{start} journeys' workers start here, {end} end here", "{start} 人由此出发，{end} 人到此终点"),
    "to_workplace": ("to {place}", "去往{place}"),
    "proven": ("proven", "已证明"),
    "likely": ("not proven", "未证明"),
    "window": ("ready {ready}, due {due}", "最早 {ready}，最晚 {due}"),
    "more": ("and {count} more", "另有 {count} 项"),
    "borders": (
        "Boundaries: {source}. Schematic, not an approved map: publishing a map of China may need one.",
        "境界：{source}。示意图，非审定地图；公开中国地图可能须经审核（审图号）。",
    ),
    "fit": ("Show the whole plan", "显示全部"),
}

_JOURNEYS: Mapping[str, tuple[str, str]] = {
    "headline": ("{served} of {asked} journeys are made", "{asked} 人次需求中 {served} 人次已安排"),
    "headline_all": ("All {asked} journeys asked for are made", "全部 {asked} 人次需求均已安排"),
    "headline_asked": ("{asked} journeys are asked for", "{asked} 人次需要出行"),
    "count_runs": ("{runs} runs, {workers} journeys", "{runs} 趟，{workers} 人次"),
    "count_run": ("1 run, {workers} journeys", "1 趟，{workers} 人次"),
    "count_workers": ("{workers} journeys", "{workers} 人次"),
}
"""Where the same workers travel again and again, as commuters do, heads are journeys."""


def page_words(lang: str, *, journeys: bool = False) -> Mapping[str, Any]:
    """All words of a map page in one of ``scenarios.words.LANGUAGES``; modes and reasons in tables of their own."""
    words = in_language({**_WORDS, **(_JOURNEYS if journeys else {})}, lang)
    return {**words, "lang": HTML_LANG[lang], "modes": dict(MODE_WORDS[lang]), "reasons": dict(REASON_WORDS[lang])}
