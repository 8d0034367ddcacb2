"""Texts of made modules."""

from __future__ import annotations

import re
import textwrap

MADE = "Made from the service's description by ``api.client_maker``."
_WIDTH = 116


def has_word(text: str, word: str) -> bool:
    """Whether the word stands in the text as a whole."""
    return re.search(rf"\b{re.escape(word)}", text) is not None


def docstring(text: str, indent: int) -> str:
    """A docstring: its first sentence on the first line, wrapped."""
    plain = text.partition("```sh")[0].strip().replace("\\", "\\\\").replace('"""', "'''")
    space = " " * indent
    paragraphs = [
        textwrap.wrap(" ".join(part.split()), _WIDTH - indent, break_on_hyphens=False) for part in plain.split("\n\n")
    ]
    lines = [line for part in paragraphs for line in (*part, "")][:-1] or [""]
    if len(lines) == 1 and indent + len(lines[0]) + 6 <= _WIDTH + 4:
        return f'{space}"""{lines[0]}"""'
    body = "\n".join(f"{space}{line}".rstrip() for line in lines[1:])
    first = f'{space}"""{lines[0]}'
    return f'{first}\n{body}\n{space}"""' if body else f'{first}\n{space}"""'
