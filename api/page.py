"""A sheet as a file to send or print: Markdown and one self-contained HTML page."""

from __future__ import annotations

from html import escape

from api.sheet import Sheet, Table

_STYLE = """\
@page { size: A4; margin: 12mm 14mm }
body { font: 9.5pt/1.3 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1b2430;
  max-width: 182mm; margin: 8mm auto; padding: 0 4mm }
@media print { body { margin: 0; padding: 0; max-width: none } }
h1 { font-size: 15pt; margin: 0 } h2 { font-size: 10.5pt; margin: 9pt 0 2pt; break-after: avoid }
.headline { font-size: 11.5pt; margin: 1pt 0 7pt }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12pt; margin: 0 }
dt { color: #566270 } dd { margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: 8pt; line-height: 1.25; font-variant-numeric: tabular-nums }
th { text-align: left; border-bottom: 1.2px solid #1b2430; font-weight: 600 }
td { border-bottom: .6px solid #c9d1da } th, td { padding: 1.2pt 8pt 1.2pt 0; vertical-align: top }
tr { break-inside: avoid } .n { text-align: right } .n, .u { white-space: nowrap }
.note { color: #566270; font-size: 8pt; margin: 2pt 0 0 }
"""


def to_markdown(sheet: Sheet) -> str:
    """The sheet as Markdown with pipe tables."""
    parts = [f"# {_cell(sheet.title)}", f"**{_cell(sheet.headline)}**"]
    parts.append("\n".join(f"- {_cell(label)}: {_cell(value)}" for label, value in sheet.facts))
    parts += [_markdown_table(table) for table in sheet.tables]
    if sheet.note:
        parts.append(_cell(sheet.note))
    return "\n\n".join(parts) + "\n"


def to_html(sheet: Sheet) -> str:
    """The sheet as one HTML page that needs nothing from outside and prints on A4."""
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in sheet.facts)
    tables = "\n".join(_html_table(table) for table in sheet.tables)
    note = f'<p class="note">{escape(sheet.note)}</p>' if sheet.note else ""
    return f"""<!DOCTYPE html>
<html lang="{escape(sheet.lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(sheet.title)}</title>
<style>
{_STYLE}</style>
</head>
<body>
<h1>{escape(sheet.title)}</h1>
<p class="headline">{escape(sheet.headline)}</p>
<dl>{facts}</dl>
{tables}
{note}
</body>
</html>
"""


def _markdown_table(table: Table) -> str:
    rule = ["---:" if n in table.numbers else "---" for n in range(len(table.columns))]
    lines = [table.columns, rule, *table.rows]
    text = "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)
    note = f"\n\n{_cell(table.note)}" if table.note else ""
    return f"## {_cell(table.title)}\n\n{text}{note}"


def _cell(text: str) -> str:
    """Names come from outside: nothing in them may end a cell or begin markup."""
    for sign in "\\|*_`[]<>#":
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())


def _html_table(table: Table) -> str:
    def line(tag: str, cells: tuple[str, ...]) -> str:
        marks = [_mark(table, n) for n in range(len(cells))]
        inside = "".join(f"<{tag}{mark}>{escape(cell)}</{tag}>" for mark, cell in zip(marks, cells, strict=True))
        return f"<tr>{inside}</tr>"

    rows = "\n".join(line("td", row) for row in table.rows)
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f"<h2>{escape(table.title)}</h2>\n<table>\n<thead>{line('th', table.columns)}</thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n{note}"
    )


def _mark(table: Table, column: int) -> str:
    if column in table.numbers:
        return ' class="n"'
    return ' class="u"' if column in table.unbroken else ""
