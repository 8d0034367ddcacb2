"""How people and machines reach the product. Today: the command line, ``fangang``."""

import time

STARTED = time.monotonic()
"""When the process began to load the product: ``--seconds`` counts from here, not from after slow imports."""

__version__ = "0.1.0"
