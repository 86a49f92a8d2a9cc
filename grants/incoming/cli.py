"""The command that imports past years."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from grants.db import db
from grants.domain.money import format_euros
from grants.incoming.services import import_history
from grants.incoming.sheets import UnreadableFileError
from grants.incoming.wording import in_words

if TYPE_CHECKING:
    from grants.incoming.services.reading import Report

history = AppGroup("history", help="Past years' grants.")

SHOWN_REMARKS = 20
LONGEST_SCHEME = 100


def short(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    """Hold a name to what a page can show."""
    if name is not None and not 0 < len(name.strip()) <= LONGEST_SCHEME:
        message = f"between 1 and {LONGEST_SCHEME} characters"
        raise click.BadParameter(message)
    return name and name.strip()


@history.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(1900, 2200), help="Year of every grant of the file.")
@click.option("--scheme", callback=short, help="Name of the scheme these grants belong to.")
@click.option("--dry-run", is_flag=True, help="Report, and write nothing.")
@click.option("--report", "report_file", type=click.Path(path_type=Path), help="Write the whole report as JSON.")
def import_file(file: Path, year: int | None, scheme: str | None, *, dry_run: bool, report_file: Path | None) -> None:
    """Import past grants from FILE (csv, xlsx, xls, ods), as it is; a second import changes nothing."""
    town = current_app.extensions["settings"].territory
    try:
        report = import_history(file, town, year=year, scheme=scheme, dry_run=dry_run)
    except UnreadableFileError as error:
        raise click.ClickException(str(error)) from error
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    _show(report)
    if report_file is not None:
        try:
            report_file.write_text(json.dumps(in_words(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            message = f"{report_file}: {error.strerror}"
            raise click.ClickException(message) from error


def _show(report: Report) -> None:
    """Print the sums, then the first remarks, those left out before those imported with a remark."""
    told = in_words(report)
    click.echo(
        f"{report.lines} lignes lues, {report.imported} aides importées pour {format_euros(report.total_cents)}, "
        f"{report.already_there} déjà présentes, {len(told['refused'])} non importées."
    )
    for each in told["refused"][:SHOWN_REMARKS]:
        click.echo(f"  ligne {each['line']} laissée de côté ({each['field']}) : {each['reason']} {each['given']}")
    for each in told["flagged"][:SHOWN_REMARKS]:
        click.echo(f"  ligne {each['line']} à vérifier ({each['field']}) : {each['reason']} {each['given']}")
    rest = len(told["flagged"]) - SHOWN_REMARKS
    if rest > 0:
        click.echo(f"  … et {rest} autres lignes à vérifier : --report FICHIER.json les donne toutes.")
