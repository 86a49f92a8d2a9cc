"""What people write on projects' pages, the hands that write it, and which hand made a version of a page."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ORIGINS = "origin IN ('file', 'correction', 'return')"


def upgrade() -> None:
    """Make the tables."""
    op.create_table('hand',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('address_key', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('trusted', sa.Boolean(), nullable=False),
    sa.Column('first_seen', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_hand_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand')),
    sa.UniqueConstraint('key', name=op.f('uq_hand_key'))
    )
    with op.batch_alter_table('hand') as batch_op:
        batch_op.create_index(batch_op.f('ix_hand_address_key'), ['address_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_hand_last_seen'), ['last_seen'], unique=False)
        batch_op.create_index(batch_op.f('ix_hand_person_id'), ['person_id'], unique=False)

    op.create_table('voice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('once', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('project_id', sa.Integer(), nullable=False),
    sa.Column('hand_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('wish', sa.String(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=True),
    sa.Column('contact', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('held_why', sa.String(), nullable=False),
    sa.Column('hidden_why', sa.String(), nullable=False),
    sa.Column('hidden_by', sa.String(), nullable=False),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('notified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('comment', 'help', 'interest', 'correction', 'news')", name=op.f('ck_voice_kind')),
    sa.CheckConstraint("state IN ('shown', 'held', 'hidden')", name=op.f('ck_voice_state')),
    sa.ForeignKeyConstraint(['hand_id'], ['hand.id'], name=op.f('fk_voice_hand_id_hand')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_voice_project_id_project')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voice')),
    sa.UniqueConstraint('once', name=op.f('uq_voice_once'))
    )
    with op.batch_alter_table('voice') as batch_op:
        batch_op.create_index(batch_op.f('ix_voice_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_voice_hand_id'), ['hand_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_voice_project_id'), ['project_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_voice_state'), ['state'], unique=False)

    op.create_table('voice_photograph',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('voice_id', sa.Integer(), nullable=False),
    sa.Column('large_id', sa.Integer(), nullable=False),
    sa.Column('small_id', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('alternative', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['large_id'], ['stored_file.id'], name=op.f('fk_voice_photograph_large_id_stored_file')),
    sa.ForeignKeyConstraint(['small_id'], ['stored_file.id'], name=op.f('fk_voice_photograph_small_id_stored_file')),
    sa.ForeignKeyConstraint(['voice_id'], ['voice.id'], name=op.f('fk_voice_photograph_voice_id_voice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voice_photograph'))
    )
    with op.batch_alter_table('voice_photograph') as batch_op:
        batch_op.create_index(batch_op.f('ix_voice_photograph_voice_id'), ['voice_id'], unique=False)

    op.create_table('voice_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('voice_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['voice_id'], ['voice.id'], name=op.f('fk_voice_report_voice_id_voice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voice_report'))
    )
    with op.batch_alter_table('voice_report') as batch_op:
        batch_op.create_index(batch_op.f('ix_voice_report_voice_id'), ['voice_id'], unique=False)

    with op.batch_alter_table("revision") as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(), nullable=False, server_default="file"))
        batch_op.add_column(sa.Column("hand_id", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_revision_origin"), ORIGINS)
        batch_op.create_index(op.f("ix_revision_hand_id"), ["hand_id"])
    with op.batch_alter_table("revision") as batch_op:
        batch_op.alter_column("origin", server_default=None)


def downgrade() -> None:
    """Drop them; the versions stay, nobody's name with them."""
    with op.batch_alter_table("revision") as batch_op:
        batch_op.drop_index(op.f("ix_revision_hand_id"))
        batch_op.drop_constraint(op.f("ck_revision_origin"), type_="check")
        batch_op.drop_column("hand_id")
        batch_op.drop_column("origin")
    for table in ("voice_report", "voice_photograph", "voice", "hand"):
        op.drop_table(table)
