"""What staff ask of a programme: hours of arrival and lines of one human being are told with the people themselves."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KINDS = "kind IN ('host', 'together', 'met')"
WIDER = "kind IN ('late', 'early', 'host', 'together', 'met', 'same')"


def upgrade() -> None:
    """Allow the kinds that are asked."""
    op.execute("DELETE FROM seating_demand WHERE kind IN ('late', 'early', 'same')")
    _allow(KINDS)


def downgrade() -> None:
    """Allow the others again."""
    _allow(WIDER)


def _allow(kinds: str) -> None:
    with op.batch_alter_table("seating_demand") as demand:
        demand.drop_constraint(op.f("ck_seating_demand_kind"), type_="check")
        demand.create_check_constraint(op.f("ck_seating_demand_kind"), kinds)
