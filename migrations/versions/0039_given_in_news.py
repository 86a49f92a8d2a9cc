"""News may give something in common, as reports do."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep what news give, and on its project that it gave."""
    op.add_column("voice", sa.Column("gift", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("project", sa.Column("gave_in_news", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("project", "gave_in_news")
    op.drop_column("voice", "gift")
