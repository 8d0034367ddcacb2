"""First tables, 7 of 7."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Forward only: the way back is a backup from before."""
    op.create_table(
        "publications",
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("supersedes_id", sa.String(length=26), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=10), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_publications_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_publications_plan_id_plans")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["publications.id"], name=op.f("fk_publications_supersedes_id_publications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    op.create_index(op.f("ix_publications_campaign_id"), "publications", ["campaign_id"], unique=False)
    op.create_index(
        "uq_publications_current",
        "publications",
        ["campaign_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "seat_plans",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_seat_plans_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_plans")),
        sa.UniqueConstraint("plan_id", "run_id", name=op.f("uq_seat_plans_plan_id_run_id")),
    )
    op.create_table(
        "seatings",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("carrier_id", sa.String(length=26), nullable=True),
        sa.Column("employer_id", sa.String(length=26), nullable=False),
        sa.Column("origin_id", sa.String(length=26), nullable=False),
        sa.Column("board_seq", sa.Integer(), nullable=False),
        sa.Column("alight_seq", sa.Integer(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_seatings_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_seatings_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seatings")),
    )
    op.create_index(op.f("ix_seatings_origin_id"), "seatings", ["origin_id"], unique=False)
    op.create_index(op.f("ix_seatings_plan_id_run_id"), "seatings", ["plan_id", "run_id"], unique=False)
    op.create_table(
        "journeys",
        sa.Column("publication_id", sa.String(length=26), nullable=False),
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("employer_id", sa.String(length=26), nullable=False),
        sa.Column("demand_id", sa.String(length=26), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("due_from", sa.String(length=16), nullable=True),
        sa.Column("due", sa.String(length=16), nullable=False),
        sa.Column("itineraries", sa.JSON(), nullable=False),
        sa.Column("unserved", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_journeys_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_journeys_employer_id_employers")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_journeys_publication_id_publications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journeys")),
        sa.UniqueConstraint("publication_id", "demand_id", name=op.f("uq_journeys_publication_id_demand_id")),
    )
    op.create_index(
        op.f("ix_journeys_campaign_id_employer_id"), "journeys", ["campaign_id", "employer_id"], unique=False
    )
    op.create_index(op.f("ix_journeys_demand_id"), "journeys", ["demand_id"], unique=False)
    op.create_table(
        "runs",
        sa.Column("publication_id", sa.String(length=26), nullable=False),
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("replaces_id", sa.String(length=26), nullable=True),
        sa.Column("carrier_id", sa.String(length=26), nullable=True),
        sa.Column("offer_id", sa.String(length=26), nullable=True),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("vehicle", sa.String(length=80), nullable=False),
        sa.Column("vehicle_type", sa.String(length=200), nullable=False),
        sa.Column("departs_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("standby", sa.Integer(), nullable=False),
        sa.Column("riders", sa.Integer(), nullable=False),
        sa.Column("trip", sa.String(length=20), nullable=False),
        sa.Column("worker_km", sa.Double(), nullable=False),
        sa.Column("seat_km", sa.Double(), nullable=False),
        sa.Column("money", sa.Double(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("stops", sa.JSON(), nullable=False),
        sa.Column("duty", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_runs_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["carrier_id"], ["carriers.id"], name=op.f("fk_runs_carrier_id_carriers")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_runs_plan_id_plans")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_runs_publication_id_publications")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["runs.id"], name=op.f("fk_runs_replaces_id_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("publication_id", "plan_id", "run_id", name=op.f("uq_runs_publication_id_plan_id_run_id")),
    )
    op.create_index(op.f("ix_runs_campaign_id_departs_at"), "runs", ["campaign_id", "departs_at"], unique=False)
    op.create_index(op.f("ix_runs_plan_id_run_id"), "runs", ["plan_id", "run_id"], unique=False)
    op.create_index(op.f("ix_runs_publication_id_carrier_id"), "runs", ["publication_id", "carrier_id"], unique=False)
    op.create_table(
        "handovers",
        sa.Column("published_run_id", sa.String(length=26), nullable=False),
        sa.Column("publication_id", sa.String(length=26), nullable=False),
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("carrier_id", sa.String(length=26), nullable=True),
        sa.Column("employer_id", sa.String(length=26), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_handovers_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["carrier_id"], ["carriers.id"], name=op.f("fk_handovers_carrier_id_carriers")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_handovers_employer_id_employers")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_handovers_plan_id_plans")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_handovers_publication_id_publications")
        ),
        sa.ForeignKeyConstraint(["published_run_id"], ["runs.id"], name=op.f("fk_handovers_published_run_id_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("published_run_id", "employer_id", name=op.f("uq_handovers_published_run_id_employer_id")),
    )
    op.create_index(
        op.f("ix_handovers_campaign_id_employer_id"), "handovers", ["campaign_id", "employer_id"], unique=False
    )
    op.create_index(op.f("ix_handovers_carrier_id"), "handovers", ["carrier_id"], unique=False)
    op.create_index(op.f("ix_handovers_plan_id_run_id"), "handovers", ["plan_id", "run_id"], unique=False)
    op.create_index(op.f("ix_handovers_publication_id"), "handovers", ["publication_id"], unique=False)
    op.create_table(
        "run_records",
        sa.Column("published_run_id", sa.String(length=26), nullable=False),
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("run_id", sa.String(length=64), nullable=False),
        sa.Column("carrier_id", sa.String(length=26), nullable=True),
        sa.Column("employer_id", sa.String(length=26), nullable=False),
        sa.Column("demand_id", sa.String(length=26), nullable=False),
        sa.Column("worker_id", sa.String(length=26), nullable=True),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("at_door", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.String(length=26), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('boarded', 'no_show', 'rejected', 'delivered')", name=op.f("ck_run_records_kind")),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_run_records_headcount")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_run_records_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["carrier_id"], ["carriers.id"], name=op.f("fk_run_records_carrier_id_carriers")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["run_records.id"], name=op.f("fk_run_records_corrects_id_run_records")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_run_records_employer_id_employers")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_run_records_plan_id_plans")),
        sa.ForeignKeyConstraint(["published_run_id"], ["runs.id"], name=op.f("fk_run_records_published_run_id_runs")),
        sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=op.f("fk_run_records_worker_id_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_records")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_run_records_corrects_id")),
        sa.UniqueConstraint("published_run_id", "client_id", name=op.f("uq_run_records_published_run_id_client_id")),
    )
    op.create_index(
        op.f("ix_run_records_campaign_id_demand_id"), "run_records", ["campaign_id", "demand_id"], unique=False
    )
    op.create_index(op.f("ix_run_records_plan_id_run_id"), "run_records", ["plan_id", "run_id"], unique=False)
    op.create_index(op.f("ix_run_records_worker_id"), "run_records", ["worker_id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("handover_id", sa.String(length=26), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("signer", sa.String(length=100), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("side IN ('sending', 'carrying', 'receiving')", name=op.f("ck_signatures_side")),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_signatures_headcount")),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_signatures_handover_id_handovers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
    )
    op.create_index(
        "uq_signatures_side",
        "signatures",
        ["handover_id", "side"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
