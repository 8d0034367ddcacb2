"""Lists of a campaign with 34,000 requests are read by indexes in the order of their pages, not sorted each time."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Forward only: the way back is a backup from before."""
    for table, *columns in (
        ("daily_reports", "campaign_id", "id"),
        ("daily_reports", "campaign_id", "employer_id", "id"),
        ("journeys", "publication_id", "id"),
        ("journeys", "publication_id", "employer_id", "id"),
        ("problems", "campaign_id", "id"),
        ("problems", "campaign_id", "employer_id", "id"),
        ("problems", "campaign_id", "state", "id"),
        ("requests", "campaign_id", "id"),
        ("requests", "campaign_id", "state", "id"),
        ("requests", "employer_id", "campaign_id", "id"),
        ("runs", "publication_id", "id"),
        ("runs", "publication_id", "carrier_id", "id"),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    for table, *columns in (
        ("problems", "campaign_id", "state"),
        ("requests", "campaign_id", "state"),
        ("requests", "employer_id", "campaign_id"),
        ("runs", "publication_id", "carrier_id"),
    ):
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
