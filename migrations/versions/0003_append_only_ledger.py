"""The ledger is append-only: the database itself says no to a change or a removal."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_entry"
            " FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER ledger_never_{act}s BEFORE {act.upper()} ON ledger_entry"
            " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )


def downgrade() -> None:
    """Drop the triggers; no line is lost."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER ledger_is_append_only ON ledger_entry")
        op.execute("DROP FUNCTION ledger_is_append_only()")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER ledger_never_{act}s")
