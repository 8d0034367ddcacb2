"""Made-up workers and rosters for tests and benchmarks: documents that pass every check and belong to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.service.people.documents import check_letter

HEADING = ("姓名", "证件类型", "证件号码", "手机号码", "户籍县区", "健康证明类型", "出具单位", "出具日期", "有效期至")


def resident_id(number: int) -> str:
    """The number of somebody born in 1990 in Xingwen county, one for each ``number`` below 9,000."""
    month, rest = divmod(number, 28 * 1000)
    day, order = divmod(rest, 1000)
    first = f"5115281990{month % 12 + 1:02d}{day + 1:02d}{order:03d}"
    return first + check_letter(first)


def roster_row(number: int) -> list[str]:
    """A whole row for the headings above."""
    return [
        f"王{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'一二三四五六七八九十'[number // 10 % 10]}",
        "居民身份证",
        resident_id(number),
        f"139{number:08d}",
        "兴文县",
        "健康证明",
        "兴文县人民医院",
        "2020-02-20",
        "2020-03-20",
    ]


def roster_csv(rows: Iterable[Sequence[str]], heading: Sequence[str] = HEADING) -> bytes:
    """A CSV file in UTF-8."""
    return "".join(f"{','.join(row)}\n" for row in (heading, *rows)).encode()
