"""Payments for finance: batches, plans in parts, account details, what is asked back, year ends, agreements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterable

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = (
    "repayment_receipt",
    "repayment_claim",
    "year_end_choice",
    "payment_batch_line",
    "payment_batch",
    "instalment",
    "payment_plan",
    "payee",
    "agreement",
)


def upgrade() -> None:
    """Make the tables, then put the orders and payments that exist into batches, one a day, an act and a hand."""
    op.add_column("person", sa.Column("sees_bank_details", sa.Boolean(), nullable=False, server_default=sa.false()))
    _batches()
    _parts()
    _people()
    _claims()
    _year_ends()
    _gather()


def downgrade() -> None:
    """Drop the tables; the ledger keeps every line."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("person", "sees_bank_details")  # in place: SQLite cannot make anew a table that others point to


def _batches() -> None:
    """Make the tables of batches."""
    op.create_table(
        "payment_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('payment_order', 'payment')", name=op.f("ck_payment_batch_kind")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_payment_batch_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batch")),
    )
    op.create_index(op.f("ix_payment_batch_call_id"), "payment_batch", ["call_id"], unique=False)
    op.create_table(
        "payment_batch_line",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("settles_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batch.id"], name=op.f("fk_payment_batch_line_batch_id_payment_batch")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_payment_batch_line_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(
            ["settles_id"], ["ledger_entry.id"], name=op.f("fk_payment_batch_line_settles_id_ledger_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_payment_batch_line")),
    )
    op.create_index(op.f("ix_payment_batch_line_batch_id"), "payment_batch_line", ["batch_id"], unique=False)
    op.create_index(op.f("ix_payment_batch_line_settles_id"), "payment_batch_line", ["settles_id"], unique=False)


def _parts() -> None:
    """Make the tables of payments in parts."""
    op.create_table(
        "payment_plan",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_payment_plan_call_id_call")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_payment_plan")),
    )
    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("waits_for IN ('now', 'report', 'day')", name=op.f("ck_instalment_waits_for")),
        sa.CheckConstraint("cents > 0", name=op.f("ck_instalment_cents")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_instalment_award_id_award")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("award_id", "position", name=op.f("uq_instalment_award_id_position")),
    )
    op.create_index(op.f("ix_instalment_award_id"), "instalment", ["award_id"], unique=False)


def _people() -> None:
    """Make the tables of whom to pay, and of agreements."""
    op.create_table(
        "payee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("siret", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_payee_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee")),
    )
    op.create_index(op.f("ix_payee_application_id"), "payee", ["application_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_agreement_association_id_association")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "association_id", "year", "reference", name=op.f("uq_agreement_association_id_year_reference")
        ),
    )
    op.create_index(op.f("ix_agreement_association_id"), "agreement", ["association_id"], unique=False)
    op.create_index(op.f("ix_agreement_year"), "agreement", ["year"], unique=False)


def _claims() -> None:
    """Make the tables of what is asked back."""
    op.create_table(
        "repayment_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("asked_cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.CheckConstraint("asked_cents > 0", name=op.f("ck_repayment_claim_asked")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_repayment_claim_award_id_award")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_claim")),
        sa.UniqueConstraint("once", name=op.f("uq_repayment_claim_once")),
    )
    op.create_index(op.f("ix_repayment_claim_award_id"), "repayment_claim", ["award_id"], unique=False)
    op.create_table(
        "repayment_receipt",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("booked", sa.String(), nullable=False),
        sa.Column("restored_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("booked IN ('cancellation', 'revenue')", name=op.f("ck_repayment_receipt_booked")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["repayment_claim.id"], name=op.f("fk_repayment_receipt_claim_id_repayment_claim")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_repayment_receipt_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(
            ["restored_id"], ["ledger_entry.id"], name=op.f("fk_repayment_receipt_restored_id_ledger_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_repayment_receipt")),
    )
    op.create_index(op.f("ix_repayment_receipt_claim_id"), "repayment_receipt", ["claim_id"], unique=False)


def _year_ends() -> None:
    """Make the table of year ends."""
    op.create_table(
        "year_end_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("passing", sa.String(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("passing IN ('attached', 'carried', 'released')", name=op.f("ck_year_end_choice_passing")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_year_end_choice_award_id_award")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_end_choice")),
    )
    op.create_index(op.f("ix_year_end_choice_award_id"), "year_end_choice", ["award_id"], unique=False)


def _gather() -> None:
    """Write the batches of what was ordered and paid before there were any."""
    connection = op.get_bind()
    ledger = sa.table(
        "ledger_entry",
        *(sa.column(name) for name in ("id", "call_id", "envelope_id", "application_id")),
        *(sa.column(name) for name in ("kind", "amount_cents", "actor", "act", "reverses_id")),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    batch = sa.table("payment_batch", *(sa.column(name) for name in ("id", "call_id", "kind", "act", "actor")))
    batch.append_column(sa.column("dated_on", sa.Date()))
    batch.append_column(sa.column("made_at", sa.DateTime(timezone=True)))
    held = sa.table("payment_batch_line", *(sa.column(name) for name in ("entry_id", "batch_id", "settles_id")))
    rows = [row._asdict() for row in connection.execute(sa.select(ledger).order_by(ledger.c.id))]
    settled, numbers = _settled(rows), {}
    for row in rows:
        if row["kind"] not in {"payment_order", "payment"}:
            continue
        key = (row["call_id"], row["kind"], row["act"], row["actor"], row["at"].date())
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            names = ("call_id", "kind", "act", "actor", "dated_on")
            connection.execute(sa.insert(batch).values(dict(zip(names, key, strict=True)) | {"made_at": row["at"]}))
        line = {"entry_id": row["id"], "batch_id": numbers[key], "settles_id": settled.get(row["id"])}
        connection.execute(sa.insert(held).values(line))


def _settled(rows: Iterable[dict[str, Any]]) -> dict[int, int]:
    """Return the order each payment pays: the oldest one of its file and envelope that is not paid yet."""
    undone = {row["reverses_id"] for row in rows}
    left: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
    found: dict[int, int] = {}
    for row in rows:
        key = (row["application_id"], row["envelope_id"])
        if row["kind"] == "payment_order" and row["id"] not in undone:
            left[key].append([row["id"], row["amount_cents"]])
        if row["kind"] != "payment":
            continue
        waiting = [each for each in left[key] if each[1] > 0]
        if waiting:
            found[row["id"]] = waiting[0][0]
        cents = row["amount_cents"]
        for each in waiting:
            taken = min(cents, each[1])
            each[1] -= taken
            cents -= taken
    return found
