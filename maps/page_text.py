"""What every page is put together with: data in its scripts, and text that can be written."""

from __future__ import annotations

import json


def safe_json(data: object) -> str:
    """JSON that may stand in a script element whatever its texts are: they can neither end it nor open a comment."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def writable(page: str) -> str:
    """The page with ``?`` for halves of surrogate pairs, which names may hold and no encoding does."""
    return page.encode(errors="replace").decode()
