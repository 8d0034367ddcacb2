"""A list of the service, whose pages are fetched as they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

M = TypeVar("M")
Cursor: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[M]):
    """Some of the list, and the cursor of what comes next; None: there is no more."""

    items: Sequence[M]
    next: Cursor


class Pages(Generic[M]):
    """All of a list: iterate over its rows, or over ``pages``. Each iteration asks the service anew."""

    def __init__(self, fetch: Callable[[Cursor], Page[M]]) -> None:
        self._fetch = fetch

    def __iter__(self) -> Iterator[M]:
        """Every row; a page is asked for when the one before is used up."""
        for page in self.pages():
            yield from page.items

    def pages(self, cursor: Cursor = None) -> Iterator[Page[M]]:
        """Page after page, from ``cursor`` on."""
        while True:
            page = self._fetch(cursor)
            yield page
            if page.next is None:
                return
            cursor = page.next

    def first(self) -> Page[M]:
        """The first page alone."""
        return self._fetch(None)
