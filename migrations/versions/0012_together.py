"""Writing together: writers of a file, links by mail, people of an association, the carrier's agreement, copies."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; who began a file is its first writer."""
    for name, about in (("association_invitation", "association"), ("file_invitation", "application")):
        _make_links(name, about)
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        _to("claim", "association"),
        _to("claim", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_association_id"), "claim", ["association_id"])
    op.create_table(
        "association_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        _to("association_event", "association"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association_event")),
    )
    op.create_index(op.f("ix_association_event_association_id"), "association_event", ["association_id"])
    op.create_table(
        "writer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        _to("writer", "application"),
        _to("writer", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writer")),
        sa.UniqueConstraint("application_id", "person_id", name=op.f("uq_writer_application_id_person_id")),
    )
    for column in ("application_id", "person_id"):
        op.create_index(op.f(f"ix_writer_{column}"), "writer", [column])
    op.execute(
        "INSERT INTO writer (application_id, person_id, since)"
        " SELECT id, person_id, created_at FROM application WHERE person_id IS NOT NULL"
    )
    _make_carrier_requests()
    with op.batch_alter_table("application") as table:
        table.add_column(sa.Column("to_reread", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("copied_from_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_application_copied_from_id_application"), "application", ["copied_from_id"], ["id"]
        )


def downgrade() -> None:
    """Drop the tables; each file goes back to its main writer, and who else wrote it is forgotten."""
    with op.batch_alter_table("application") as table:
        table.drop_constraint(op.f("fk_application_copied_from_id_application"), type_="foreignkey")
        table.drop_column("copied_from_id")
        table.drop_column("to_reread")
    for name in (
        "carrier_request", "writer", "association_event", "claim", "file_invitation", "association_invitation",
    ):  # fmt: skip
        op.drop_table(name)


def _to(table: str, other: str, column: str = "") -> sa.ForeignKeyConstraint:
    """Tie a column to another table."""
    column = column or f"{other}_id"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _make_links(name: str, about: str) -> None:
    """Make a table of links sent by mail about something."""
    own = [sa.Column("takes_over", sa.Boolean(), nullable=False)] if about == "application" else []
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(f"{about}_id", sa.Integer(), nullable=False),
        *own,
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        _to(name, about),
        _to(name, "person", "invited_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{name}_token_hash")),
    )
    op.create_index(op.f(f"ix_{name}_{about}_id"), name, [f"{about}_id"])


def _make_carrier_requests() -> None:
    """Make the table of what carriers were asked, and what they answered."""
    op.create_table(
        "carrier_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("answer IN ('', 'yes', 'no')", name=op.f("ck_carrier_request_answer")),
        _to("carrier_request", "application"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_request")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_carrier_request_token_hash")),
    )
    op.create_index(op.f("ix_carrier_request_application_id"), "carrier_request", ["application_id"])
