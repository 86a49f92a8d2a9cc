"""What ends in time is warned of; files go by lists that an archivist signs."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the warnings and the lists. Sign-ins long over were forgotten: who has no session left is seen today."""
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE person SET seen_at = (SELECT max(created_at) FROM session WHERE session.person_id = person.id)")
    op.execute("UPDATE person SET seen_at = CURRENT_TIMESTAMP WHERE seen_at IS NULL")
    op.create_table(
        "clock_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_warning")),
        sa.UniqueConstraint("clock", "subject", "since", "turn", name=op.f("uq_clock_warning_clock_subject_since_turn")),
    )
    op.create_index(op.f("ix_clock_warning_subject"), "clock_warning", ["subject"])
    op.create_table(
        "disposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by", sa.String(), nullable=False),
        sa.Column("visa_name", sa.String(), nullable=False),
        sa.Column("visa_reference", sa.String(), nullable=False),
        sa.Column("visa_on", sa.Date(), nullable=True),
        sa.Column("visa_by", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("fate IN ('destroy', 'hand_over')", name=op.f("ck_disposal_fate")),
        sa.CheckConstraint(
            "started_at IS NULL OR (visa_on IS NOT NULL AND visa_reference <> '')", name=op.f("ck_disposal_visa")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("number", name=op.f("uq_disposal_number")),
    )
    op.create_table(
        "disposal_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("disposal_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("file_number", sa.String(), nullable=False),
        sa.Column("association", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("kept_why", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_disposal_line_application_id_application")
        ),
        sa.ForeignKeyConstraint(["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_line_disposal_id_disposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_line")),
        sa.UniqueConstraint("disposal_id", "application_id", name=op.f("uq_disposal_line_disposal_id_application_id")),
    )
    op.create_index(op.f("ix_disposal_line_application_id"), "disposal_line", ["application_id"])
    op.create_index(op.f("ix_disposal_line_disposal_id"), "disposal_line", ["disposal_id"])


def downgrade() -> None:
    """Forget the warnings and the lists."""
    op.drop_table("disposal_line")
    op.drop_table("disposal")
    op.drop_table("clock_warning")
    with op.batch_alter_table("person") as table:
        table.drop_column("seen_at")
