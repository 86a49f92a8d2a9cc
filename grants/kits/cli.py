"""The commands that give a call away as a kit, and open one."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from grants.calls.queries import call_at
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.kit_archive import LARGEST_KIT, pack, unpack
from grants.kits.queries import kit_of
from grants.kits.services import open_kit
from grants.kits.wording import said, why_left

calls = AppGroup("calls", help="Calls, given to other towns and taken from them.")


@calls.command("export")
@click.argument("year", type=click.IntRange(1900, 2200))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--scheme", default="", help="Which call of that year; the main one otherwise.")
def export_kit(year: int, file: Path, scheme: str) -> None:
    """Write the call of YEAR into FILE as an open kit."""
    call = call_at(year, scheme)
    if call is None or call.imported:
        message = f"No call of {year} can be given away."
        raise click.ClickException(message)
    try:
        file.write_bytes(pack(kit_of(call)))
    except OSError as error:
        message = f"{file}: {error.strerror}."
        raise click.ClickException(message) from error
    click.echo(f"{file}: {call.title}")


@calls.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2190), help="Year of the new call; that of the kit otherwise.")
@click.option("--with-letters", is_flag=True, help="Take the letters too, where this town has not its own.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and write nothing.")
def import_kit(file: Path, year: int | None, *, with_letters: bool, dry_run: bool) -> None:
    """Open the call of a kit, beside those that are there."""
    try:
        with file.open("rb") as opened_file:
            content = opened_file.read(LARGEST_KIT + 1)
    except OSError as error:
        message = f"{file}: {error.strerror}."
        raise click.ClickException(message) from error
    try:
        kit = unpack(content)
        town = current_app.extensions["settings"].territory
        opened = open_kit(kit, year or kit.year, town, None, with_letters=with_letters)
    except RuleError as error:
        db.session.rollback()
        raise click.ClickException(said(error)) from error
    click.echo(f"{opened.call.title} ({opened.call.scheme}, {opened.call.year}), {len(opened.letters)} lettres")
    for template, language, code in opened.left:
        click.echo(f"  {template}.{language} : {why_left(code)}")
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
