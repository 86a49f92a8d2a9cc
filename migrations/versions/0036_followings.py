"""Anybody may follow what is new by mail, without an account."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the followings."""
    op.create_table(
        "following",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cadence IN ('weekly', 'monthly')", name=op.f("ck_following_cadence")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (told_at IS NULL)", name=op.f("ck_following_told_once_confirmed")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_following_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_following")),
        sa.UniqueConstraint("email", "what", name=op.f("uq_following_email_what")),
        sa.UniqueConstraint("token", name=op.f("uq_following_token")),
    )
    op.create_index(op.f("ix_following_project_id"), "following", ["project_id"])
    op.create_index(op.f("ix_following_told_at"), "following", ["told_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("following")
