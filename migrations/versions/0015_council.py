"""The councillors and their interests; the voices of a vote; what is done when two months run out."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

VOICES = ("votes_for", "votes_against", "abstentions")


def upgrade() -> None:
    """Make the tables; the acts already recorded have no voices."""
    op.create_table(
        "councillor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councillor")),
    )
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("councillor_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("association", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_interest_association_id_association")
        ),
        sa.ForeignKeyConstraint(["councillor_id"], ["councillor.id"], name=op.f("fk_interest_councillor_id_councillor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    op.create_index(op.f("ix_interest_association_id"), "interest", ["association_id"])
    op.create_index(op.f("ix_interest_councillor_id"), "interest", ["councillor_id"])
    op.create_table(
        "register_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("councillor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["councillor_id"], ["councillor.id"], name=op.f("fk_register_line_councillor_id_councillor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_line")),
        sa.UniqueConstraint("once", name=op.f("uq_register_line_once")),
    )
    op.create_index(op.f("ix_register_line_councillor_id"), "register_line", ["councillor_id"])
    op.create_table(
        "silence_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('warning', 'holding')", name=op.f("ck_silence_notice_kind")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_silence_notice_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_notice")),
        sa.UniqueConstraint("application_id", "kind", name=op.f("uq_silence_notice_application_id_kind")),
    )
    op.create_index(op.f("ix_silence_notice_application_id"), "silence_notice", ["application_id"])
    for name in VOICES:
        op.add_column("deliberation", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("deliberation", sa.Column("apart", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("deliberation", sa.Column("recorded_by", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop the tables and the voices."""
    for name in ("recorded_by", "apart", *VOICES):
        op.drop_column("deliberation", name)
    for table in ("silence_notice", "register_line", "interest", "councillor"):
        op.drop_table(table)
