"""Orders and payments written before there were batches find theirs: the oldest order is paid first."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

FILE = Path(__file__).parents[2] / "migrations" / "versions" / "0018_payments.py"


def migration() -> ModuleType:
    """Load the migration as Alembic does."""
    spec = importlib.util.spec_from_file_location("payments_migration", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def line(number: int, kind: str, cents: int, *, file: int = 1, reverses: int | None = None) -> dict[str, object]:
    """Return a line of the ledger as the migration reads it."""
    return {
        "id": number, "kind": kind, "amount_cents": cents, "application_id": file, "envelope_id": 1,
        "reverses_id": reverses,
    }  # fmt: skip


def test_payments_pay_the_oldest_orders_of_their_file_that_still_stand() -> None:
    rows = [
        line(1, "payment_order", 80),
        line(2, "payment_order", 20),
        line(3, "payment_order", 50, file=2),
        line(4, "reversal", 80, reverses=1),
        line(5, "payment_order", 80),
        line(6, "payment", 20),
        line(7, "payment", 80),
        line(8, "payment", 50, file=2),
        line(9, "payment", 5, file=3),
    ]
    assert migration()._settled(rows) == {6: 2, 7: 5, 8: 3}  # noqa: SLF001 - the rule of the migration
