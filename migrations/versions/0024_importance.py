"""How much each reason to meet counts at an evening."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "importance",
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.CheckConstraint("level IN ('none', 'little', 'much')", name=op.f("ck_importance_level")),
        sa.ForeignKeyConstraint(["plenary_id"], ["plenary.id"], name=op.f("fk_importance_plenary_id_plenary")),
        sa.PrimaryKeyConstraint("plenary_id", "criterion", name=op.f("pk_importance")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("importance")
