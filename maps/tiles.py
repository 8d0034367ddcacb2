"""The address of a tile server: what it must look like so that a map can ask it."""

from __future__ import annotations

from urllib.parse import urlsplit

WANTED_TILES = "the http or https address of a tile server with {z}, {x} and {y} in it"


def is_tile_address(text: str) -> bool:
    """Whether a map can ask it for tiles. Without its three gaps every tile would be the same picture, or none."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    gaps = all(gap in text for gap in ("{z}", "{x}", "{y}"))
    return gaps and parts.scheme in ("http", "https") and bool(parts.netloc)
