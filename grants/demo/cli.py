"""The command that fills an instance with a demonstration year."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from grants.calls.queries import last_call
from grants.db import db, now
from grants.demo.commons import load_commons
from grants.demo.services import load_year
from grants.demo.stages import Stage
from grants.domain.errors import RuleError

demo = AppGroup("demo", help="A believable year in an invented town.")

NEXT_YEAR_FILES = 14


@demo.command("load")
@click.option("--projects", type=click.IntRange(1, 5000), default=48, show_default=True, help="How many files.")
@click.option("--year", type=click.IntRange(1900, 2198), help="Year of the call (this one by default).")
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="The same seed gives the same year."
)
@click.option(
    "--stage",
    type=click.Choice([stage.value for stage in Stage]),
    default="plenary",
    show_default=True,
    help="How far the year has gone.",
)
@click.option("--if-empty", is_flag=True, help="Only without any call yet; opens the next year's call as well.")
@click.option("--communs", is_flag=True, help="Opens a call for commons as well, beside the last call loaded.")
def load(projects: int, year: int | None, seed: int, stage: str, **also: bool) -> None:
    """Make a year of projects, up to the stage asked for."""
    year = year or now().year
    if also["if_empty"] and last_call() is not None:
        return
    _load(year, Stage(stage), projects, seed)
    if also["if_empty"]:
        _load(year + 1, Stage.OPEN, NEXT_YEAR_FILES, seed)
    if also["communs"] and (also["if_empty"] or stage != Stage.DRAFT):
        files = load_commons(year + 1 if also["if_empty"] else year)
        db.session.commit()
        click.echo(f"Appel à communs : {len(files)} dossiers.")


def _load(year: int, stage: Stage, projects: int, seed: int) -> None:
    """Load one year and say so."""
    town = current_app.extensions["settings"].territory
    try:
        loaded = load_year(year, stage, count=projects, seed=seed, town_key=town)
    except RuleError as error:
        db.session.rollback()
        message = f"There is a call for {year} here already; choose another --year, or start from an empty folder."
        raise click.ClickException(message if error.code == "call_exists" else str(error)) from error
    db.session.commit()
    click.echo(f"{loaded.year} ({stage}) : {loaded.files} dossiers, {loaded.public} projets publics.")
