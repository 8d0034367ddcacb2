"""The shipped cases: documented journeys of early 2020 as scenario folders, each with a page of its sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

_PAGE = "case.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A shipped scenario. ``path`` is its folder, for ``scenarios.load``; ``page`` the text of its case.md.

    ``title`` and ``summary`` are the page's heading and first paragraph.
    """

    name: str
    title: str
    summary: str
    path: Path
    page: str


@cache
def cases() -> tuple[Case, ...]:
    """All shipped cases, by name."""
    root = Path(str(files("scenarios.library")))
    return tuple(_case(page) for page in sorted(root.glob(f"*/{_PAGE}")))


def case(name: str) -> Case:
    """The case of that name. Raises KeyError, with the names that there are."""
    found = {c.name: c for c in cases()}
    if name not in found:
        raise KeyError(f"there is no case {name!r}.\nMaybe one of {', '.join(found)}.")
    return found[name]


def _case(page: Path) -> Case:
    text = page.read_text(encoding="utf-8")
    heading, _, rest = text.partition("\n")
    summary = " ".join(rest.strip().split("\n\n", 1)[0].split())
    return Case(
        name=page.parent.name, title=heading.removeprefix("#").strip(), summary=summary, path=page.parent, page=text
    )
