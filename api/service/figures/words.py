"""The words of the daily return, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scenarios.words import MODE_WORDS, Lang, in_language

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "return": ("Daily return on workers' return to post", "务工人员返岗复工日报"),
        "as_of": ("As of the end of", "统计截至"),
        "currency": ("Money in", "金额单位"),
        "to_date": ("To date", "累计"),
        "on_day": ("On the day", "当日"),
        "summary": ("Summary", "汇总"),
        "measure": ("Measure", "指标"),
        "value": ("Value", "数值"),
        "formula": ("How it is counted", "计算口径"),
        "districts": ("By district", "分区县"),
        "employers": ("By employer", "分企业"),
        "transport": ("By mode and day", "分方式分日"),
        "money": ("Money by payer", "费用分担"),
        "district": ("District", "区县"),
        "none": ("(none)", "（未填）"),
        "employer": ("Employer", "用人单位"),
        "employer_count": ("Employers", "企业数"),
        "reopened": ("Reopened", "已复工"),
        "reporting": ("Reporting", "已报送"),
        "requested": ("Requested", "需求人数"),
        "served": ("Planned", "已排定"),
        "boarded": ("Boarded", "已上车"),
        "no_show": ("No-show", "未到"),
        "rejected": ("Rejected", "拒乘"),
        "lost": ("Left on the way", "途中离队"),
        "delivered": ("Delivered", "已送达"),
        "boarded_on_day": ("Boarded, day", "当日上车"),
        "delivered_on_day": ("Delivered, day", "当日送达"),
        "on_time_share": ("On time", "准点率"),
        "served_share": ("Planned / requested", "排定率"),
        "return_rate": ("Return rate", "返岗率"),
        "on_post_rate": ("On-post rate", "上岗率"),
        "resumption_rate": ("Resumption rate", "复工率"),
        "staff": ("Staff", "职工总数"),
        "away": ("Had left", "节前离岗"),
        "returned": ("Returned", "已返岗"),
        "on_post": ("On post", "在岗"),
        "vacancies": ("Vacancies", "用工缺口"),
        "open_problems": ("Open problems", "未销号问题"),
        "overdue_problems": ("Overdue", "超期问题"),
        "reported_on": ("Last report", "最近报送"),
        "total": ("Total", "合计"),
        "day": ("Day", "日期"),
        "mode": ("Mode", "方式"),
        "runs": ("Runs", "趟次"),
        "planned": ("Planned", "计划人数"),
        "load_planned": ("Load, planned", "计划客座率"),
        "load_travelled": ("Load, travelled", "实际客座率"),
        "payer": ("Payer", "出资方"),
        "government": ("Government", "政府"),
        "employer_pays": ("Employer", "企业"),
        "worker": ("Worker", "务工人员"),
        "money_planned": ("Whole plan", "全计划"),
        "head_planned": ("A head, planned", "人均（计划）"),
        "money_to_date": ("To date", "累计"),
        "head_to_date": ("A head, to date", "人均（累计）"),
        "money_of_mode": ("Money to date", "累计费用"),
        "filled_by": ("Filled in by:", "填表人："),
        "checked_by": ("Checked by:", "审核人："),
        "issued_by": ("Issued by:", "签发人："),
        "page_of": ("Page &P of &N", "第 &P 页，共 &N 页"),
        "about_return_rate": (
            "returned (reported, no fewer than delivered) / had left for the holiday",
            "已返岗（企业报送，不少于已送达）÷ 节前离岗",
        ),
        "about_on_post_rate": ("on post / all staff, as reported", "在岗 ÷ 职工总数（企业报送）"),
        "about_resumption_rate": ("employers reopened / all employers", "已复工企业 ÷ 全部企业"),
        "about_served_share": ("planned / requested workers", "已排定 ÷ 需求人数"),
        "about_on_time_share": ("delivered within the time asked for / delivered", "按时送达 ÷ 已送达"),
    }
)


def return_words(lang: Lang) -> Mapping[str, str]:
    """The words of a language, with those of the modes."""
    return {**in_language(_WORDS, lang), **MODE_WORDS[lang]}
