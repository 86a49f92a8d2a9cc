"""Commands about what is held of people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.retention import CLOCKS, Step
from grants.privacy import queries, services
from grants.settings import current_settings

if TYPE_CHECKING:
    from datetime import datetime

privacy = AppGroup("privacy", help="What is held of people.")
SAID = {
    Step.WAIT: "waits",
    Step.FIRST: "first warning to give",
    Step.SECOND: "second warning to give",
    Step.ENDED: "ended",
}
WHY = {
    "still_staff": "they work for the town: take their role away first",
    "payment_waiting": "a payment of file {file} still has to reach them",
}


@privacy.command("erase")
@click.argument("mail")
@click.option("--yes", is_flag=True, help="Ask nothing.")
def erase(mail: str, yes: bool) -> None:  # noqa: FBT001 - an option of the command
    """Erase whoever has the address MAIL, everywhere, for good."""
    if not yes:
        click.confirm(f"Erase all that is held of {mail}? Nothing brings it back", abort=True)
    try:
        erased = services.erase(mail, "command")
    except RuleError as error:
        db.session.rollback()
        raise click.ClickException(WHY[error.code].format(**error.figures)) from error
    db.session.commit()
    files = services.tidy_files(current_settings().var, erased)
    tidied = services.tidy_disk()
    for table, rows in erased.rows.items():
        click.echo(f"{rows:6d}  {table}")
    click.echo(f"{files:6d}  files beside the database")
    for book, number in erased.lines:
        click.echo(f"line {number} of {book} names them, and no line of it is ever changed", err=True)
    if not tidied:
        click.echo("the database was busy: run `privacy tidy` when it is quiet, for the bytes it left behind", err=True)


@privacy.command("again")
@click.option("--list", "erasures", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--nobody", is_flag=True, help="Nobody was erased since the backup: open the site.")
def again(erasures: Path | None, nobody: bool) -> None:  # noqa: FBT001 - an option of the command
    """Erase anew whoever a backup put back brought back, then open the site that was shut until then."""
    var = current_settings().var
    if services.is_shut(var) and not (erasures or nobody):
        message = "say who was erased since: --list erasures.txt, in its newest version, or --nobody"
        raise click.ClickException(message)
    done = services.erase_again(var, lists=[erasures] if erasures else [])
    db.session.commit()
    services.reopen(var)
    say_again(done)
    if done.done:
        services.tidy_disk()


def say_again(done: services.Again) -> None:
    """Say how many were erased again, and how many wait."""
    click.echo(f"{done.done} erased again")
    if done.waiting:
        message = f"{done.waiting} cannot go yet (staff, or a payment waits): erase them when it is settled"
        click.echo(message, err=True)


@privacy.command("clocks")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As if it were that day.")
def clocks(day: datetime | None) -> None:
    """Tell what comes to the end of its time and what today asks for; change nothing (`jobs daily` does it)."""
    for clock in CLOCKS:
        for due in queries.ending(clock, day.date() if day else None):
            click.echo(f"{clock.key:8} {due.subject:18} since {due.since}  ends {due.ends}  {SAID[due.step]}")


@privacy.command("tidy")
def tidy() -> None:
    """Have the database give up the bytes of what was deleted."""
    if not services.tidy_disk():
        message = "the database is busy"
        raise click.ClickException(message)
