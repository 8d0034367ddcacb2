"""The words of comparisons, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.comparison.model import Comparison
from scenarios.words import LANGUAGES, in_language

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Plans compared", "方案对比"),
    "plan": ("Plan", "方案"),
    "scenario": ("Scenario", "场景"),
    "figure": ("Figure", "指标"),
    "difference": ("{other} - {first}", "{other} - {first}"),
    "verdict": ("{other} against {first}", "{other} 对 {first}"),
    "asked": ("Workers asked for", "需求人数"),
    "served": ("Workers served", "送达人数"),
    "unserved": ("Left behind", "未能安排"),
    "on_time": ("On time", "按时到达"),
    "riders": ("Carried by {mode}", "{mode}运送人数"),
    "money": ("Money", "费用"),
    "mode_money": ("Money, {mode}", "费用：{mode}"),
    "money_per_worker": ("Money per worker", "人均费用"),
    "worker_hours": ("Worker-hours", "总人时"),
    "hours_per_worker": ("Hours per worker", "人均小时"),
    "runs": ("Runs", "趟次"),
    "mode_runs": ("Runs, {mode}", "趟次：{mode}"),
    "load_factor": ("Load factor, {mode}", "客座率：{mode}"),
    "vehicles": ("Coaches", "客车数"),
    "km_loaded": ("Loaded km", "载客公里"),
    "km_empty": ("Empty km", "空驶公里"),
    "deadhead_share": ("Empty share of km", "空驶比例"),
    "objective": ("Objective", "目标值"),
    "bound": ("Lower bound", "下界"),
    "gap": ("Gap", "差距"),
    "net_gap": ("Net gap (without those who must stay)", "净差距（不计必然滞留者）"),
    "figures": ("Side by side", "指标并列"),
    "origin": ("By region of departure", "按输出地"),
    "destination": ("By region of arrival", "按输入地"),
    "employer": ("By employer", "按用人单位"),
    "day": ("By day of arrival", "按到达日期"),
    "changes": ("What changes for whom: {other} against {first}", "逐项变化：{other} 对 {first}"),
    "differences": ("How the scenarios differ: {other} against {first}", "场景差异：{other} 对 {first}"),
    "name": ("Name", "名称"),
    "date": ("Date", "日期"),
    "column_asked": ("Asked", "需求"),
    "column_served": ("Served", "送达"),
    "column_money": ("Money", "费用"),
    "column_per_worker": ("Per worker", "人均费用"),
    "column_shift": ("Later, min", "推迟（分钟）"),
    "demand": ("Demand", "需求编号"),
    "from": ("From", "出发地"),
    "to": ("To", "目的地"),
    "what": ("Changes", "变化"),
    "plan_employer": ("Employer", "用人单位"),
    "workers": ("Workers", "人数"),
    "where": ("Where", "位置"),
    "nowhere": ("no region, or nobody aboard", "未标明地区，或无人乘坐"),
    "nobody": ("nobody of {asked}", "{asked} 人均未安排"),
    "none_asked": ("not asked for", "无此需求"),
    "of": ("{served} of {asked}", "{served} / {asked} 人"),
    "via": ("via {places}", "经 {places}"),
    "more_ways": ("and {count} more ways", "另有 {count} 种走法"),
    "more_rows": ("and {count} more", "另有 {count} 项"),
    "unchanged": ("{count} without any difference are left out.", "{count} 项没有差异，未列出。"),
    "nothing": ("No difference.", "没有差异。"),
    "same_scenario": ("All plans are of the same scenario.", "所有方案属于同一场景。"),
    "added": ("new demand", "新增需求"),
    "removed": ("demand gone", "需求取消"),
    "what_asked": ("asked for", "需求人数"),
    "what_served": ("served", "送达人数"),
    "time": ("time", "时间"),
    "place": ("place", "地点"),
    "mode": ("mode", "方式"),
    "only_first": ("only in {first}", "仅在 {first}"),
    "only_other": ("only in {other}", "仅在 {other}"),
    "setting": ("{first}: {there} | {other}: {here}", "{first}：{there} | {other}：{here}"),
    "pp": ("pp", "个百分点"),
    "is_same": ("no difference", "没有差异"),
    "is_exact": ("exact", "确切"),
    "is_apart": ("beyond the gaps", "超出差距范围"),
    "is_proven": ("proven", "已证明"),
    "is_fact": ("known", "已知"),
    "is_indistinct": ("not distinguishable", "无法区分"),
    "is_incomparable": ("not comparable", "不可比"),
    "legend": ("≈ smaller than the gaps allow: not distinguishable.", "≈ 小于差距允许的范围：无法区分。"),
    "shares": (
        "A vehicle's money is shared among its riders by how long they are aboard.",
        "每辆车的费用按乘坐时间分摊给乘坐人员。",
    ),
    "rule_same": (
        "Plans of one scenario: every difference is a fact, however large the gaps.",
        "同一场景的方案：每项差异都是事实，与差距大小无关。",
    ),
    "rule_other": (
        "Plans of different scenarios stand for the best plans of these, known only up to the gaps. Proven: "
        "the intervals from bound to objective do not overlap. Beyond the gaps: larger than what both gaps "
        "could pay for; with runs, coaches, load and kilometres: larger than the net gaps' share of them.",
        "不同场景的方案代表各自场景的最优方案，而最优值只在差距范围内可知。已证明："
        "下界到目标值的区间互不重叠。超出差距范围：大于两个差距所能抵消的数额；趟次、车辆、"
        "客座率和公里数则按净差距的比例衡量。",
    ),
    "say_identical": ("{other} and {first}: no difference.", "{other} 与 {first}：没有差异。"),
    "say_better": (
        "All told, {other} is {amount} ({share}) cheaper than {first}, exactly: both are of one scenario.",
        "总计，{other} 比 {first} 便宜 {amount}（{share}），确切：两者属于同一场景。",
    ),
    "say_worse": (
        "All told, {other} is {amount} ({share}) dearer than {first}, exactly: both are of one scenario.",
        "总计，{other} 比 {first} 贵 {amount}（{share}），确切：两者属于同一场景。",
    ),
    "say_equal": ("All told, {other} costs as much as {first}.", "总计，{other} 与 {first} 相同。"),
    "say_equal_plans": (
        "All told, {other} costs as much as {first}, but the best plans of their two scenarios may differ by "
        "anything from {least} to {most}.",
        "总计，{other} 与 {first} 相同，但两个场景最优方案之差可能在 {least} 至 {most} 之间。",
    ),
    "say_bound": (
        "All told, no plan of this scenario costs less than {bound}.",
        "总计，该场景没有任何方案低于 {bound}。",
    ),
    "say_dearer": (
        "Proven: all told, the scenario of {other} is {range} dearer than that of {first}.",
        "已证明：总计，{other} 的场景比 {first} 的场景贵 {range}。",
    ),
    "say_cheaper": (
        "Proven: all told, the scenario of {other} is {range} cheaper than that of {first}.",
        "已证明：总计，{other} 的场景比 {first} 的场景便宜 {range}。",
    ),
    "say_indistinct": (
        "Not distinguishable: all told, {other} is {amount} {direction} than {first}, but the best plans of "
        "their two scenarios may differ by anything from {least} to {most}.",
        "无法区分：总计，{other} 比 {first} {direction} {amount}，但两个场景最优方案之差可能在 {least} 至 "
        "{most} 之间。",
    ),
    "say_incomparable": (
        "The scenarios of {first} and {other} price things differently: objectives are not comparable.",
        "{first} 与 {other} 的场景计价不同：目标值不可比。",
    ),
    "range": ("{low} to {high}", "{low} 至 {high}"),
    "say_crossed": (
        "{plan} is a valid plan in the scenario of {there} too, and {amount} cheaper there than {there}.",
        "{plan} 在 {there} 的场景中同样有效，而且比 {there} 便宜 {amount}。",
    ),
    "say_refuted": (
        "The lower bound that {name} states is wrong: a valid plan of the same scenario lies below it.",
        "{name} 所述的下界有误：同一场景中有低于它的有效方案。",
    ),
    "say_told": (
        "All told: the objective, that is money, worker-hours and workers left behind, each at its price.",
        "总计即目标值：费用、总人时和未能安排人员各按其价计入。",
    ),
    "say_served": (
        "{other} serves {count} {direction} workers than {first}{sure}.",
        "{other} 比 {first} {direction}送达 {count} 人{sure}。",
    ),
    "say_served_same": ("{other} serves as many workers as {first}.", "{other} 与 {first} 送达人数相同。"),
    "say_money": ("It takes {amount} {direction} money{sure}.", "费用{direction} {amount}{sure}。"),
    "say_money_same": ("It takes as much money.", "费用相同。"),
    "say_touched": (
        "Workers whose journey changes, begins or falls away: {count}, demands: {demands}.",
        "行程有变、新增或取消：{count} 人，涉及 {demands} 项需求。",
    ),
    "higher": ("dearer", "贵"),
    "lower": ("cheaper", "便宜"),
    "more": ("more", "多"),
    "fewer": ("fewer", "少"),
    "less": ("less", "少"),
    "unsure": (" (not distinguishable)", "（无法区分）"),
    "maps": ("On the map: {first} and {other}", "地图：{first} 与 {other}"),
    "chart_intervals": ("From lower bound to objective", "从下界到目标值"),
    "chart_intervals_note": (
        "No plan of a scenario lies left of its bar; the dot is the plan found.",
        "任何方案都不会落在其场景横条的左侧，圆点为所得方案。",
    ),
    "chart_money": ("Money by mode", "各方式费用"),
    "chart_workers": ("Workers by main mode", "各主要方式人数"),
    "chart_gains_served": ("{group}: workers served, {other} - {first}", "{group}：送达人数，{other} - {first}"),
    "chart_gains_money": ("{group}: money, {other} - {first}", "{group}：费用，{other} - {first}"),
    "sheet_differences": ("Scenarios", "场景差异"),
    "sheet_origin": ("Departure regions", "输出地"),
    "sheet_destination": ("Arrival regions", "输入地"),
    "sheet_employer": ("Employers", "用人单位"),
    "sheet_day": ("Days", "日期"),
    "sheet_changes": ("Changes", "逐项变化"),
    "recurring": (
        "The same workers travel again and again: each of their journeys counts as one.",
        "同一批务工人员多次往返，按人次统计。",
    ),
}

_JOURNEYS: Mapping[str, tuple[str, str]] = {
    "asked": ("Journeys asked for", "需求人次"),
    "served": ("Journeys made", "成行人次"),
    "unserved": ("Not made", "未能安排（人次）"),
    "money_per_worker": ("Money per journey", "每人次费用"),
    "hours_per_worker": ("Hours per journey", "每人次小时"),
    "column_served": ("Made", "成行"),
    "column_per_worker": ("Per journey", "每人次费用"),
    "workers": ("Journeys", "人次"),
    "nobody": ("none of {asked}", "{asked} 人次均未安排"),
    "chart_workers": ("Journeys by main mode", "各主要方式人次"),
    "chart_gains_served": ("{group}: journeys made, {other} - {first}", "{group}：成行人次，{other} - {first}"),
    "say_served": (
        "{other} makes {count} {direction} journeys than {first}{sure}.",
        "{other} 比 {first} {direction}成行 {count} 人次{sure}。",
    ),
    "say_served_same": ("{other} makes as many journeys as {first}.", "{other} 与 {first} 成行人次相同。"),
    "say_touched": (
        "Journeys that change, begin or fall away: {count}, demands: {demands}.",
        "行程有变、新增或取消：{count} 人次，涉及 {demands} 项需求。",
    ),
    "say_told": (
        "All told: the objective, that is money, hours on the way and journeys not made, each at its price.",
        "总计即目标值：费用、总人时和未能安排的人次各按其价计入。",
    ),
}
"""What is said otherwise where heads are journeys, not workers."""

_SAID: Mapping[tuple[str, bool], Mapping[str, str]] = {
    (lang, recurring): in_language({**_WORDS, **(_JOURNEYS if recurring else {})}, lang)
    for lang in LANGUAGES
    for recurring in (False, True)
}


def words(lang: str, *, recurring: bool) -> Mapping[str, str]:
    """The words of one of ``scenarios.words.LANGUAGES``; with ``recurring`` heads are journeys, not workers."""
    return _SAID[lang, recurring]


def words_of(found: Comparison, lang: str) -> Mapping[str, str]:
    """The words that fit what the comparison counts."""
    return words(lang, recurring=found.recurring)
