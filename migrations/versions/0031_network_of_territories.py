"""The network of territories: whom we read, their projects, and those of ours they are cousins of."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and the index of words."""
    op.create_table(
        "neighbour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("last_fetched", INSTANT, nullable=True),
        sa.Column("next_fetch", INSTANT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('asked', 'seen', 'linked', 'ended')", name=op.f("ck_neighbour_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbour")),
        sa.UniqueConstraint("address", name=op.f("uq_neighbour_address")),
    )
    op.create_table(
        "cousin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("neighbour_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("hook", sa.String(), nullable=False),
        sa.Column("association", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("themes", sa.String(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("updated", sa.String(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["neighbour_id"], ["neighbour.id"], name=op.f("fk_cousin_neighbour_id_neighbour"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cousin")),
        sa.UniqueConstraint("neighbour_id", "key", name=op.f("uq_cousin_neighbour_id_key")),
    )
    op.create_table(
        "cousinage",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("cousin_id", sa.Integer(), nullable=False),
        sa.Column("nearness", sa.Float(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_cousinage_project_id_project"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["cousin_id"], ["cousin.id"], name=op.f("fk_cousinage_cousin_id_cousin"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "cousin_id", name=op.f("pk_cousinage")),
    )
    op.create_index(op.f("ix_cousinage_cousin_id"), "cousinage", ["cousin_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search_cousin (cousin_id INTEGER PRIMARY KEY REFERENCES cousin (id) ON DELETE CASCADE,"
            " document tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX search_cousin_document ON search_cousin USING gin (document)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_cousin USING fts5(title, names, body,"
            " tokenize = \"unicode61 remove_diacritics 0\", prefix = '2 3 4')"
        )


def downgrade() -> None:
    """Drop them; all that is in them can be read again at its source."""
    op.execute("DROP TABLE search_cousin")
    op.drop_table("cousinage")
    op.drop_table("cousin")
    op.drop_table("neighbour")
