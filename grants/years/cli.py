"""The archive of a year from a terminal."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from grants.years.archive.bundle import write_folder, write_zip
from grants.years.queries import year_whole

years = AppGroup("years", help="The years: their archives.")


@years.command("archive")
@click.argument("year", type=click.IntRange(1900, 2200))
@click.argument("target", metavar="FOLDER|FILE.zip", type=click.Path(path_type=Path))
def archive(year: int, target: Path) -> None:
    """Write everything public of YEAR into a folder or a ZIP that opens without this software, in thirty years."""
    found = year_whole(year)
    if found is None:
        message = f"No call is known for {year}."
        raise click.ClickException(message)
    write = write_zip if target.suffix.lower() == ".zip" else write_folder
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        projects = max(write(target, found), default=0)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}."
        raise click.ClickException(message) from error
    click.echo(f"{target}: {projects} projects of {year}.")
