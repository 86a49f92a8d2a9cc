"""Invitations to the evening: how somebody is reached, what they need, whom they wish to meet or not to sit with."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# Added in place: SQLite would have to make the table anew, and programmes point at it.
COLUMNS = {
    "same_as_id": "INTEGER CONSTRAINT fk_participant_same_as_id_participant REFERENCES participant (id)",
    "guest_kind": "VARCHAR NOT NULL DEFAULT ''",
    "organisation": "VARCHAR NOT NULL DEFAULT ''",
    "email": "VARCHAR NOT NULL DEFAULT ''",
    "language": "VARCHAR NOT NULL DEFAULT 'fr'",
    "needs": "VARCHAR NOT NULL DEFAULT ''",
    "accessible_seat": "BOOLEAN NOT NULL DEFAULT FALSE",
    "arrives_at": "TIME",
    "leaves_at": "TIME",
    "shares_contact": "BOOLEAN NOT NULL DEFAULT FALSE",
    "contact": "VARCHAR NOT NULL DEFAULT ''",
    "invited_at": "{instant}",
    "answered_at": "{instant}",
    "reminded_at": "{instant}",
    "last_reminder": "VARCHAR NOT NULL DEFAULT ''",
    "told": "VARCHAR NOT NULL DEFAULT ''",
    "diary": "INTEGER NOT NULL DEFAULT 0",
}


def upgrade() -> None:
    """Add the columns and make the two tables of meetings."""
    instant = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE participant ADD COLUMN {name} {kind.format(instant=instant)}")
    op.create_index(op.f("ix_participant_email"), "participant", ["email"], unique=False)
    for table in ("meeting_wish", "veto"):
        _meetings(table)


def downgrade() -> None:
    """Drop the tables and the columns."""
    for table in ("veto", "meeting_wish"):
        op.drop_table(table)
    op.drop_index(op.f("ix_participant_email"), table_name="participant")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE participant DROP COLUMN {name}")


def _meetings(table: str) -> None:
    """Make a table of who says something of whom."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(project_id IS NULL) <> (other_id IS NULL)", name=op.f(f"ck_{table}_whom")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f(f"fk_{table}_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f(f"fk_{table}_project_id_project")),
        sa.ForeignKeyConstraint(["other_id"], ["participant.id"], name=op.f(f"fk_{table}_other_id_participant")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("participant_id", "project_id", name=op.f(f"uq_{table}_participant_id_project_id")),
        sa.UniqueConstraint("participant_id", "other_id", name=op.f(f"uq_{table}_participant_id_other_id")),
    )
    op.create_index(op.f(f"ix_{table}_project_id"), table, ["project_id"], unique=False)
    op.create_index(op.f(f"ix_{table}_other_id"), table, ["other_id"], unique=False)
