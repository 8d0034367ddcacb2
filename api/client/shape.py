"""What every model of a request or an answer has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Fields are called as in the service's description; one that is a word of Python has a ``_`` behind it.

    An answer may have more fields than this client knows: a newer service's are left out.
    """

    model_config = ConfigDict(populate_by_name=True, protected_namespaces=())
