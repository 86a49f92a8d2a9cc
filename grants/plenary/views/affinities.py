"""Who should meet whom and why, for staff: every pair with its reasons, and what each criterion weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.importance import CRITERIA
from grants.plenary import services, wording
from grants.plenary.forms import words_of
from grants.plenary.forms.importance import ImportanceForm, levels_in
from grants.plenary.queries.affinities import AffinitiesPage
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.sheets import Column, Table, sent
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary
    from grants.plenary.queries.affinities import Pair
    from grants.projects.models import Project
    from grants.sheets import Cell

PLACE = "/gestion/pleniere/<int(max=9999):year>"
UNPROCESSABLE = 422
MOST_PAGES = 100_000


@bp.get(f"{PLACE}/affinites")
@open_to(STAFF, EVENING)
def affinities(year: int) -> ResponseReturnValue:
    """Show the pairs with their reasons; levels in the address are tried, and their effect shown."""
    return _page(asked_plenary(year))


@bp.post(f"{PLACE}/affinites")
@open_to(STAFF, EVENING)
def weigh(year: int) -> ResponseReturnValue:
    """Try other levels, or keep them."""
    plenary = asked_plenary(year)
    form = ImportanceForm()
    if not form.validate():
        return _page(plenary, form), UNPROCESSABLE
    if "keep" not in request.form:
        tried: dict[str, Any] = form.levels()
        return redirect(url_for("plenary.affinities", year=year, _anchor="effet", **tried))
    try:
        services.set_importance(plenary, form.levels(), form.seen_levels(), g.person)
    except RuleError as error:
        db.session.rollback()
        flash(words_of(error), "error")
    else:
        db.session.commit()
        flash(_("C’est gardé. Le prochain programme calculé en tiendra compte."), "success")
    return redirect(url_for("plenary.affinities", year=year))


def _page(plenary: Plenary, form: ImportanceForm | None = None) -> str:
    page = _asked(plenary)
    number = min(max(request.args.get("page", 1, type=int), 1), page.pages)
    return render_template(
        "plenary/affinities/page.html",
        call=plenary.call,
        page=page,
        number=number,
        form=form or ImportanceForm.showing(page.levels, page.kept),
        criteria=CRITERIA,
        address=_address(page),
        words=wording,
        who=_who,
        town=territory(plenary.call.territory),
    )


def _asked(plenary: Plenary) -> AffinitiesPage:
    """Read the pairs that the address asks for."""
    return AffinitiesPage(plenary, levels_in(request.args), request.args.get("projet", ""))


def _address(page: AffinitiesPage) -> dict[str, str]:
    """Return what to keep in the addresses of the page: the levels tried, the project chosen."""
    tried = {name: level for name, level in page.levels.items() if level != page.kept[name]}
    return tried | ({"projet": page.project.slug} if page.project else {})


@bp.get(f"{PLACE}/affinites.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def affinities_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give every pair with its reasons, of the project and at the levels of the address."""
    plenary = asked_plenary(year)
    heads = (_("Projet"), _("Association"), _("Rencontrer"), _("Association"), _("Les raisons"), _("Déjà"))
    rows = _rows(plenary, _asked(plenary).pairs())
    return sent(Table(_("Les affinités"), tuple(map(Column, heads)), rows), ending, f"pleniere-{year}-affinites")


@bp.get(f"{PLACE}/affinites-effet.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def effect_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the projects whose closest ones would change at the levels of the address."""
    columns = map(Column, (_("Projet"), _("Se rapprochent"), _("S’éloignent")))
    rows = (
        (change.project.title, _titles(change.come), _titles(change.go))
        for change in _asked(asked_plenary(year)).changes()
    )
    return sent(Table(_("L’effet"), tuple(columns), rows), ending, f"pleniere-{year}-affinites-effet")


def _rows(plenary: Plenary, pairs: list[Pair]) -> Iterator[tuple[Cell, ...]]:
    town = territory(plenary.call.territory)
    for pair in pairs:
        reasons = " ".join(wording.short_sentence(wording.kept(reason), town) for reason in pair.reasons)
        known = wording.known_words(pair.known)
        yield (pair.one.title, _who(pair.one), pair.other.title, _who(pair.other), reasons, known)


def _titles(projects: tuple[Project, ...]) -> str:
    return " ; ".join(project.title for project in projects)


def _who(project: Project) -> str:
    return project.carried_group or project.association.name
