"""A project may be carried by several associations, each with its part of what was voted."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the associations that carry a project with the one of its file."""
    op.create_table(
        "project_partner",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("share_cents > 0", name=op.f("ck_project_partner_share")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_partner_project_id_project")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_project_partner_association_id_association")
        ),
        sa.PrimaryKeyConstraint("project_id", "association_id", name=op.f("pk_project_partner")),
    )
    op.create_index(op.f("ix_project_partner_association_id"), "project_partner", ["association_id"])


def downgrade() -> None:
    """Drop them: each project is its file's association's alone again."""
    op.drop_index(op.f("ix_project_partner_association_id"), table_name="project_partner")
    op.drop_table("project_partner")
