"""Every permission of the service, in one place.

``table`` says which role may do what to which resource, ``belonging`` says which rows are somebody's own, and
``deciding`` answers from both: ``require`` before something is done, ``visible`` for every row that is read,
``find`` for one row by its id.
"""

from __future__ import annotations

from api.service.policy.deciding import may, require, sees_clear, visible
from api.service.policy.finding import find
from api.service.policy.table import ACTIONS, TABLE, Reach, reach

__all__ = ["ACTIONS", "TABLE", "Reach", "find", "may", "reach", "require", "sees_clear", "visible"]
