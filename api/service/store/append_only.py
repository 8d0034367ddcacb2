"""The database itself refuses to change the audit log, whoever is connected with the service's rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import DDL, event

from api.service.store.tables import AuditEntry

_TABLE = AuditEntry.__tablename__
_REASON = "The audit log is only added to."

STATEMENTS: Mapping[str, Sequence[str]] = {
    "sqlite": [
        f"CREATE TRIGGER {_TABLE}_no_{action.lower()} BEFORE {action} ON {_TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
        for action in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"CREATE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REASON}'; END $$",
        f"CREATE TRIGGER {_TABLE}_no_change BEFORE UPDATE OR DELETE ON {_TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {_TABLE}_refuse()",
        f"CREATE TRIGGER {_TABLE}_no_truncate BEFORE TRUNCATE ON {_TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_refuse()",
    ],
}
"""What a migration executes once the table is there, by kind of database."""

for _kind, _statements in STATEMENTS.items():
    for _statement in _statements:
        event.listen(AuditEntry.__table__, "after_create", DDL(_statement).execute_if(dialect=_kind))  # type: ignore[no-untyped-call]
