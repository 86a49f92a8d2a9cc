"""Who was seen at the door of the evening, and where the evening stands."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('waited', 'here', 'late', 'left', 'absent')", name=op.f("ck_tick_state")),
        sa.ForeignKeyConstraint(["plenary_id"], ["plenary.id"], name=op.f("fk_tick_plenary_id_plenary")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_tick_participant_id_participant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tick")),
        sa.UniqueConstraint("key", name=op.f("uq_tick_key")),
    )
    op.create_index(op.f("ix_tick_plenary_id"), "tick", ["plenary_id"])
    op.create_index(op.f("ix_tick_participant_id"), "tick", ["participant_id"])
    op.create_table(
        "evening_clock",
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("moment", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extra_seconds", sa.Integer(), nullable=False),
        sa.Column("began", sa.JSON(), nullable=False),
        sa.Column("speakers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plenary_id"], ["plenary.id"], name=op.f("fk_evening_clock_plenary_id_plenary")),
        sa.PrimaryKeyConstraint("plenary_id", name=op.f("pk_evening_clock")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("evening_clock")
    op.drop_table("tick")
