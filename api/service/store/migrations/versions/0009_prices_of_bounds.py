"""Plans keep the prices that prove their bounds, so that whoever takes one away can audit it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Forward only: the way back is a backup from before. Plans that are there have none."""
    op.add_column("plans", sa.Column("certificate", sa.LargeBinary(), nullable=True))
