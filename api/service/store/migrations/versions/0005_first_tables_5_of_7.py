"""First tables, 5 of 7."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Forward only: the way back is a backup from before."""
    op.create_table(
        "campaign_sites",
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("place_source", sa.String(length=200), nullable=False),
        sa.Column("region_id", sa.String(length=26), nullable=True),
        sa.Column("opens", sa.String(length=5), nullable=True),
        sa.Column("closes", sa.String(length=5), nullable=True),
        sa.Column("dwell_min", sa.Double(), nullable=False),
        sa.Column("checkin_min", sa.Double(), nullable=False),
        sa.Column("exit_min", sa.Double(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('pickup', 'workplace', 'station', 'airport', 'depot')", name=op.f("ck_campaign_sites_kind")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_sites_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["campaign_regions.id"], name=op.f("fk_campaign_sites_region_id_campaign_regions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_sites")),
        sa.UniqueConstraint("campaign_id", "code", name=op.f("uq_campaign_sites_campaign_id_code")),
    )
    op.create_index(op.f("ix_campaign_sites_campaign_id"), "campaign_sites", ["campaign_id"], unique=False)
    op.create_table(
        "plan_jobs",
        sa.Column("snapshot_id", sa.String(length=26), nullable=True),
        sa.Column("scenario_id", sa.String(length=26), nullable=True),
        sa.Column("scenario_name", sa.String(length=200), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("iterations", sa.Integer(), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("stop_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.String(length=26), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'stopped', 'cancelled', 'failed')", name=op.f("ck_plan_jobs_state")
        ),
        sa.CheckConstraint("(snapshot_id IS NULL) <> (scenario_id IS NULL)", name=op.f("ck_plan_jobs_one_scenario")),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["plan_scenarios.id"], name=op.f("fk_plan_jobs_scenario_id_plan_scenarios")
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_plan_jobs_snapshot_id_snapshots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_jobs")),
    )
    op.create_index(op.f("ix_plan_jobs_scenario_id"), "plan_jobs", ["scenario_id"], unique=False)
    op.create_index(op.f("ix_plan_jobs_snapshot_id"), "plan_jobs", ["snapshot_id"], unique=False)
    op.create_index(op.f("ix_plan_jobs_state_id"), "plan_jobs", ["state", "id"], unique=False)
    op.create_table(
        "problems",
        sa.Column("campaign_id", sa.String(length=26), nullable=True),
        sa.Column("employer_id", sa.String(length=26), nullable=True),
        sa.Column("request_id", sa.String(length=26), nullable=True),
        sa.Column("plan_id", sa.String(length=26), nullable=True),
        sa.Column("run_id", sa.String(length=64), nullable=True),
        sa.Column("district", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.String(length=26), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('found', 'gathered', 'submitted', 'forwarded', 'coordinated', 'closed')",
            name=op.f("ck_problems_state"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_problems_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_problems_employer_id_employers")),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts.id"], name=op.f("fk_problems_owner_id_accounts")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_problems_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
    )
    op.create_index(op.f("ix_problems_campaign_id_state"), "problems", ["campaign_id", "state"], unique=False)
    op.create_index(op.f("ix_problems_district"), "problems", ["district"], unique=False)
    op.create_index(op.f("ix_problems_employer_id"), "problems", ["employer_id"], unique=False)
    op.create_index(op.f("ix_problems_owner_id"), "problems", ["owner_id"], unique=False)
    op.create_table(
        "request_events",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=True),
        sa.Column("after", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_events_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_events")),
    )
    op.create_index(op.f("ix_request_events_request_id"), "request_events", ["request_id"], unique=False)
    op.create_table(
        "request_origins",
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("place_name", sa.String(length=100), nullable=False),
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column("province", sa.String(length=60), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("ready", sa.String(length=16), nullable=True),
        sa.Column("due_from", sa.String(length=16), nullable=True),
        sa.Column("due", sa.String(length=16), nullable=True),
        sa.Column("splittable", sa.Boolean(), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("headcount IS NULL OR headcount >= 1", name=op.f("ck_request_origins_headcount")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_origins_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_origins")),
    )
    op.create_index(op.f("ix_request_origins_request_id"), "request_origins", ["request_id"], unique=False)
    op.create_table(
        "request_proofs",
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("employer_id", sa.String(length=26), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_request_proofs_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_proofs_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_proofs")),
    )
    op.create_index(op.f("ix_request_proofs_request_id"), "request_proofs", ["request_id"], unique=False)
    op.create_table(
        "demand_settings",
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("origin_id", sa.String(length=26), nullable=False),
        sa.Column("pickup_id", sa.String(length=26), nullable=True),
        sa.Column("workplace_id", sa.String(length=26), nullable=True),
        sa.Column("quarantine_nights", sa.Integer(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_demand_settings_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["request_origins.id"], name=op.f("fk_demand_settings_origin_id_request_origins")
        ),
        sa.ForeignKeyConstraint(
            ["pickup_id"], ["campaign_sites.id"], name=op.f("fk_demand_settings_pickup_id_campaign_sites")
        ),
        sa.ForeignKeyConstraint(
            ["workplace_id"], ["campaign_sites.id"], name=op.f("fk_demand_settings_workplace_id_campaign_sites")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_settings")),
        sa.UniqueConstraint("origin_id", name=op.f("uq_demand_settings_origin_id")),
    )
    op.create_index(op.f("ix_demand_settings_campaign_id"), "demand_settings", ["campaign_id"], unique=False)
    op.create_table(
        "offers",
        sa.Column("campaign_id", sa.String(length=26), nullable=False),
        sa.Column("carrier_id", sa.String(length=26), nullable=True),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_seats", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.String(length=26), nullable=True),
        sa.Column("type_code", sa.String(length=80), nullable=True),
        sa.Column("type_name", sa.String(length=200), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("cost_day", sa.Double(), nullable=True),
        sa.Column("cost_km", sa.Double(), nullable=True),
        sa.Column("cost_driver_day", sa.Double(), nullable=True),
        sa.Column("cost_km_empty", sa.Double(), nullable=True),
        sa.Column("min_units", sa.Integer(), nullable=True),
        sa.Column("max_units", sa.Integer(), nullable=True),
        sa.Column("min_size", sa.Integer(), nullable=True),
        sa.Column("cost_fixed", sa.Double(), nullable=True),
        sa.Column("cost_unit", sa.Double(), nullable=True),
        sa.Column("cost_seat", sa.Double(), nullable=True),
        sa.Column("stops", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=26), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("mode IN ('coach', 'train', 'carriage', 'flight')", name=op.f("ck_offers_mode")),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'declined', 'expired', 'withdrawn')", name=op.f("ck_offers_state")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_offers_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["carrier_id"], ["carriers.id"], name=op.f("fk_offers_carrier_id_carriers")),
        sa.ForeignKeyConstraint(["depot_id"], ["campaign_sites.id"], name=op.f("fk_offers_depot_id_campaign_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    op.create_index(op.f("ix_offers_campaign_id_state"), "offers", ["campaign_id", "state"], unique=False)
    op.create_index(op.f("ix_offers_carrier_id"), "offers", ["carrier_id"], unique=False)
