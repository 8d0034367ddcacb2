"""Pages that are made from the code at build time, so that they never say anything but what the code does.

A page asks for one of ``MAKERS`` with a line ``<!-- generated: name -->``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import error_index
import field_tables
import http_calls
import permission_table
import request_tables

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_MARK = re.compile(r"^<!-- generated: ([a-z ]+) -->$", re.MULTILINE)

MAKERS: Mapping[str, Callable[[str], str]] = {
    "scenario fields": lambda _: field_tables.of_a_scenario(),
    "plan fields": lambda _: field_tables.of_a_plan(),
    "error index": error_index.index_of,
    "http calls": lambda _: http_calls.calls(),
    "http statuses": lambda _: http_calls.statuses(),
    "http settings": lambda _: http_calls.settings(),
    "permissions": lambda _: permission_table.permissions(),
    "request states": lambda _: request_tables.states(),
    "roster columns": lambda _: request_tables.roster_columns(),
    "dropped rules": lambda _: field_tables.dropped_rules(),
}
"""From the name in a mark to what stands in its place; a maker is given the page's own text."""


def fill_in(page: str) -> str:
    """The page's text with its marks replaced. Raises KeyError for a name that nobody makes."""
    return _MARK.sub(lambda match: MAKERS[match[1]](page), page)


def setup(app: Sphinx) -> dict[str, Any]:
    """Joins the build."""
    app.connect("source-read", _replace)
    return {"parallel_read_safe": True}


def _replace(_app: Sphinx, _name: str, source: list[str]) -> None:
    source[0] = fill_in(source[0])
