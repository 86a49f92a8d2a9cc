"""A workshop may say exactly where it is held."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the point of a workshop; those announced before are known by the name of their place."""
    with op.batch_alter_table("workshop") as table:
        table.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        table.add_column(sa.Column("longitude", sa.Double(), nullable=True))
        table.create_check_constraint(op.f("ck_workshop_latitude"), "latitude BETWEEN -90 AND 90")
        table.create_check_constraint(op.f("ck_workshop_longitude"), "longitude BETWEEN -180 AND 180")


def downgrade() -> None:
    """Forget the points."""
    with op.batch_alter_table("workshop") as table:
        table.drop_constraint(op.f("ck_workshop_longitude"), type_="check")
        table.drop_constraint(op.f("ck_workshop_latitude"), type_="check")
        table.drop_column("longitude")
        table.drop_column("latitude")
