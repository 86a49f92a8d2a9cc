"""A role may hold for parts of some calls alone, and end on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the end of a role, and what somebody looks after for one call; roles given before hold for every call."""
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("role_ends_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "call_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("part IN ('files', 'budget', 'evening')", name=op.f("ck_call_role_part")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_role_call_id_call")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_call_role_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_role")),
        sa.UniqueConstraint("person_id", "call_id", "part", name=op.f("uq_call_role_person_id_call_id_part")),
    )
    op.create_index(op.f("ix_call_role_call_id"), "call_role", ["call_id"])
    op.create_index(op.f("ix_call_role_person_id"), "call_role", ["person_id"])


def downgrade() -> None:
    """Shut the roles that held for some calls alone, or that are over: nobody may do more than before."""
    op.execute("UPDATE person SET role = 'member' WHERE role_ends_at < CURRENT_TIMESTAMP")
    op.drop_table("call_role")
    with op.batch_alter_table("person") as table:
        table.drop_column("role_ends_at")
