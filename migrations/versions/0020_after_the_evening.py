"""What an evening leaves behind: encounters and how they live, minutes, opinions, the letters that ask."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INDEXED = (
    ("minute_entry", "plenary_id"),
    ("after_letter", "participant_id"),
    ("encounter", "one_id"),
    ("encounter", "other_id"),
    ("encounter", "plenary_id"),
    ("opinion", "participant_id"),
    ("opinion", "plenary_id"),
    ("encounter_news", "encounter_id"),
    ("encounter_news", "participant_id"),
    ("encounter_side", "participant_id"),
)


def upgrade() -> None:
    """Make the tables."""
    _make_encounters()
    _make_minutes()
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("encounter_side", "encounter_news", "encounter", "opinion", "after_letter", "minute_entry"):
        op.drop_table(table)


def _make_encounters() -> None:
    op.create_table(
        "encounter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exchanged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("typed_by", sa.String(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_encounter_order")),
        _of("encounter", "plenary"),
        _of("encounter", "participant", "one_id", ondelete="CASCADE"),
        _of("encounter", "participant", "other_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_encounter_one_id_other_id")),
    )
    op.create_table(
        "encounter_side",
        sa.Column("encounter_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        _of("encounter_side", "encounter", ondelete="CASCADE"),
        _of("encounter_side", "participant", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("encounter_id", "participant_id", name=op.f("pk_encounter_side")),
    )
    op.create_table(
        "encounter_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("encounter_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('going', 'done', 'later', 'stopped')", name=op.f("ck_encounter_news_state")),
        _of("encounter_news", "encounter", ondelete="CASCADE"),
        _of("encounter_news", "participant", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter_news")),
        sa.UniqueConstraint(
            "encounter_id",
            "participant_id",
            "months",
            name=op.f("uq_encounter_news_encounter_id_participant_id_months"),
        ),
    )


def _make_minutes() -> None:
    op.create_table(
        "minute_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("by_town", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_why", sa.String(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        _of("minute_entry", "plenary"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_entry")),
        sa.UniqueConstraint("once", name=op.f("uq_minute_entry_once")),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("moment IN ('evening', 'half_year')", name=op.f("ck_opinion_moment")),
        _of("opinion", "plenary"),
        _of("opinion", "participant", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("participant_id", "moment", name=op.f("uq_opinion_participant_id_moment")),
    )
    op.create_table(
        "after_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of("after_letter", "participant", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_letter")),
        sa.UniqueConstraint("participant_id", "kind", name=op.f("uq_after_letter_participant_id_kind")),
    )


def _of(table: str, whole: str, column: str = "", ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """Hold a row to what it belongs to."""
    column = column or f"{whole}_id"
    name = op.f(f"fk_{table}_{column}_{whole}")
    return sa.ForeignKeyConstraint([column], [f"{whole}.id"], name=name, ondelete=ondelete)
