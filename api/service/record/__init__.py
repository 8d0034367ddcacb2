"""The record of the service: the audit log for reading, backups, and what they restore."""

from api.service.record.audit_export import Wanted, as_csv, as_json_lines, entries
from api.service.record.backup import Backup, back_up
from api.service.record.proof import prove
from api.service.record.restore import restore

__all__ = ["Backup", "Wanted", "as_csv", "as_json_lines", "back_up", "entries", "prove", "restore"]
