"""A campaign says whether a run's carrier may read who sits where; those that are there say no."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Forward only: the way back is a backup from before."""
    op.add_column(
        "campaigns", sa.Column("carriers_read_names", sa.Boolean(), nullable=False, server_default=sa.false())
    )
