"""The evening's lists as spreadsheets: where each one sits, the versions of the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort
from flask_babel import gettext as _

from grants.plenary.queries import programme_of, programme_page, programmes_of
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.sheets import INTEGER, MOMENT, Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Programme
    from grants.plenary.queries import ProgrammePage
    from grants.sheets import Cell

PLACE = "/gestion/pleniere/<int(max=9999):year>"


@bp.get(f"{PLACE}/programme.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def versions_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the versions of the programme with what each reaches, in parts of ten thousand of the bound."""
    plenary = asked_plenary(year)
    columns = (
        Column(_("Version"), INTEGER),
        Column(_("Calculée le"), MOMENT),
        Column(_("Part du possible atteinte, en %")),
        Column(_("La soirée la moins riche, en %\u00a0d’une soirée ordinaire")),
        Column(_("Besoins qui trouvent une réponse à table"), INTEGER),
        Column(_("Montrée")),
    )
    rows = (_version(made, plenary.published_version) for made in programmes_of(plenary))
    return sent(Table(_("Les versions du programme"), columns, rows), ending, f"pleniere-{year}-versions")


@bp.get(f"{PLACE}/programme/<int(max=2147483647):number>.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def version_sheet(year: int, number: int, ending: str) -> ResponseReturnValue:
    """Give the table of each person in each round of one version."""
    plenary = asked_plenary(year)
    page = programme_page(plenary, programme_of(plenary, number) or abort(404))
    rounds = (Column(_("Tour %(number)s", number=each), INTEGER) for each in page.rounds)
    table = Table(_("Qui est où"), (Column(_("Nom")), Column(_("Projets")), *rounds), _places(page))
    return sent(table, ending, f"pleniere-{year}-programme-{number}")


def _places(page: ProgrammePage) -> Iterator[tuple[Cell, ...]]:
    """Give one line a person: the number of the table in each round, nothing when absent."""
    for guest, places in page.index:
        projects = " ; ".join(project.title for project in guest.projects)
        yield (guest.participant.name or guest.who, projects, *(place or None for place in places))


def _version(made: Programme, published: int | None) -> tuple[Cell, ...]:
    """Give what one version reaches, and whether it is the one everybody sees."""
    figures = made.notes.get("figures", {})
    reached, poorest = _share(made.value, made.bound), _share(made.poorest, figures.get("median", 0.0))
    shown = _("Publiée") if made.version == published else ""
    return (made.version, made.at, reached, poorest, figures.get("needs"), shown)


def _share(value: float, bound: float) -> str:
    """Write what a programme reaches of what any could, in percent."""
    return f"{int(100 * value / bound)}" if bound else ""
