"""Staff known by the name that another house has for them."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the names, and which one opened a session; those open before came by mail."""
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("known_as", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "known_as", name=op.f("uq_identity_issuer_known_as")),
    )
    op.create_index(op.f("ix_identity_person_id"), "identity", ["person_id"])
    with op.batch_alter_table("session") as table:
        table.add_column(sa.Column("identity_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("id_token", sa.String(), server_default="", nullable=False))
        table.create_foreign_key(op.f("fk_session_identity_id_identity"), "identity", ["identity_id"], ["id"])
        table.create_index(op.f("ix_session_identity_id"), ["identity_id"])


def downgrade() -> None:
    """Forget them: everybody comes by mail."""
    with op.batch_alter_table("session") as table:
        table.drop_index(op.f("ix_session_identity_id"))
        table.drop_constraint(op.f("fk_session_identity_id_identity"), type_="foreignkey")
        table.drop_column("id_token")
        table.drop_column("identity_id")
    op.drop_table("identity")
