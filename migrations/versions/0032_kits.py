"""A kind of call may come from another town's kit."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the descriptions that kits bring."""
    op.create_table(
        "kept_scheme",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_scheme")),
        sa.UniqueConstraint("mark", name=op.f("uq_kept_scheme_mark")),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("kept_scheme")
