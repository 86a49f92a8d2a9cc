"""Commands of the evening: build its programme, print its booklet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.pdf import PdfUnavailable
from grants.plenary import programme_words, services, wording
from grants.plenary.forms import words_of
from grants.plenary.prints import catalogue
from grants.plenary.queries import booklet_content, call_of, programme_page

if TYPE_CHECKING:
    from grants.plenary.models import Plenary, Programme
    from grants.plenary.queries import Guest, ProgrammePage

plenary = AppGroup("plenary", help="The evening when projects meet.")

MOST_SECONDS = 600.0
MOST_SEED = 2**31 - 1


@plenary.command("build")
@click.argument("year", type=click.IntRange(1900, 2200))
@click.option(
    "--seconds", type=click.FloatRange(0.1, MOST_SECONDS), default=5.0, help="The most time to look for seats."
)
@click.option("--seed", type=click.IntRange(0, MOST_SEED), default=1, help="Another number gives another programme.")
@click.option("--scheme", help="Name of the scheme, when a year has several calls.")
@click.option("--draft", is_flag=True, help="Do not show this version to everybody.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole programme as JSON.")
def build(  # noqa: PLR0913 - one argument for each option
    year: int, seconds: float, seed: int, scheme: str | None, *, draft: bool, as_json: bool
) -> None:
    """Order the presentations of YEAR, and seat everybody over the rounds so that those who should meet do."""
    try:
        evening = services.prepare(call_of(year, scheme))
        plan = services.plan_programme(evening)
        db.session.commit()
        made = services.keep_programme(evening, services.seat_people(plan, seconds=seconds, seed=seed))
    except RuleError as error:
        db.session.rollback()
        raise click.ClickException(words_of(error)) from error
    if not draft:
        services.publish(made)
    db.session.commit()
    page = programme_page(evening, made)
    click.echo(json.dumps(_whole(evening, made, page), ensure_ascii=False) if as_json else _summary(made, page))


@plenary.command("booklet")
@click.argument("year", type=click.IntRange(1900, 2200))
@click.option("--format", "edition", type=click.Choice(tuple(catalogue.PRINTS)), default="a5")
@click.option("--scheme", help="Name of the scheme, when a year has several calls.")
@click.option("-o", "output", type=click.Path(path_type=Path), required=True, help="The PDF file to write.")
def booklet(year: int, edition: str, scheme: str | None, output: Path) -> None:
    """Print the booklet of YEAR from its published programme, or else its newest."""
    settings = current_app.extensions["settings"]
    try:
        content = booklet_content(call_of(year, scheme), settings.base_url)
        db.session.rollback()
        output.write_bytes(catalogue.make(content, edition, settings.var / "booklet"))
    except RuleError as error:
        raise click.ClickException(words_of(error)) from error
    except OSError as error:
        message = f"{output}: {error.strerror or error}"
        raise click.ClickException(message) from error
    except PdfUnavailable as error:
        raise click.ClickException(str(error)) from error
    click.echo(_("%(file)s\u00a0: livret de %(projects)s projets.", file=output, projects=len(content.projects)))


def _summary(made: Programme, page: ProgrammePage) -> str:
    names = {number: guest.participant.name for number, guest in page.guests.items()}
    presented = sum(len(order.passages) for order in page.order)
    lines = [
        _(
            "Version %(version)s\u00a0: %(people)s personnes, %(tables)s tables, %(rounds)s tours.",
            version=made.version,
            people=len(page.guests),
            tables=made.notes["tables"],
            rounds=len(page.rounds),
        ),
        f"{programme_words.reach_words(made)} ({made.value:.1f} / {made.bound:.1f}).",
        programme_words.fairness_words(made, names),
        _("%(projects)s présentations en %(blocks)s séries.", projects=presented, blocks=len(page.order)),
        *(programme_words.concession_words(each, names) for each in made.notes["concessions"]),
        *(wording.caution_words(caution) for caution in page.schedule.cautions),
    ]
    return "\n".join(str(line) for line in lines if line)


def _whole(evening: Plenary, made: Programme, page: ProgrammePage) -> dict[str, Any]:
    """Return a programme as plain data; people are numbered from 0 in `people`."""
    guests = list(page.guests.values())
    number = {guest.participant.id: place for place, guest in enumerate(guests)}
    return {
        "year": evening.call.year,
        "scheme": evening.call.scheme,
        "version": made.version,
        "seed": made.seed,
        "value": made.value,
        "bound": made.bound,
        "poorest": made.poorest,
        "people": [_person(guest) for guest in guests],
        "rounds": [
            [[number[guest.participant.id] for guest in table.people] for table in tables]
            for tables in page.rounds.values()
        ],
        "running_order": [
            {"position": passage.position, "block": passage.block, "project": passage.project.slug}
            for order in page.order
            for passage in order.passages
        ],
        "schedule": [
            {"kind": moment.kind, "starts": f"{moment.starts:%H:%M}", "ends": f"{moment.ends:%H:%M}"}
            for moment in page.schedule.moments
        ],
        "cautions": [wording.caution_words(caution) for caution in page.schedule.cautions],
        "concessions": made.notes["concessions"],
        "figures": made.notes["figures"],
    }


def _person(guest: Guest) -> dict[str, Any]:
    return {"who": guest.who, "projects": [project.slug for project in guest.projects]}
