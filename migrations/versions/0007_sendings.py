"""Every sending of a file, as it was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEPT = """
INSERT INTO sending (application_id, turn, at, actor, answers)
SELECT application.id, 1, application.sent_at, COALESCE(person.email, ''), application.answers
FROM application LEFT JOIN person ON person.id = application.person_id
WHERE application.sent_at IS NOT NULL ORDER BY application.id
"""
"""Files sent before this table keep the only text that is known of them: today's."""


def upgrade() -> None:
    """Make the table, and take in what was sent before it."""
    op.create_table(
        "sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_sending_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending")),
        sa.UniqueConstraint("application_id", "turn", name=op.f("uq_sending_application_id_turn")),
    )
    op.create_index(op.f("ix_sending_application_id"), "sending", ["application_id"])
    op.execute(KEPT)


def downgrade() -> None:
    """Drop the table; each file keeps its present text."""
    op.drop_index(op.f("ix_sending_application_id"), table_name="sending")
    op.drop_table("sending")
