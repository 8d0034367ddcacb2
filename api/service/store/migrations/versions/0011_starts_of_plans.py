"""A job may go on from an earlier plan, which it keeps with its pins; those that are there go on from none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Forward only: the way back is a backup from before."""
    op.create_table(
        "plan_starts",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=64), nullable=False),
        sa.Column("pin_all", sa.Boolean(), nullable=False),
        sa.Column("pinned_runs", sa.Integer(), nullable=False),
        sa.Column("pinned_itineraries", sa.Integer(), nullable=False),
        sa.Column("pins", sa.JSON(), nullable=False),
        sa.Column("tables", sa.LargeBinary(), nullable=False),
        sa.Column("objective", sa.Double(), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("dropped", sa.Integer(), nullable=True),
        sa.Column("dropped_workers", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["plan_jobs.id"], name=op.f("fk_plan_starts_id_plan_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_starts")),
    )
