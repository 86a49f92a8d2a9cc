"""Commands about projects."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from grants.db import db
from grants.projects.services import index_all

projects = AppGroup("projects", help="Public projects.")


@projects.command("index")
def index() -> None:
    """Make the search index again from every public project."""
    total = index_all()
    db.session.commit()
    click.echo(f"{total} projects are in the search index.")
