"""Rooms and tables of an evening, its schedule line by line, and how often what is prepared changed."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns to the evening and make three tables."""
    op.add_column("plenary", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("plenary", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "plenary_room",
        *_start("plenary_room"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_table(
        "plenary_table",
        *_start("plenary_table"),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.CheckConstraint("fewest >= 2 AND fewest <= most", name=op.f("ck_plenary_table_seats")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["plenary_room.id"], name=op.f("fk_plenary_table_room_id_plenary_room"), ondelete="SET NULL"
        ),
        sa.UniqueConstraint("plenary_id", "number", name=op.f("uq_plenary_table_plenary_id_number")),
    )
    op.create_table(
        "schedule_block",
        *_start("schedule_block"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
    )
    for table in ("plenary_room", "plenary_table", "schedule_block"):
        op.create_index(op.f(f"ix_{table}_plenary_id"), table, ["plenary_id"])
    op.create_index(op.f("ix_plenary_table_room_id"), "plenary_table", ["room_id"])


def downgrade() -> None:
    """Drop the tables and the columns."""
    for table in ("schedule_block", "plenary_table", "plenary_room"):
        op.drop_table(table)
    for column in ("changed_at", "revision"):
        op.execute(f"ALTER TABLE plenary DROP COLUMN {column}")


def _start(table: str) -> list[sa.Column | sa.Constraint]:
    """Give what the three tables begin with: a key, and the evening they belong to."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["plenary_id"], ["plenary.id"], name=op.f(f"fk_{table}_plenary_id_plenary")),
    ]
