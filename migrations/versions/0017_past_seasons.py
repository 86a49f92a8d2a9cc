"""Earlier years typed in from a spreadsheet."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "past_season",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("requested_cents", sa.BigInteger(), nullable=False),
        sa.Column("priority_files", sa.Integer(), nullable=True),
        sa.Column("at_8_weeks", sa.Integer(), nullable=True),
        sa.Column("at_4_weeks", sa.Integer(), nullable=True),
        sa.Column("at_2_weeks", sa.Integer(), nullable=True),
        sa.Column("at_1_week", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("files > 0", name=op.f("ck_past_season_files")),
        sa.CheckConstraint("requested_cents > 0", name=op.f("ck_past_season_requested")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_season")),
        sa.UniqueConstraint("territory", "scheme", "year", name=op.f("uq_past_season_territory_scheme_year")),
    )


def downgrade() -> None:
    """Drop the table; the files of our own years stay."""
    op.drop_table("past_season")
