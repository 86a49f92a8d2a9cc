"""How each version of a programme was made, what every programme holds to, and searches that work by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = "kind IN ('late', 'early', 'host', 'together', 'met', 'same')"
ORIGINS = "origin IN ('computed', 'moved', 'repaired')"


def upgrade() -> None:
    """Make the tables, and say of the programmes there that they were computed."""
    op.create_table(
        "programme_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["plenary_id"], ["plenary.id"], name=op.f("fk_programme_search_plenary_id_plenary")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_search")),
        sa.UniqueConstraint("once", name=op.f("uq_programme_search_once")),
    )
    op.create_index(op.f("ix_programme_search_plenary_id"), "programme_search", ["plenary_id"])
    op.create_table(
        "seating_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_seating_demand_kind")),
        sa.CheckConstraint("(number IS NULL) != (other_id IS NULL)", name=op.f("ck_seating_demand_about")),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["participant.id"],
            name=op.f("fk_seating_demand_other_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_seating_demand_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["plenary_id"], ["plenary.id"], name=op.f("fk_seating_demand_plenary_id_plenary")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seating_demand")),
    )
    for column in ("other_id", "participant_id", "plenary_id"):
        op.create_index(op.f(f"ix_seating_demand_{column}"), "seating_demand", [column])
    with op.batch_alter_table("programme") as programme:
        programme.add_column(sa.Column("origin", sa.String(), nullable=False, server_default="computed"))
        programme.add_column(sa.Column("based_on", sa.Integer(), nullable=True))
        programme.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        programme.add_column(sa.Column("once", sa.String(), nullable=True))
        programme.create_unique_constraint(op.f("uq_programme_once"), ["once"])
        programme.create_check_constraint(op.f("ck_programme_origin"), ORIGINS)
    with op.batch_alter_table("programme") as programme:
        programme.alter_column("origin", server_default=None)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("programme") as programme:
        programme.drop_constraint(op.f("ck_programme_origin"), type_="check")
        programme.drop_constraint(op.f("uq_programme_once"), type_="unique")
        for column in ("once", "published_at", "based_on", "origin"):
            programme.drop_column(column)
    op.drop_table("seating_demand")
    op.drop_table("programme_search")
