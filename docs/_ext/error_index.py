"""The numbered entries of a page, and their index."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENTRY = re.compile(r"^### ([A-Z]+\d+) · (.+)$", re.MULTILINE)
_MESSAGE = re.compile(r"^- `([^`]+)`$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One numbered entry: its messages as they stand there, and the text of the whole."""

    number: str
    title: str
    messages: tuple[str, ...]
    text: str


def entries(page: str) -> tuple[Entry, ...]:
    """The entries of a page, in its order."""
    found = list(_ENTRY.finditer(page))
    ends = [match.start() for match in found[1:]] + [len(page)]
    texts = [page[match.end() : end] for match, end in zip(found, ends, strict=True)]
    return tuple(
        Entry(number=match[1], title=match[2], messages=tuple(_MESSAGE.findall(text)), text=text)
        for match, text in zip(found, texts, strict=True)
    )


def index_of(page: str) -> str:
    """A table of all entries with links, by number."""
    rows = "".join(f"| [{e.number}](#{_anchor(e)}) | {e.title} |\n" for e in entries(page))
    return f"## Index\n\n| number | what is wrong |\n|---|---|\n{rows}"


def _anchor(entry: Entry) -> str:
    """The heading's anchor as MyST makes it (GitHub's way)."""
    heading = f"{entry.number} · {entry.title}".lower()
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")
