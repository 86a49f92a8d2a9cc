"""The command about data out."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from grants.opendata.export import export

opendata = AppGroup("opendata", help="Open data.")


@opendata.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def export_files(folder: Path) -> None:
    """Write every open file into DIR, with a manifest (licence, date, checksums)."""
    try:
        written = export(folder)
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror or error}."
        raise click.ClickException(message) from error
    for each in written:
        click.echo(f"{each.name}: {each.records} records, {each.size} bytes")
        if each.shorter:
            click.echo(f"Warning: {each.name} held {each.before} records before.", err=True)
