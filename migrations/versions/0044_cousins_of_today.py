"""When a neighbour's projects were last compared with ours: one published or changed since finds its cousins too."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note, for each neighbour, up to which change of ours it was compared; none yet."""
    op.add_column("neighbour", sa.Column("related_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("neighbour", "related_at")
