"""Every table of the service: each room has its own in ``tables.py``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from sqlalchemy import MetaData

import api.service
from api.service.store.base import Base


def every_table() -> MetaData:
    """The metadata, complete: it imports the tables of every room."""
    for room in iter_modules(api.service.__path__, "api.service."):
        name = f"{room.name}.tables"
        if room.ispkg and find_spec(name) is not None:
            import_module(name)
    return Base.metadata
