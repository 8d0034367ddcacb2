"""First tables, 6 of 7."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Forward only: the way back is a backup from before."""
    op.create_table(
        "plan_progress",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("moment", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("objective", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("phase", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["plan_jobs.id"], name=op.f("fk_plan_progress_job_id_plan_jobs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_plan_progress")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("snapshot_id", sa.String(length=26), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("tables", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["plan_jobs.id"], name=op.f("fk_plans_id_plan_jobs")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_plans_snapshot_id_snapshots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_snapshot_id"), "plans", ["snapshot_id"], unique=False)
    op.create_table(
        "problem_proofs",
        sa.Column("problem_id", sa.String(length=26), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_problem_proofs_problem_id_problems")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_proofs")),
    )
    op.create_index(op.f("ix_problem_proofs_problem_id"), "problem_proofs", ["problem_id"], unique=False)
    op.create_table(
        "problem_steps",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("problem_id", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_problem_steps_problem_id_problems")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_steps")),
    )
    op.create_index(op.f("ix_problem_steps_problem_id"), "problem_steps", ["problem_id"], unique=False)
    op.create_table(
        "request_proof_files",
        sa.Column("proof_id", sa.String(length=26), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["request_proofs.id"], name=op.f("fk_request_proof_files_proof_id_request_proofs")
        ),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_request_proof_files")),
    )
    op.create_table(
        "workers",
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("employer_id", sa.String(length=26), nullable=False),
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("origin_id", sa.String(length=26), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_workers_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_workers_employer_id_employers")),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["request_origins.id"], name=op.f("fk_workers_origin_id_request_origins")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_workers_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workers")),
        sa.UniqueConstraint("origin_id", "place", name=op.f("uq_workers_origin_id_place")),
    )
    op.create_index(op.f("ix_workers_campaign_id"), "workers", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_workers_request_id"), "workers", ["request_id"], unique=False)
    op.create_table(
        "escort_runs",
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_escort_runs_account_id_accounts")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_escort_runs_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escort_runs")),
    )
    op.create_index(
        op.f("ix_escort_runs_account_id_plan_id_run_id"),
        "escort_runs",
        ["account_id", "plan_id", "run_id"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "problem_proof_files",
        sa.Column("proof_id", sa.String(length=26), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["problem_proofs.id"], name=op.f("fk_problem_proof_files_proof_id_problem_proofs")
        ),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_problem_proof_files")),
    )
