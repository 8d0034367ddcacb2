"""What every room stands on: tables, transactions, the audit log, ids, pages, repeated requests."""

from api.service.store.audit import AUDITED, MASK
from api.service.store.base import Base, Stamped, UtcTime
from api.service.store.database import Database
from api.service.store.errors import (
    BusyError,
    ConflictError,
    DeniedError,
    InvalidError,
    NotFoundError,
    ServiceError,
    StaleError,
    UnavailableError,
    UnfitError,
)
from api.service.store.idempotency import known, once
from api.service.store.ids import ID_LENGTH, ID_PATTERN, new_id
from api.service.store.pages import MOST_ITEMS, Page, page
from api.service.store.unit import Unit

__all__ = [
    "AUDITED",
    "ID_LENGTH",
    "ID_PATTERN",
    "MASK",
    "MOST_ITEMS",
    "Base",
    "BusyError",
    "ConflictError",
    "Database",
    "DeniedError",
    "InvalidError",
    "NotFoundError",
    "Page",
    "ServiceError",
    "StaleError",
    "Stamped",
    "UnavailableError",
    "UnfitError",
    "Unit",
    "UtcTime",
    "known",
    "new_id",
    "once",
    "page",
]
