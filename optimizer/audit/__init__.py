"""The audit of a bound: its prices against every run of a plan and many random ones, by code of its own."""

from optimizer.audit.auditor import DEFAULT_SAMPLES, audit
from optimizer.audit.report import AuditReport, Breach, Check

__all__ = ["DEFAULT_SAMPLES", "AuditReport", "Breach", "Check", "audit"]
