"""China's administrative boundaries as lines that neighbours share, simplified for a page."""

from maps.boundaries.base_map import SOURCE, base_map

__all__ = ["SOURCE", "base_map"]
