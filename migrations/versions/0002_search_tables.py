"""The index of public projects: FTS5 on SQLite, a tsvector on PostgreSQL (see grants/projects/search.py)."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; projects already public are indexed by `flask projects index`."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search_project (project_id INTEGER PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,"
            " document tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX search_project_document ON search_project USING gin (document)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_project USING fts5(title, names, body,"
            " tokenize = \"unicode61 remove_diacritics 0\", prefix = '2 3 4')"
        )


def downgrade() -> None:
    """Drop the index; nothing in it is the only copy."""
    op.execute("DROP TABLE search_project")
