"""Which methods an address answers: all of them, whichever route was asked first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.routing import APIRoute

_PARAMETER = re.compile(r"\{\w+(:path)?\}")


class Methods:
    """The methods of every address below a prefix."""

    def __init__(self, prefix: str, routers: Iterable[APIRouter]) -> None:
        self._named: dict[str, set[str]] = defaultdict(set)
        self._patterns: dict[str, set[str]] = defaultdict(set)
        for router in routers:
            for route in router.routes:
                if isinstance(route, APIRoute):
                    with_parameters = "{" in route.path
                    known = self._patterns if with_parameters else self._named
                    known[prefix + route.path] |= route.methods or set()
        self._compiled = [(_pattern(path), methods) for path, methods in self._patterns.items()]

    def of(self, path: str) -> set[str]:
        """The methods of an address; none where there is no such address.

        An address with a name of its own, such as ``…/requests/form``, is no id, so it answers its own methods alone.
        """
        if path in self._named:
            return set(self._named[path])
        return {method for pattern, methods in self._compiled if pattern.fullmatch(path) for method in methods}

    def refused(self, path: str, method: str) -> bool:
        """Whether the address has a name of its own and does not answer the method."""
        return path in self._named and method not in self._named[path]


def _pattern(path: str) -> re.Pattern[str]:
    parts, end = [], 0
    for found in _PARAMETER.finditer(path):
        parts += [re.escape(path[end : found.start()]), ".+" if found[1] else "[^/]+"]
        end = found.end()
    return re.compile("".join([*parts, re.escape(path[end:])]))
