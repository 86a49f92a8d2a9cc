"""What each address chooses to receive, the morning's mail, and the texts staff rewrite."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ADDED = ("template", "kind", "foot", "unsubscribe")


def upgrade() -> None:
    """Make the tables; mails written before have no kind, and their words are shown to nobody."""
    with op.batch_alter_table("outbox_mail") as table:
        for name in ADDED:
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("outbox_mail") as table:
        for name in ADDED:
            table.alter_column(name, server_default=None)
    op.create_table(
        "mail_choice",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice IN ('at_once', 'daily', 'off')", name=op.f("ck_mail_choice_choice")),
        sa.PrimaryKeyConstraint("address", "kind", name=op.f("pk_mail_choice")),
    )
    op.create_table(
        "digest_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_item")),
    )
    op.create_index("ix_digest_item_waiting", "digest_item", ["message_id", "address"])
    op.create_table(
        "mail_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_text")),
        sa.UniqueConstraint("template", "language", "number", name=op.f("uq_mail_text_template_language_number")),
    )


def downgrade() -> None:
    """Drop the tables; choices, waiting news and rewritten texts are lost."""
    op.drop_table("mail_text")
    op.drop_table("digest_item")
    op.drop_table("mail_choice")
    with op.batch_alter_table("outbox_mail") as table:
        for name in reversed(ADDED):
            table.drop_column(name)
