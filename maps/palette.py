"""The colours of everything that shows modes, sites or workers, defined once.

Any two mode colours differ by 30 or more (CIE76) for the common eye and under protanopia and deuteranopia, by 20 or
more under tritanopia: blue, brick, amber and purple also differ in lightness.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MODE_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "coach": "#1473dc",
        "train": "#ad3922",
        "carriage": "#ee920c",
        "flight": "#83367c",
        "unserved": "#1a1a1a",
    }
)
"""CSS colours by mode; ``unserved`` is for those who stay behind."""
