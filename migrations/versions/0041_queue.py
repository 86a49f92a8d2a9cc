"""With PostgreSQL the queue is in the database: what one web machine asks, the worker of another does."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLES = {
    "huey_kv": "queue text NOT NULL, key text NOT NULL, value bytea NOT NULL, PRIMARY KEY (queue, key)",
    "huey_schedule": "id bigserial PRIMARY KEY, queue text NOT NULL, data bytea NOT NULL, "
    "timestamp double precision NOT NULL",
    "huey_task": "id bigserial PRIMARY KEY, queue text NOT NULL, data bytea NOT NULL, "
    "priority double precision NOT NULL DEFAULT 0",
    "huey_counter": "queue text NOT NULL, key text NOT NULL, value bigint NOT NULL DEFAULT 0, PRIMARY KEY (queue, key)",
}
"""As huey's own PostgresStorage makes them."""


def upgrade() -> None:
    """Make the tables of the queue; with SQLite it has a file of its own."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns})")
    op.execute("CREATE INDEX huey_schedule_queue_timestamp ON huey_schedule (queue, timestamp)")
    op.execute("CREATE INDEX huey_task_queue_priority_id ON huey_task (queue, priority DESC, id)")


def downgrade() -> None:
    """Forget the queue: mails are in the outbox, and daily work looks at what is due."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in TABLES:
        op.execute(f"DROP TABLE {name}")
