"""The columns of a roster, in English and Chinese, and the words that people write above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from api.service.people.documents import DOCUMENTS
from api.service.people.health import HEALTH_PROOFS
from scenarios.words import Lang

_NOT_READ = re.compile(r"[\s_*＊:：/\-]|[（(][^（()）]*[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name over HTTP, its headings, what it wants."""

    name: str
    en: str
    zh: str
    about_en: str
    about_zh: str
    also: tuple[str, ...] = ()
    required: bool = False

    def heading(self, lang: Lang) -> str:
        """The heading of a template."""
        return self.zh if lang == "zh" else self.en


def _words(table: Mapping[str, object], lang: Lang) -> str:
    return ", ".join(table) if lang == "en" else "、".join(str(getattr(kind, "zh", "")) for kind in table.values())


COLUMNS: Sequence[Column] = (
    Column(
        name="name", en="Name", zh="姓名", required=True, also=("fullname", "workername", "员工姓名", "人员姓名"),
        about_en="Full name as on the document", about_zh="与证件一致的姓名",
    ),
    Column(
        name="id_type", en="Document type", zh="证件类型", also=("idtype", "证件种类"),
        about_en=f"One of {_words(DOCUMENTS, 'en')}; blank: resident_id",
        about_zh=f"{_words(DOCUMENTS, 'zh')}；空白为居民身份证",
    ),
    Column(
        name="id_number", en="Document number", zh="证件号码", required=True,
        also=("idnumber", "idno", "身份证", "身份证号", "身份证号码", "证件号", "公民身份号码"),
        about_en="As text, or a spreadsheet loses its last digits", about_zh="请设为文本格式，否则末位数字会丢失",
    ),
    Column(
        name="phone", en="Phone", zh="手机号码", also=("mobile", "手机", "手机号", "电话", "联系电话", "联系方式"),
        about_en="11 digits, or + with country code", about_zh="11位手机号，或“+国家代码”开头",
    ),
    Column(
        name="home_county", en="Home county", zh="户籍县区",
        also=("home", "county", "户籍地", "籍贯", "家庭住址", "家庭所在县"),
        about_en="County or district of the home", about_zh="家庭所在县（市、区）",
    ),
    Column(
        name="pickup", en="Pickup", zh="上车地点", also=("origin", "上车点", "集合点", "出发地"),
        about_en="One of the request's places; blank: the home county, or the only place there is",
        about_zh="本申请中的出发地之一；空白按户籍县区，或唯一的出发地",
    ),
    Column(
        name="health_kind", en="Health proof", zh="健康证明类型", also=("healthkind", "健康证明"),
        about_en=f"One of {_words(HEALTH_PROOFS, 'en')}; blank: none",
        about_zh=f"{_words(HEALTH_PROOFS, 'zh')}；空白为无",
    ),
    Column(
        name="health_issuer", en="Issued by", zh="出具单位", also=("healthissuer", "issuer", "开具单位"),
        about_en="Who issued the proof", about_zh="健康证明的出具单位",
    ),
    Column(
        name="health_issued", en="Issued on", zh="出具日期", also=("healthissued", "开具日期"),
        about_en="A date such as 2020-03-01", about_zh="日期，如 2020-03-01",
    ),
    Column(
        name="health_valid_until", en="Valid until", zh="有效期至", also=("healthvaliduntil", "有效截止日期"),
        about_en="The last valid day; blank: no end", about_zh="最后一个有效日；空白为无期限",
    ),
    Column(
        name="health_valid_days", en="Valid days", zh="有效天数", also=("healthvaliddays",),
        about_en="Instead of the last day: days from the date of issue, that day counted",
        about_zh="可代替“有效期至”：自出具日起（含当日）的天数",
    ),
)  # fmt: skip


def column_of(heading: str) -> str | None:
    """The column that a heading means, None: none of ours."""
    return _by_heading().get(_plain(heading))


@cache
def _by_heading() -> dict[str, str]:
    return {
        _plain(word): column.name for column in COLUMNS for word in (column.name, column.en, column.zh, *column.also)
    }


def _plain(heading: str) -> str:
    return _NOT_READ.sub("", heading).lower()
