"""Reports of projects: their text, versions, photographs, and the letters that ask for them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("hands", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decision_words", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'sent', 'paper', 'exempted')", name=op.f("ck_report_state")),
        sa.CheckConstraint("decision IN ('', 'kept', 'repay')", name=op.f("ck_report_decision")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_report_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("application_id", name=op.f("uq_report_application_id")),
    )
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_version_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    op.create_index(op.f("ix_report_version_report_id"), "report_version", ["report_id"])
    op.create_table(
        "report_photograph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("large_id", sa.Integer(), nullable=False),
        sa.Column("small_id", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_photograph_report_id_report")),
        sa.ForeignKeyConstraint(
            ["large_id"], ["stored_file.id"], name=op.f("fk_report_photograph_large_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["small_id"], ["stored_file.id"], name=op.f("fk_report_photograph_small_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_photograph")),
    )
    op.create_index(op.f("ix_report_photograph_report_id"), "report_photograph", ["report_id"])
    op.create_table(
        "report_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_aside_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_aside")),
    )
    op.create_index(op.f("ix_report_aside_report_id"), "report_aside", ["report_id"])
    op.create_table(
        "report_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_report_reminder_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reminder")),
        sa.UniqueConstraint("application_id", "kind", name=op.f("uq_report_reminder_application_id_kind")),
    )
    op.create_index(op.f("ix_report_reminder_application_id"), "report_reminder", ["application_id"])


def downgrade() -> None:
    """Drop the tables; the reports are lost, their photographs stay among the files."""
    for table in ("report_reminder", "report_aside", "report_photograph", "report_version", "report"):
        op.drop_table(table)
