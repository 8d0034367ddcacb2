"""How the documentation is built: ``python -m sphinx -W docs SOMEWHERE``, with no internet."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

from api import __version__  # noqa: E402  (the path is set above)

project = "fangang 返岗"
author = "the fangang authors"
copyright = "2026, the fangang authors"  # noqa: A001  (Sphinx names it so)
version = release = __version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.mathjax", "sphinx-mathjax-offline", "fangang_pages"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_ext", "_static"]
nitpicky = True

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["fangang.css"]
html_title = "fangang 返岗"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}
