"""The thread of messages inside a file, and the address replies go to."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.add_column("outbox_mail", sa.Column("reply_to", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("whole", sa.String(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("mail_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("side IN ('applicant', 'town')", name=op.f("ck_message_side")),
        sa.CheckConstraint("via IN ('page', 'mail')", name=op.f("ck_message_via")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_message_application_id_application")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("application_id", "mail_id", name=op.f("uq_message_application_id_mail_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
    )
    op.create_index(op.f("ix_message_application_id"), "message", ["application_id"])
    op.create_index(op.f("ix_message_read_at"), "message", ["read_at"])
    op.create_table(
        "message_file",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_message_file_file_id_stored_file")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_file_message_id_message")),
        sa.PrimaryKeyConstraint("message_id", "file_id", name=op.f("pk_message_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_message_file_file_id")),
    )


def downgrade() -> None:
    """Drop the tables; the messages are lost, their files stay."""
    op.drop_table("message_file")
    op.drop_index(op.f("ix_message_read_at"), table_name="message")
    op.drop_index(op.f("ix_message_application_id"), table_name="message")
    op.drop_table("message")
    op.drop_column("outbox_mail", "reply_to")
