"""A mail whose sending was cut off twice before the answer waits for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count of the sendings without a known answer."""
    with op.batch_alter_table("outbox_mail") as table:
        table.add_column(sa.Column("unsure", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("outbox_mail") as table:
        table.drop_column("unsure")
