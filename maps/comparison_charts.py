"""Charts of a comparison as inline SVG. Lengths are shares of the width, so that letters keep their size anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from maps.palette import MODE_COLOURS
from optimizer.problem import MODES
from scenarios.comparison.items import show_delta
from scenarios.comparison.model import Comparison, Delta, Dimension, Group
from scenarios.comparison.tables import letter
from scenarios.comparison.words import words_of
from scenarios.display_width import display_width
from scenarios.number_text import money_text, number_text
from scenarios.words import MODE_WORDS

_ROW = 46
_BAR = 16
_BARS_SHOWN = 6
_NAME_WIDTH = 30


def intervals(found: Comparison, lang: str) -> str:
    """For each plan the interval from its bound to its objective; empty where prices differ."""
    word = words_of(found, lang)
    objective = next(line for line in found.lines if line.key == "objective")
    if any(delta.verdict == "incomparable" for delta in objective.deltas):
        return ""
    ends = [(figures.bound, figures.objective) for figures in found.figures]
    low, high = min(bound for bound, _ in ends), max(top for _, top in ends)
    span = (high - low) or max(abs(high), 1.0)
    low, span = low - 0.04 * span, 1.08 * span
    rows = []
    for n, (bound, top) in enumerate(ends):
        left, right = 100 * (bound - low) / span, 100 * (top - low) / span
        value = f"{number_text(bound, 'money')} – {money_text(top, found.currency)}"
        y = n * _ROW
        rows.append(
            f"{_label(y, letter(n), value)}"
            f'<line class="track" x1="0%" x2="100%" y1="{y + 30}" y2="{y + 30}"/>'
            f'<line class="interval" x1="{left:.3f}%" x2="{right:.3f}%" y1="{y + 30}" y2="{y + 30}"/>'
            f'<circle class="best" cx="{right:.3f}%" cy="{y + 30}" r="6"/>'
        )
    note = word["chart_intervals_note"]
    return _chart(word["chart_intervals"], rows, len(ends) * _ROW, note=escape(note))


def money_by_mode(found: Comparison, lang: str) -> str:
    """Each plan's money, by mode."""
    parts = [{row.mode: row.money for row in figures.modes} for figures in found.figures]
    labels = [money_text(figures.money, found.currency) for figures in found.figures]
    return _stacked(found, words_of(found, lang)["chart_money"], parts, labels, lang)


def workers_by_mode(found: Comparison, lang: str) -> str:
    """Each plan's workers by the mode of their main leg, and those left behind."""
    word = words_of(found, lang)
    parts = [
        {**{row.mode: float(row.mainly) for row in figures.modes}, "unserved": float(figures.unserved)}
        for figures in found.figures
    ]
    labels = [word["of"].format(served=f"{f.served:,}", asked=f"{f.asked:,}") for f in found.figures]
    return _stacked(found, word["chart_workers"], parts, labels, lang)


def gains(found: Comparison, dimension: Dimension, other: int, lang: str) -> str:
    """Who gains and who loses most: by heads served where these differ anywhere, else by money; empty for nobody."""
    word = words_of(found, lang)
    n = other - 1
    by_heads = any(group.served[n].verdict != "same" for group in found.groups[dimension])
    deltas = [(group, (group.served if by_heads else group.money)[n]) for group in found.groups[dimension]]
    differing = [pair for pair in deltas if pair[1].verdict != "same"]
    if not differing:
        return ""
    differing.sort(key=lambda pair: -abs(pair[1].value))
    most = max(abs(delta.value) for _, delta in differing)
    shown = differing[:_BARS_SHOWN]
    rows = [_gain(y * _ROW, group, delta, most, found, by_heads, lang) for y, (group, delta) in enumerate(shown)]
    key = "chart_gains_served" if by_heads else "chart_gains_money"
    title = word[key].format(group=word[dimension], first=letter(0), other=letter(other))
    rest = len(differing) - len(shown)
    note = word["more_rows"].format(count=f"{rest:,}") if rest else ""
    return _chart(title, rows, len(shown) * _ROW, note=escape(note))


def _gain(y: int, group: Group, delta: Delta, most: float, found: Comparison, by_heads: bool, lang: str) -> str:
    word = words_of(found, lang)
    width = 50 * abs(delta.value) / most
    left = 50.0 if delta.value > 0 else 50 - width
    good = (delta.value > 0) == by_heads
    tone = "unsure" if delta.verdict != "differs" else "good" if good else "bad"
    amount = show_delta(delta.value, "count" if by_heads else "money", word)
    text = f"{'≈ ' if tone == 'unsure' else ''}{amount}{'' if by_heads else ' ' + found.currency}"
    return (
        f"{_label(y, '', text, name=group.name or word['nowhere'])}"
        f'<line class="track" x1="50%" x2="50%" y1="{y + 20}" y2="{y + 40}"/>'
        f'<rect class="{tone}" x="{left:.3f}%" y="{y + 22}" width="{max(width, 0.3):.3f}%" height="{_BAR}"/>'
    )


def _stacked(
    found: Comparison, title: str, parts: Sequence[Mapping[str, float]], labels: Sequence[str], lang: str
) -> str:
    most = max(sum(part.values()) for part in parts) or 1.0
    rows = []
    for n, (part, label) in enumerate(zip(parts, labels, strict=True)):
        y = n * _ROW
        rows.append(_label(y, letter(n), label) + "".join(_segments(part, most, y + 22, found, lang)))
    used = [key for key in (*MODES, "unserved") if any(part.get(key) for part in parts)]
    legend = "".join(
        f'<span class="key"><i style="background:{MODE_COLOURS[key]}"></i>{escape(_name(key, found, lang))}</span>'
        for key in used
    )
    return _chart(title, rows, len(parts) * _ROW, note=legend)


def _segments(part: Mapping[str, float], most: float, y: int, found: Comparison, lang: str) -> Iterator[str]:
    start = 0.0
    for key in (*MODES, "unserved"):
        value = part.get(key, 0.0)
        if value:
            width = 100 * value / most
            tip = escape(f"{_name(key, found, lang)}: {number_text(value, 'count')}")
            yield (
                f'<rect x="{start:.3f}%" y="{y}" width="{width:.3f}%" height="{_BAR}" fill="{MODE_COLOURS[key]}">'
                f"<title>{tip}</title></rect>"
            )
            start += width


def _name(key: str, found: Comparison, lang: str) -> str:
    return words_of(found, lang)["unserved"] if key == "unserved" else MODE_WORDS[lang][key]


def _label(y: int, plan: str, value: str, *, name: str = "") -> str:
    left = f'<tspan class="plan">{plan}</tspan>' if plan else _name_text(name)
    return f'<text x="0" y="{y + 14}">{left}</text><text class="value" x="100%" y="{y + 14}">{escape(value)}</text>'


def _name_text(name: str) -> str:
    """The name, cut where it would run into the value; whole as a tip."""
    width = 0
    for place, sign in enumerate(name):
        width += display_width(sign)
        if width > _NAME_WIDTH:
            return f"{escape(name[:place])}…<title>{escape(name)}</title>"
    return escape(name)


def _chart(title: str, rows: Sequence[str], height: int, *, note: str = "") -> str:
    """``note`` is HTML already."""
    below = f'<p class="note">{note}</p>' if note else ""
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg role="img" aria-label="{escape(title)}" width="100%" '
        f'height="{height}">{"".join(rows)}</svg>{below}</figure>'
    )
