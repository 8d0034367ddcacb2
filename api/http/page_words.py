"""The words of the start page, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.words import Lang, in_language

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("fangang 返岗: workers back to work", "返岗 fangang：务工人员返岗出行规划"),
    "other_lang": ("中文", "English"),
    "lead": (
        "Plans how workers get back to work: from their county's pickup place, by coach, charter train, "
        "reserved carriages or charter flight, with the changes between them, to the factory gate.",
        "规划务工人员如何返岗：从县里的上车点出发，乘客车、专列、专厢或专机，含中途换乘，直到厂门口。",
    ),
    "promise": (
        "Every plan is judged by an independent checker before it is shown, says for everyone left behind "
        "why, and comes with a proven bound: how far from the best it can be.",
        "每个方案先经独立检查器核对才会展示；谁未能安排、为什么，逐一说明；并给出经证明的下界：离最优最多差多少。",
    ),
    "api": ("API", "接口文档"),
    "cases": ("Documented cases", "有据可查的案例"),
    "cases_note": (
        "Journeys of early 2020, rebuilt from public sources. One press plans one.",
        "2020 年初的返岗行程，依公开资料重建。一键规划。",
    ),
    "plan": ("Plan", "规划"),
    "for": ("Planning time", "规划时间"),
    "seconds": ("s", "秒"),
    "own": ("Your own scenario", "自己的场景"),
    "own_note": (
        "An Excel workbook or a JSON document. It is checked at once; every broken cell is named.",
        "Excel 工作簿或 JSON 文档。立即检查，逐格指出错误。",
    ),
    "choose": ("Choose a file", "选择文件"),
    "template": ("A workbook to begin with", "可供修改的工作簿"),
    "checking": ("Checking …", "正在检查……"),
    "usable": (
        "can be planned: {workers} workers, {demands} demands, {sites} sites",
        "可以规划：{workers} 人，{demands} 项需求，{sites} 个站点",
    ),
    "warnings": ("Warnings", "警告"),
    "progress": ("Planning", "正在规划"),
    "waiting": ("Waiting for its turn, {ahead} before it", "排队等待，前面还有 {ahead} 个"),
    "of_seconds": ("{seconds} of {all} s", "{seconds} / {all} 秒"),
    "stop": ("Stop, take the best so far", "停止，采用目前最好的方案"),
    "stopping": ("Stopping …", "正在停止……"),
    "objective": ("Objective", "目标值"),
    "bound": ("Proven bound", "已证下界"),
    "gap": ("Gap", "差距"),
    "nothing_yet": ("no plan yet", "尚无方案"),
    "cost": ("objective and bound over time", "目标值与下界随时间的变化"),
    "map": ("Map", "地图"),
    "timeline": ("Timeline", "时间轴"),
    "tables": ("Tables", "表格"),
    "left_behind": ("Left behind, one by one", "未能安排的人员"),
    "everyone": ("Nobody is left behind.", "无人滞留。"),
    "demand": ("Demand", "需求"),
    "employer": ("Employer", "用人单位"),
    "from": ("From", "出发地"),
    "to": ("To", "目的地"),
    "workers": ("Workers", "人数"),
    "reason": ("Reason", "原因"),
    "proven": ("Proven", "已证明"),
    "detail": ("In words", "说明"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "take": ("Take along", "下载"),
    "workbook": ("Schedule (Excel)", "运输安排表（Excel）"),
    "geojson": ("Map (GeoJSON)", "地图（GeoJSON）"),
    "files": ("Plan (files)", "方案文件"),
    "open_map": ("Open the map alone", "单独打开地图"),
    "open_timeline": ("Open the timeline alone", "单独打开时间轴"),
    "compare": ("Compare with", "与之比较"),
    "failed": ("This did not work", "未能完成"),
    "cancelled": ("Stopped before the search began.", "在求解开始前已停止。"),
    "lost": (
        "The connection to the service was lost. The job goes on; reload this page to follow it.",
        "与服务的连接中断。任务仍在继续，刷新本页即可查看。",
    ),
    "place": ("Table", "表"),
    "row": ("Row", "行"),
    "column": ("Column", "列"),
    "value": ("Value", "值"),
    "expected": ("Expected", "应为"),
    "advice": ("Advice", "建议"),
    "per_worker": ("{money} per worker", "人均 {money}"),
    "hours_each": ("{hours} h", "{hours} 小时"),
    "door_to_door": ("Door to door, on average", "门到门平均时间"),
    "served": ("Served", "送达"),
    "money": ("Money", "费用"),
    "more_faults": ("and {count} more", "另有 {count} 项"),
    "crashed": (
        "The search ended by a fault of its own; this is the best plan it had found by then.",
        "求解因自身故障结束，这是当时最好的方案。",
    ),
    "no_script": (
        "This page plans with JavaScript, which is off. The API works without.",
        "本页需要 JavaScript 才能规划；接口不需要。",
    ),
    "phase_starting": ("starting", "启动"),
    "phase_reading": ("reading", "读取"),
    "phase_start": ("reading the given plan", "读入原方案"),
    "phase_first plan": ("a first plan", "先排出一个方案"),
    "phase_mode choice": ("choosing modes", "选择运输方式"),
    "phase_construction": ("building routes", "构造路线"),
    "phase_improvement": ("improving", "改进"),
    "phase_polish": ("setting times", "确定时刻"),
    "phase_reasons": ("explaining who is left", "说明未安排原因"),
}

_CASES: Mapping[str, Mapping[str, str]] = {
    "daqing-anda": {
        "title": "大庆与安达：跨市通勤的汽车工人，2020 年春",
        "summary": "大庆沃尔沃工厂近 200 名工人住在相邻的安达市，无法跨市；凭复工通行证，由通勤班车每天接送上下班。"
        "场景含五个工作日、往返两个方向，客车少，一车多趟。",
    },
    "jinan-k4016": {
        "title": "K4016 次：西南 476 名务工人员赴济南，2020 年 3 月",
        "summary": "K4016 次专列载 476 名务工人员从重庆西到济南，2020 年 3 月 12 日 15:22 抵达，当晚由客车送往各工地。"
        "场景要回答：这 476 人可以怎样走——专列加接驳客车、普速列车的专厢，还是客车直达。",
    },
    "sichuan-zhejiang-day": {
        "title": "四川至浙江：2020 年 2 月的一天，2 648 名务工人员",
        "summary": "2020 年 2 月 16 日至 23 日间，五批有报道可查的四川务工人员乘包机、专列和客车赴浙江，"
        "这里放在同一天，并按当时规定：客车和列车空出一半座位。"
        "案例 sichuan-zhejiang-day-uncapped 是没有这条规定的同一天：两相比较，可见谁受益、代价多大。",
    },
    "sichuan-zhejiang-day-uncapped": {
        "title": "四川至浙江，不限客座率：同样的 2 648 人，座位坐满",
        "summary": "与 sichuan-zhejiang-day 同一天，规则如 2020 年 2 月 11 日之前：除隔离预留座位外可以坐满。"
        "其余完全相同，因此比较两个方案即可看出 50 % 客座率限制让谁受益、代价多大。",
    },
    "wanzhou-guangdong": {
        "title": "万州、巫山至广东：2020 年 2 月的长途客车",
        "summary": "2020 年 2 月 17 日至 22 日，一家运输企业的客车送 429 名务工人员从重庆万州、巫山到约 1 300 公里外的"
        "广东珠江三角洲。没有列车和航班：驾驶员能开多久、何时休息、凌晨二至五时禁行，决定何时出发、谁同车、何时到达。",
    },
}
"""Chinese words of shipped cases; their pages are in English."""


def page_words(lang: Lang) -> Mapping[str, str]:
    """The words of the start page."""
    return in_language(_WORDS, lang)


def case_words(name: str, lang: Lang) -> Mapping[str, str]:
    """Title and summary of a shipped case in ``lang``, where they are another than the case's own."""
    return {key: text for key, text in _CASES.get(name, {}).items() if text} if lang == "zh" else {}
