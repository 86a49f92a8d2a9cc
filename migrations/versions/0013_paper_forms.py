"""Files typed in by staff from a paper form."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "paper_form",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("typed_by", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("kept_at", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("way IN ('paper', 'phone', 'desk')", name=op.f("ck_paper_form_way")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_paper_form_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_paper_form")),
    )


def downgrade() -> None:
    """Drop the table; the files stay, their log still says who typed them."""
    op.drop_table("paper_form")
