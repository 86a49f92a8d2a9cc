"""Public answers that only one kind of call asks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; projects told so far have no such answer."""
    op.add_column("project", sa.Column("more", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop the column; those answers leave the pages and stay in the files."""
    op.drop_column("project", "more")
