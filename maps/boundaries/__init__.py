"""China's administrative boundaries as lines that neighbours share, simplified for a page."""

from maps.boundaries.base_map import SOURCE, Box, base_map
from maps.boundaries.names import shown_name

__all__ = ["SOURCE", "Box", "base_map", "shown_name"]
