"""A project may say exactly where it happens."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the points of projects."""
    op.create_table(
        "project_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_project_point_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_project_point_longitude")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_point_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_point")),
    )
    op.create_index(op.f("ix_project_point_project_id"), "project_point", ["project_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_project_point_project_id"), table_name="project_point")
    op.drop_table("project_point")
