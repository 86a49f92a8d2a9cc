"""Commands for whoever runs an instance: the database, the queue, and a check of the whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from grants.db import db
from grants.jobs import current_jobs
from grants.operations import backup, queries
from grants.operations.errors import BackupError
from grants.privacy import services as privacy
from grants.privacy.cli import say_again
from grants.projects.services import index_all, needs_index
from grants.settings import ROOT, current_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from alembic.config import Config

database = AppGroup("db", help="The database's tables.")
jobs = AppGroup("jobs", help="The job queue.")
backups = AppGroup("backup", help="Backups of the whole instance.")
NOT_TOLD = (
    "No list tells who was erased since this backup: every page stays shut. Run `privacy again --list erasures.txt`"
    " with the newest list you keep, or `privacy again --nobody`."
)
IDENTITY = click.option(
    "--identity",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of the identity (age-keygen) a sealed backup opens with.",
)


def alembic_config() -> Config:
    """Point Alembic at the migrations and at this instance's database."""
    from alembic.config import Config  # noqa: PLC0415 - a fifth of the time to start, and served pages need none of it

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = current_app.extensions["settings"].database_url
    return config


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to REVISION (the newest by default), and the search index with them."""
    from alembic import command  # noqa: PLC0415

    command.upgrade(alembic_config(), revision)
    if revision == "head" and needs_index():
        index_all()
        db.session.commit()


@database.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Bring the tables back to REVISION."""
    from alembic import command  # noqa: PLC0415

    command.downgrade(alembic_config(), revision)


@jobs.command("run")
def run_jobs() -> None:
    """Work through the queue until stopped."""
    current_jobs().run()


@jobs.command("daily")
def run_daily_jobs() -> None:
    """Do now what is done each morning: reminders, digests."""
    current_jobs().run_daily()


@backups.command("create")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def create_backup(file: Path) -> None:
    """Write every row into FILE as it stands at one instant, sealed when `backup_recipient` is set."""
    _tell(file, lambda: backup.create(file))


@backups.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@IDENTITY
@click.option(
    "--erasures",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The marks of those erased (erasures.txt), in its newest version; found by itself beside FILE or the data.",
)
@click.option("--nobody-erased", "nobody", is_flag=True, help="Nobody was erased since the backup was made.")
def restore_backup(file: Path, identity: Path | None, erasures: Path | None, nobody: bool) -> None:  # noqa: FBT001 - an option
    """Put the rows of FILE back into an empty instance, on either database, and erase anew whoever was erased since.

    Both in one transaction. When no list tells who was erased, the site stays shut until `privacy again` is told.
    """
    var = current_settings().var
    _tell(file, lambda: backup.restore(file, identity))
    lists = [each for each in (erasures, file.parent / privacy.LIST) if each is not None]
    unknown = not (nobody or erasures or privacy.newest([*lists, var / privacy.LIST]))
    if unknown:
        privacy.shut(var)
    done = privacy.erase_again(var, lists=lists)
    db.session.commit()
    say_again(done)
    if done.done:
        privacy.tidy_disk()
    if unknown:
        click.echo(NOT_TOLD, err=True)


@backups.command("verify")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@IDENTITY
def verify_backup(file: Path, identity: Path | None) -> None:
    """Read FILE whole and hold each table to its sum."""
    _tell(file, lambda: backup.verify(file, identity))


def _tell(file: Path, verb: Callable[[], backup.Contents]) -> None:
    """Do a verb on a backup and say what it holds, or why it could not be done."""
    try:
        contents = verb()
    except BackupError as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error
    rows = sum(contents.rows.values())
    click.echo(f"{file}: {rows} rows in {len(contents.rows)} tables, made {contents.made_at}, sound.")


@click.command("check")
def check() -> None:
    """Say one line each for settings, database, clock, front, mail and its domain, staff, disk, Pango, queue, law."""
    findings = queries.findings(current_app.extensions["settings"])
    for finding in findings:
        click.echo(f"{'ok  ' if finding.fine else 'FAIL'} {finding.name}: {finding.words}")
    if not all(finding.fine for finding in findings):
        raise SystemExit(1)
