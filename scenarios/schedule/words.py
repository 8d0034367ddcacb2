"""The headings of a printed schedule, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scenarios.words import MODE_WORDS, REASON_WORDS, Lang, in_language

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "schedule": ("Schedule", "运输安排表"),
        "runs": ("Runs", "趟次"),
        "stops": ("Stops", "停靠"),
        "riders": ("Riders by employer", "各单位乘车安排"),
        "vehicles": ("Vehicles", "车辆"),
        "transfers": ("Transfers", "换乘"),
        "unserved": ("Left behind", "未能安排"),
        "none": ("None.", "无。"),
        "page_of": ("Page &P of &N", "第 &P 页，共 &N 页"),
        "run": ("Run", "趟次"),
        "mode": ("Mode", "方式"),
        "vehicle": ("Vehicle", "车辆"),
        "type": ("Type", "车型"),
        "depot": ("Depot", "车场"),
        "outing": ("Outing", "出车"),
        "units": ("Units", "单元数"),
        "drivers": ("Drivers", "驾驶员"),
        "from": ("From", "起点"),
        "to": ("To", "终点"),
        "departs": ("Departs", "发车"),
        "arrives": ("Arrives", "到达"),
        "stop_count": ("Stops", "停靠数"),
        "workers": ("Workers", "人数"),
        "seats": ("Seats", "座位"),
        "load": ("Load", "客座率"),
        "km": ("km", "公里"),
        "driving_h": ("Driving h", "驾驶小时"),
        "seq": ("No.", "序"),
        "place": ("Place", "地点"),
        "stands": ("Stands min", "停留分钟"),
        "board": ("Board", "上车"),
        "alight": ("Alight", "下车"),
        "aboard": ("Aboard", "车上"),
        "on_the_road": ("On the road to the next stop", "途中休息与停驶"),
        "break": ("break", "休息"),
        "curfew": ("no driving", "停驶"),
        "employer": ("Employer", "用人单位"),
        "demand": ("Demand", "需求"),
        "group": ("Group", "成组"),
        "leg": ("Leg", "段"),
        "waits": ("Then waits min", "换乘等待分钟"),
        "leaves": ("Leaves", "出库"),
        "returns": ("Returns", "回库"),
        "days": ("Days", "天数"),
        "km_loaded": ("km loaded", "重驶公里"),
        "km_empty": ("km empty", "空驶公里"),
        "money": ("Money", "费用"),
        "hub": ("Hub", "换乘点"),
        "wait": ("Wait min", "等待分钟"),
        "from_run": ("From run", "来自趟次"),
        "to_run": ("To run", "换乘趟次"),
        "pickup": ("Pickup", "上车点"),
        "workplace": ("Workplace", "工作地"),
        "reason": ("Reason", "原因"),
        "proven": ("Proven", "已证明"),
        "yes": ("yes", "是"),
        "no": ("no", "否"),
        "detail": ("Detail", "说明"),
        "change": ("What would bring them", "可行的调整"),
    }
)


def schedule_words(lang: Lang) -> Mapping[str, str]:
    """The words of a language, with those of modes and reasons."""
    return {"lang": lang, **in_language(_WORDS, lang), **MODE_WORDS[lang], **REASON_WORDS[lang]}
