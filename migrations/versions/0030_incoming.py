"""Files of past years are looked at before they are imported, and an import can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

STATES = "state IN ('given', 'trying', 'tried', 'importing', 'imported', 'undoing', 'undone')"


def upgrade() -> None:
    """Add the life of an import, what it made, and what was said of columns."""
    with op.batch_alter_table("history_import") as table:
        table.add_column(sa.Column("state", sa.String(), server_default="imported", nullable=False))
        table.add_column(sa.Column("choices", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("content", sa.LargeBinary(), nullable=True))
        for name in ("size", "total", "done"):
            table.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("trouble", sa.String(), server_default="", nullable=False))
        table.add_column(sa.Column("actor", sa.String(), server_default="command", nullable=False))
        table.create_check_constraint("state", STATES)
    op.create_table(
        "history_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('call', 'deliberation', 'association')", name=op.f("ck_history_made_kind")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["history_import.id"], name=op.f("fk_history_made_import_id_history_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_made")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_history_made_kind_row_id")),
    )
    op.create_index(op.f("ix_history_made_import_id"), "history_made", ["import_id"])
    op.create_table(
        "history_mapping",
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_history_mapping")),
    )


def downgrade() -> None:
    """Forget files that were not imported, and the life of those that were."""
    op.drop_table("history_mapping")
    op.drop_index(op.f("ix_history_made_import_id"), table_name="history_made")
    op.drop_table("history_made")
    op.execute("DELETE FROM history_import WHERE state IN ('given', 'trying', 'tried')")
    with op.batch_alter_table("history_import") as table:
        table.drop_constraint(op.f("ck_history_import_state"), type_="check")
        for name in ("actor", "trouble", "moved_at", "done", "total", "size", "content", "choices", "state"):
            table.drop_column(name)
