"""What was asked of the press for an evening, and what came out of it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "plenary_print",
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_print_plenary_id_plenary")),
        sa.PrimaryKeyConstraint("plenary_id", "kind", name=op.f("pk_plenary_print")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("plenary_print")
