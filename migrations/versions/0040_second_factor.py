"""Sessions told to their people and left alone end; staff have a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is told of a session, the clocks and the recovery codes; a session was last seen when it began."""
    with op.batch_alter_table("session") as table:
        table.add_column(sa.Column("device", sa.String(), server_default="", nullable=False))
        table.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("factor_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE session SET seen_at = created_at")
    with op.batch_alter_table("session") as table:
        table.alter_column("seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("factor_since", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "clock_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clock_factor_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_factor")),
    )
    op.create_index(op.f("ix_clock_factor_person_id"), "clock_factor", ["person_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])


def downgrade() -> None:
    """Forget the second factors, and what was told of sessions."""
    op.drop_table("recovery_code")
    op.drop_table("clock_factor")
    with op.batch_alter_table("person") as table:
        table.drop_column("factor_since")
    with op.batch_alter_table("session") as table:
        for name in ("factor_at", "seen_at", "device"):
            table.drop_column(name)
