"""What is printed: asked for by staff, made by the press behind, found again by whoever comes back to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, current_app, flash, g, redirect, render_template, send_file, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.budget.services import actor_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.jobs import current_jobs
from grants.plenary.forms import PrintForm, words_of
from grants.plenary.hours import hour
from grants.plenary.prints.catalogue import PRINTS
from grants.plenary.prints.plan import drawn
from grants.plenary.prints.text import address, who
from grants.plenary.prints.twin import shown
from grants.plenary.queries import booklet_content, prints_of, progress_of, published_programme
from grants.plenary.services import printing
from grants.plenary.views import bp
from grants.plenary.views.public import PUBLIC_EDITIONS, asked_plenary
from grants.security import EVENING, EVERYONE, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary
    from grants.settings import Settings

PDF = "application/pdf"
ZIP = "application/zip"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@bp.route("/gestion/pleniere/<int(max=9999):year>/impressions", methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def prints(year: int) -> ResponseReturnValue:
    """Show all that can be printed and how far the press is; start it."""
    plenary = asked_plenary(year)
    form = PrintForm()
    if form.validate_on_submit():
        number = plenary.id
        printing.ask(plenary, [form.kind.data or ""], actor_of(g.person))
        db.session.commit()
        _start(number)
        return redirect(url_for("plenary.prints", year=year))
    return _page(plenary, form), 422 if form.errors else 200


def _start(number: int) -> None:
    """Have the press work for that evening; a queue that cannot be written is said, what was asked stays asked."""
    settings = _settings()
    if not current_jobs().soon("print_asked", number, settings.base_url, str(settings.var)):
        flash(_("L’impression n’a pas pu démarrer. Réessayez dans une minute."), "error")


def _page(plenary: Plenary, form: PrintForm) -> str:
    rows = prints_of(plenary)
    try:
        content, trouble = booklet_content(plenary.call, _settings().base_url), ""
    except RuleError as error:
        content, trouble = None, words_of(error)
    return render_template(
        "plenary/prints/desk.html",
        call=plenary.call,
        plenary=plenary,
        form=form,
        catalogue=PRINTS,
        bundle=printing.BUNDLE,
        rows=rows,
        progress=progress_of(rows.values()),
        mark=printing.mark_of(content) if content else "",
        trouble=trouble,
        failed=printing.FAILED,
    )


@bp.get("/gestion/pleniere/<int(max=9999):year>/imprimer/<kind>.pdf")
@open_to(STAFF, EVENING)
def print_out(year: int, kind: str) -> ResponseReturnValue:
    """Give a print that the press made."""
    return _given(year, kind, PDF) if kind in PRINTS else abort(404)


@bp.get("/gestion/pleniere/<int(max=9999):year>/imprimer/soiree-sans-reseau.zip")
@open_to(STAFF, EVENING)
def print_bundle(year: int) -> ResponseReturnValue:
    """Give the evening without network."""
    return _given(year, printing.BUNDLE, ZIP)


def _given(year: int, kind: str, mime: str) -> ResponseReturnValue:
    plenary = asked_plenary(year)
    row = prints_of(plenary).get(kind)
    kept = printing.file_of(plenary, kind, row.version if row else None, _settings().var)
    if row is None or not kept.is_file():
        flash(_("Cet imprimé n’est pas encore prêt\u00a0: préparez-le d’abord."), "error")
        return redirect(url_for("plenary.prints", year=year))
    return send_file(kept, mime, download_name=f"pleniere-{year}-{kind}{kept.suffix}")


@bp.get("/pleniere/<int(max=9999):year>/livret-<edition>.pdf")
@open_to(EVERYONE)
def booklet(year: int, edition: str) -> ResponseReturnValue:
    """Give the booklet of the published programme, once staff had it printed."""
    plenary = asked_plenary(year)
    if edition not in PUBLIC_EDITIONS or not printing.is_printed(plenary, edition, _settings().var):
        abort(404)
    kept = printing.file_of(plenary, edition, plenary.published_version, _settings().var)
    return send_file(kept, PDF, download_name=f"livret-{year}-{edition}.pdf")


@bp.get("/pleniere/<int(max=9999):year>/livret")
@open_to(EVERYONE)
def twin(year: int) -> ResponseReturnValue:
    """Show the booklet as a page, for screens and for those who listen to it."""
    plenary = asked_plenary(year)
    if published_programme(plenary) is None:
        return redirect(url_for("plenary.programme", year=year))
    locale = get_locale()
    content = booklet_content(plenary.call, _settings().base_url, str(locale.language) if locale else "fr")
    told = {**shown(content), "content": content, "hour": hour, "who": who, "address": address, "drawn": drawn}
    return render_template("plenary/prints/twin.html", call=plenary.call, **told)
