"""Plans side by side as one self-contained HTML page: sentences, charts, two maps in one view, and the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from maps.comparison_charts import gains, intervals, money_by_mode, workers_by_mode
from maps.page_text import writable
from maps.two_maps import Drawn, two_maps
from scenarios.comparison import Comparison, Entry, Line
from scenarios.comparison.items import Item, delta_item
from scenarios.comparison.model import Dimension
from scenarios.comparison.sentences import paragraphs, remarks
from scenarios.comparison.tables import Extent, Table, letter, line_name, tables
from scenarios.comparison.words import words_of
from scenarios.number_text import number_text
from scenarios.words import HTML_LANG

_ROWS_SHOWN = 200
_CARDS = ("served", "money", "money_per_worker", "hours_per_worker", "runs", "km_empty", "gap")
_GAINS: tuple[Dimension, ...] = ("origin", "destination", "employer")
_OPEN = ("figures", "differences", "origin")


def comparison_page(found: Comparison, entries: Sequence[Entry], *, lang: str = "en") -> str:
    """The page. ``entries`` are the plans that ``found`` compares, in its order; the maps show the first two.

    It needs nothing from outside and no script of its own; the maps are a page within it. Names are escaped.
    """
    word = words_of(found, lang)
    maps_title = escape(word["maps"].format(first=letter(0), other=letter(1)))
    page = f"""<!DOCTYPE html>
<html lang="{HTML_LANG[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(f"{word['title']}: {', '.join(found.names)}")}</title>
<style>
{files("maps").joinpath("comparison_page.css").read_text(encoding="utf-8")}</style>
</head>
<body>
<main>
<h1>{escape(word["title"])}</h1>
{"".join(_said(paragraph, lang) for paragraph in paragraphs(found, lang))}
<p class="note">{_joined(remarks(found, lang), lang)}</p>
<ul class="plans">{"".join(_plans(found))}</ul>
<section class="cards">{"".join(_cards(found, lang))}</section>
<section class="charts">{"".join(_charts(found, lang))}</section>
<section class="charts">{"".join(_gains(found, lang))}</section>
<h2>{maps_title}</h2>
<iframe title="{maps_title}" srcdoc="{_maps(found, entries, lang)}"></iframe>
{"".join(_table(table) for table in tables(found, lang, Extent(rows=_ROWS_SHOWN, unchanged=False)))}
</main>
</body>
</html>
"""
    return writable(page)


def _said(paragraph: Sequence[str], lang: str) -> str:
    return f'<p class="headline">{escape(paragraph[0])}</p><p class="says">{_joined(paragraph[1:], lang)}</p>'


def _joined(texts: Sequence[str], lang: str) -> str:
    return escape((" " if lang == "en" else "").join(texts))


def _plans(found: Comparison) -> Iterator[str]:
    for n, (name, figures) in enumerate(zip(found.names, found.figures, strict=True)):
        yield f"<li><b>{letter(n)}</b>{escape(name)} <small>{escape(figures.name)}</small></li>"


def _cards(found: Comparison, lang: str) -> Iterator[str]:
    by_key = {line.key: line for line in found.lines if line.mode is None}
    yield from (_card(found, by_key[key], lang) for key in _CARDS)


def _card(found: Comparison, line: Line, lang: str) -> str:
    word = words_of(found, lang)
    values = " <span>→</span> ".join(escape(number_text(value, line.kind)) for value in line.values[:3])
    deltas = (_delta(delta_item(delta, line.kind, word, better=line.better, mark=True)) for delta in line.deltas[:2])
    unit = f" ({found.currency})" if line.kind == "money" else ""
    name = f"{line_name(line, lang, word)}{unit}"
    return f'<div class="card"><h3>{escape(name)}</h3><p class="values">{values}</p><p>{" · ".join(deltas)}</p></div>'


def _delta(item: Item) -> str:
    return f'<span class="{item.tone}">{escape(item.text)}</span>'


def _charts(found: Comparison, lang: str) -> Iterator[str]:
    yield intervals(found, lang)
    yield money_by_mode(found, lang)
    yield workers_by_mode(found, lang)


def _gains(found: Comparison, lang: str) -> Iterator[str]:
    for other in range(1, len(found.names)):
        for dimension in _GAINS:
            yield gains(found, dimension, other, lang)


def _maps(found: Comparison, entries: Sequence[Entry], lang: str) -> str:
    left, right = (
        Drawn(title=f"{letter(n)}: {found.names[n]}", problem=entries[n].problem, plan=entries[n].plan)
        for n in range(2)
    )
    return escape(two_maps(left, right, lang=lang), quote=True)


def _table(table: Table) -> str:
    heads = "".join(f"<th{_place(table, n)}>{escape(head)}</th>" for n, head in enumerate(table.columns))
    rows = "\n".join(
        "<tr>" + "".join(_cell(table, n, item) for n, item in enumerate(row)) + "</tr>" for row in table.rows
    )
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    whole = " whole" if table.key == "figures" else ""
    grid = f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>"
    body = f'<div class="table {table.key}{whole}">{grid}</div>' if table.rows else ""
    opened = " open" if table.key in _OPEN else ""
    return f"<details{opened}><summary>{escape(table.title)}</summary>{body}{note}</details>\n"


def _place(table: Table, n: int) -> str:
    return ' class="n"' if n in table.numbers else ""


def _cell(table: Table, n: int, item: Item) -> str:
    classes = " ".join(name for name in ("n" if n in table.numbers else "", item.tone) if name)
    mark = f' class="{classes}"' if classes else ""
    return f"<td{mark}>{escape(item.text)}</td>"
