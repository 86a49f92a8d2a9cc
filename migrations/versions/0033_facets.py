"""What lists count and sort of a project on narrow rows, the words of projects for typos, and who gave something."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, which `flask db upgrade` fills as it makes the index again; note what reports already gave."""
    op.add_column("project", sa.Column("gave_commons", sa.Boolean(), nullable=False, server_default=sa.false()))
    _note_gifts()
    op.create_table(
        "project_facets",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("public_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("themes", sa.String(), nullable=False),
        sa.Column("quarters", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("commons", sa.Boolean(), nullable=False),
        sa.Column("title_key", sa.String(), nullable=False),
        sa.Column("association_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_facets_project_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_facets")),
    )
    for column in ("call_id", "association_id", "title_key", "association_key"):
        op.create_index(op.f(f"ix_project_facets_{column}"), "project_facets", [column])
    op.create_index("ix_project_facets_newest", "project_facets", ["public_since", "project_id"])
    op.create_table(
        "known_word",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("spelling", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_known_word")),
    )
    op.create_index(op.f("ix_known_word_length"), "known_word", ["length"])
    if op.get_bind().dialect.name == "postgresql":
        for table in ("search_project", "search_cousin"):
            op.execute(
                f"ALTER TABLE {table} ADD COLUMN head tsvector"
                " GENERATED ALWAYS AS (ts_filter(document, '{a,b}')) STORED"
            )


def _note_gifts() -> None:
    """Note the projects whose report, as sent, names something given: a title or an address."""
    bind = op.get_bind()
    report = sa.table("report", sa.column("application_id"), sa.column("state"), sa.column("answers", sa.JSON))
    application = sa.table("application", sa.column("id"), sa.column("project_id"))
    project = sa.table("project", sa.column("id"), sa.column("gave_commons", sa.Boolean))
    sent = sa.select(application.c.project_id, report.c.answers).join_from(
        report, application, application.c.id == report.c.application_id
    )
    for number, answers in bind.execute(sent.where(report.c.state == "sent")).all():
        said = [answers.get(f"gift_{row}_{part}") for row in range(1, 10) for part in ("title", "link")]
        if number is not None and any(isinstance(each, str) and each.strip() for each in said):
            bind.execute(sa.update(project).where(project.c.id == number).values(gave_commons=True))


def downgrade() -> None:
    """Drop them; only the mark of commons cannot be read elsewhere than in reports."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("search_project", "search_cousin"):
            op.execute(f"ALTER TABLE {table} DROP COLUMN head")
    op.drop_table("known_word")
    op.drop_table("project_facets")
    op.drop_column("project", "gave_commons")
