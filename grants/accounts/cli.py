"""Commands about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import AppGroup

from grants.accounts import services
from grants.accounts.queries import person_by_email
from grants.accounts.services.team import remove_from_staff
from grants.db import db
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from grants.accounts.models import Person

HELD_BACK = {
    "not_staff": "this person does not work for the town",
    "last_admin": "this is the last administrator: invite another one first",
}

admin = AppGroup("admin", help="People who work for the town.")


@admin.command("invite")
@click.argument("mail")
@click.option("--role", type=click.Choice(["staff", "admin"]), default="staff", show_default=True)
def invite(mail: str, role: str) -> None:
    """Print a one-time link that gives MAIL a role for seven days."""
    try:
        address = validate_email(mail, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        message = f"“{mail}” is not an e-mail address: {error}"
        raise click.ClickException(message) from error
    token = services.invite(address, role)
    db.session.commit()
    click.echo(f"{current_app.extensions['settings'].base_url}/invitation/{token}")


@admin.command("bank")
@click.argument("mail")
@click.option("--off", is_flag=True, help="Take the sight away.")
def bank(mail: str, off: bool) -> None:  # noqa: FBT001 - an option of the command
    """Let MAIL, of the staff, see account numbers in full; the audit log keeps who may since when."""
    person = person_by_email(mail)
    if person is None or not person.works_here:
        message = f"“{mail}” does not work for the town: invite them first"
        raise click.ClickException(message)
    services.let_see_accounts(person, "command", sees=not off)
    db.session.commit()
    click.echo("no longer sees account numbers" if off else "sees account numbers")


@admin.command("remove")
@click.argument("mail")
def remove(mail: str) -> None:
    """Take MAIL out of the staff: role, sessions, offers of a role; the next page of any of their browsers is shut."""
    person = _known(mail)
    try:
        remove_from_staff(person, "command")
    except RuleError as error:
        raise click.ClickException(HELD_BACK[error.code]) from error
    db.session.commit()
    click.echo("no longer works for the town")


@admin.command("reset-factor")
@click.argument("mail")
def reset_factor(mail: str) -> None:
    """Take away every second factor of MAIL, who lost them all, and end their sessions; they begin anew by mail."""
    person = _known(mail)
    services.reset_factor(person, "command")
    db.session.commit()
    click.echo("signs in by mail again, and sets another factor")


def _known(mail: str) -> Person:
    """Return whoever has that address, or end the command."""
    person = person_by_email(mail)
    if person is None:
        message = f"nobody is known as “{mail}”"
        raise click.ClickException(message)
    return person
