"""Commands for whoever runs an instance: the database, the queue, and a check of the whole."""

from __future__ import annotations

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import AppGroup

from grants.jobs import current_jobs
from grants.operations import queries
from grants.settings import ROOT

database = AppGroup("db", help="The database's tables.")
jobs = AppGroup("jobs", help="The job queue.")


def alembic_config() -> Config:
    """Point Alembic at the migrations and at this instance's database."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = current_app.extensions["settings"].database_url
    return config


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to REVISION (the newest by default)."""
    command.upgrade(alembic_config(), revision)


@database.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Bring the tables back to REVISION."""
    command.downgrade(alembic_config(), revision)


@jobs.command("run")
def run_jobs() -> None:
    """Work through the queue until stopped."""
    current_jobs().run()


@click.command("check")
def check() -> None:
    """Say one line each for settings, database, SQLite, mail, disk, Pango and queue."""
    findings = queries.findings(current_app.extensions["settings"])
    for finding in findings:
        click.echo(f"{'ok  ' if finding.fine else 'FAIL'} {finding.name}: {finding.words}")
    if not all(finding.fine for finding in findings):
        raise SystemExit(1)
