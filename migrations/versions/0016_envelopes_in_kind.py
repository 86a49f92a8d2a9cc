"""Envelopes: their chapter, those in kind, those that were closed; what a file holds of those in kind."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


# Each column comes with its own rules, so that SQLite need not make the table anew: the ledger's lines point at it.
COLUMNS = {
    "chapter": "VARCHAR NOT NULL DEFAULT '65'",
    "kind": (
        "VARCHAR NOT NULL DEFAULT 'money' CONSTRAINT ck_envelope_kind CHECK (kind IN ('money', 'in_kind'))"
        " CONSTRAINT ck_envelope_in_kind CHECK (kind = 'money' OR ordered_cents = 0)"
    ),
    "version": "INTEGER NOT NULL DEFAULT 1",
    "closed_at": "{instant} CONSTRAINT ck_envelope_closed CHECK (closed_at IS NULL OR allocated_cents = 0)",
}


def upgrade() -> None:
    """Add the columns, every envelope so far being one of money, and make the table."""
    instant = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE envelope ADD COLUMN {name} {kind.format(instant=instant)}")
    op.create_table(
        "in_kind_share",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("envelope_id", sa.Integer(), nullable=False),
        sa.Column("voted_cents", sa.BigInteger(), nullable=False),
        sa.Column("committed_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "committed_cents >= 0 AND committed_cents <= voted_cents", name=op.f("ck_in_kind_share_committed")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_in_kind_share_award_id_award")),
        sa.ForeignKeyConstraint(["envelope_id"], ["envelope.id"], name=op.f("fk_in_kind_share_envelope_id_envelope")),
        sa.PrimaryKeyConstraint("award_id", "envelope_id", name=op.f("pk_in_kind_share")),
    )


def downgrade() -> None:
    """Drop the table and the columns; envelopes in kind stay, as envelopes."""
    op.drop_table("in_kind_share")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE envelope DROP COLUMN {name}")
