"""A row of any table as one line of JSON, the same on every kind of database, and back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Table

from api.service.people.sealing import seal, unseal

_HASH_MOD = 1 << 256


class RowForm:
    """Writes and reads the rows of one table. Personal values that are not sealed already are sealed by ``key``."""

    def __init__(self, table: Table, key: bytes) -> None:
        self.table, self._key = table, key
        self.personal = _personal(table)
        self._json = frozenset(column.name for column in table.columns if isinstance(column.type, JSON))

    def written(self, row: Mapping[str, Any]) -> str:
        """The line, personal values sealed."""
        return _line({name: self._sealed(name, self._plain(name, value)) for name, value in row.items()})

    def read(self, line: str) -> dict[str, Any]:
        """The row of a line. Raises SealError where the key is another one."""
        found: dict[str, Any] = json.loads(line)
        return {name: _value(self._opened(name, value)) for name, value in found.items()}

    def mark(self, row: Mapping[str, Any]) -> int:
        """A keyed hash of the whole row; the sum of all marks tells whether two tables are the same, in any order."""
        line = _line({name: self._plain(name, row[name]) for name in sorted(row)})
        return int.from_bytes(hmac.new(self._key, f"{self.table.name}\n{line}".encode(), hashlib.sha256).digest())

    def _plain(self, name: str, value: Any) -> Any:
        return {"json": value} if name in self._json and value is not None else _tagged(value)

    def _sealed(self, name: str, plain: Any) -> Any:
        if name not in self.personal or plain is None or (isinstance(plain, dict) and "bytes" in plain):
            return plain
        return {"sealed": _base64(seal(self._key, self._holder(name), json.dumps(plain, ensure_ascii=False).encode()))}

    def _opened(self, name: str, plain: Any) -> Any:
        if not isinstance(plain, dict) or "sealed" not in plain:
            return plain
        return json.loads(unseal(self._key, self._holder(name), base64.b64decode(plain["sealed"])))

    def _holder(self, name: str) -> str:
        return f"{self.table.name}.{name}"


def added(mark: int, total: int) -> int:
    """The marks of a table's rows so far."""
    return (total + mark) % _HASH_MOD


def _personal(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if column.info.get("personal"))


def _tagged(value: Any) -> Any:
    """A value as JSON that says its kind."""
    if isinstance(value, bytes | memoryview):
        return {"bytes": _base64(bytes(value))}
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {"time": aware.isoformat(timespec="microseconds")}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return value


def _value(tagged: Any) -> Any:
    if not isinstance(tagged, dict):
        return tagged
    [(kind, inner)] = tagged.items()
    match kind:
        case "bytes":
            return base64.b64decode(inner)
        case "time":
            return datetime.fromisoformat(inner)
        case "date":
            return date.fromisoformat(inner)
        case "number":
            return Decimal(inner)
        case _:
            return inner


def _line(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
