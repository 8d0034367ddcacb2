"""What every table has: names of constraints, times in UTC, and the stamps of who and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, MetaData, String, TypeDecorator, event, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, declared_attr, mapped_column

from api.service.store.ids import ID_LENGTH, new_id

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Without fixed names a migration could not find a constraint again."""


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC; SQLite, which knows no zones, gets it without one and gives it back with UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time for the database. Raises ValueError where it has no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"The time {value} has no zone, and the database keeps UTC. Maybe add tzinfo=UTC.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The time with its zone, UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the service.

    A column's ``info`` tells the audit log what it may see: ``{"personal": True}`` only as ciphertext (a value in
    bytes is ciphertext, anything else is masked), ``{"secret": True}`` never. A table's ``info`` of ``{"keys": True}``
    keeps its rows out of backups: they go into the file of keys.
    """

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime()}


class Stamped:
    """A row with a name, who and when, a version against lost changes, and a deletion that can be taken back.

    The unit of work fills in all of it. ``version`` begins at 1 and rises with every change.
    """

    __tablename__: Any
    __audited__: ClassVar[bool] = True

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    changed_at: Mapped[datetime]
    version: Mapped[int]
    deleted_at: Mapped[datetime | None]

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}


@event.listens_for(Stamped, "init", propagate=True)
def _begun(row: Stamped, _: object, given: dict[str, Any]) -> None:
    """A new row has its name at once, so that other rows can point to it before it is written, and its defaults, so
    that the log tells them.
    """
    given.setdefault("id", new_id())
    for name, value in _defaults(inspect(type(row))).items():
        given.setdefault(name, value)


@cache
def _defaults(mapper: Mapper[Any]) -> Mapping[str, Any]:
    """Values that columns have where nothing is said, by attribute."""
    found = {}
    for attribute in mapper.column_attrs:
        default = attribute.columns[0].default
        if default is not None and default.is_scalar:
            found[attribute.key] = default.arg
    return found
