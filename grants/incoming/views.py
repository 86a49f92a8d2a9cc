"""The desk where past years come in: give a file, confirm how it reads, try, import, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.budget.services import actor_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.history_choices import OPEN, WORKING, State
from grants.incoming import queries, services, wording
from grants.incoming.forms import ReadingForm, UploadForm, uploaded
from grants.incoming.services.looking import LARGEST_FILE, PATIENCE
from grants.incoming.services.preview import preview_of
from grants.incoming.sheets import UnreadableFileError
from grants.jobs import current_jobs
from grants.security import STAFF, open_to, takes_files
from grants.settings import current_settings
from grants.sheets import ENDINGS, INTEGER, Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from grants.domain.history_choices import Choices
    from grants.incoming.models import HistoryImport

bp = Blueprint("incoming", __name__)

PLACE = "/gestion/donnees/importer"
ROOM = 1_000_000
"""Bytes of a request besides its file."""
SHOWN = 100
"""Remarks shown on the page; the file has them all."""


@bp.route(PLACE, methods=["GET", "POST"])
@open_to(STAFF)
@takes_files(LARGEST_FILE + ROOM)
def index() -> ResponseReturnValue:
    """List the files given so far, and take another one."""
    form, said = UploadForm(), ""
    upload = uploaded() if form.validate_on_submit() else None
    if form.is_submitted() and upload is None:
        said = str(wording.RULES["file_missing"])
    elif upload is not None:
        actor = actor_of(g.person)
        db.session.commit()  # reading takes seconds: nobody waits meanwhile to write
        try:
            source = services.keep_file(*upload, actor)
        except UnreadableFileError as error:
            said = str(wording.TROUBLES[error.code])
        except RuleError as error:
            said = str(wording.RULES[error.code])
        else:
            db.session.commit()
            return redirect(url_for("incoming.shown", import_id=source.id))
    page = render_template("incoming/index.html", imports=queries.imports(), said=said, words=wording)
    return page, 422 if said else 200


def _asked(import_id: int) -> HistoryImport:
    return queries.import_numbered(import_id) or abort(404)


@bp.route(f"{PLACE}/<int:import_id>", methods=["GET", "POST"])
@open_to(STAFF)
def shown(import_id: int) -> ResponseReturnValue:
    """Show a file: how it reads, what a trial found, how far a work is; keep how it is to be read, and try it."""
    source = _asked(import_id)
    if source.state not in OPEN:
        return render_template("incoming/work.html", **_context(source))
    services.take_out(source)
    db.session.commit()  # reading takes seconds: nobody waits meanwhile to write
    preview, form = preview_of(source), ReadingForm()
    form.suit(preview)
    choices = form.chosen(preview) if form.is_submitted() else None
    if choices is None:
        page = render_template("incoming/file.html", form=form, preview=preview, **_context(source))
        return page, 422 if form.is_submitted() else 200
    wants_trial = form.wants_trial and not preview.missing and preview.trouble is None
    return _choose(import_id, choices, preview.cells, wants_trial=wants_trial)


def _choose(import_id: int, choices: Choices, header: tuple[object, ...], *, wants_trial: bool) -> ResponseReturnValue:
    """Keep how a file is to be read, and try it if that is wanted; it may have moved while it was read."""
    source = _asked(import_id)
    try:
        services.choose(source, choices, header, actor=actor_of(g.person))
        if wants_trial:
            services.ask_trial(source, actor_of(g.person))
    except RuleError as error:
        return _said(import_id, error)
    db.session.commit()
    return _started("try_asked", import_id) if wants_trial else _back(import_id)


@bp.post(f"{PLACE}/<int:import_id>/importer")
@open_to(STAFF)
def begin(import_id: int) -> ResponseReturnValue:
    """Start the import of a file that was tried, or let one that stopped go on."""
    return _ask(import_id, services.ask_import, "import_asked", current_settings().territory)


@bp.post(f"{PLACE}/<int:import_id>/essayer")
@open_to(STAFF)
def again(import_id: int) -> ResponseReturnValue:
    """Let a trial that stopped go on."""
    return _ask(import_id, services.ask_trial, "try_asked")


@bp.route(f"{PLACE}/<int:import_id>/defaire", methods=["GET", "POST"])
@open_to(STAFF)
def undo(import_id: int) -> ResponseReturnValue:
    """Say what undoing an import takes away and what it leaves, then do it."""
    source, form = _asked(import_id), UploadForm()
    if form.validate_on_submit():
        return _ask(import_id, services.ask_undo, "undo_asked")
    if source.state != State.IMPORTED:
        return redirect(url_for("incoming.shown", import_id=import_id))
    return render_template("incoming/undo.html", **_context(source))


@bp.post(f"{PLACE}/<int:import_id>/oublier")
@open_to(STAFF)
def drop(import_id: int) -> ResponseReturnValue:
    """Forget a file that was not imported."""
    try:
        services.drop(_asked(import_id), actor_of(g.person))
    except RuleError as error:
        return _said(import_id, error)
    db.session.commit()
    flash(_("Ce fichier n’est plus gardé ici."), "success")
    return redirect(url_for("incoming.index"))


@bp.get(f"{PLACE}/<int:import_id>/rapport.<any({', '.join(ENDINGS)}):ending>")
@open_to(STAFF)
def report(import_id: int, ending: str) -> ResponseReturnValue:
    """Give the report of a file line by line."""
    source = _asked(import_id)
    heads = (Column(_("Ligne"), INTEGER), Column(_("Importée")), Column(_("Colonne")), Column(_("Remarque")))
    rows = (
        (line, _("oui") if kept else _("non"), field, sentence, str(cell))
        for line, kept, field, sentence, cell in wording.told_rows(source.report)
    )
    table = Table(_("Rapport d’import"), (*heads, Column(_("Écrit dans le fichier"))), rows)
    return sent(table, ending, f"import-{source.id}-rapport")


def _ask(import_id: int, ask: Callable[[HistoryImport, str], None], work: str, *more: object) -> ResponseReturnValue:
    """Note what is asked, then start the work."""
    try:
        ask(_asked(import_id), actor_of(g.person))
    except RuleError as error:
        return _said(import_id, error)
    db.session.commit()
    return _started(work, import_id, *more)


def _said(import_id: int, error: RuleError) -> ResponseReturnValue:
    """Say why not, on the page of the file."""
    db.session.rollback()
    flash(str(wording.RULES[error.code]), "error")
    return _back(import_id)


def _started(work: str, import_id: int, *more: object) -> ResponseReturnValue:
    """Have a long work begin; what was asked stays asked when the queue cannot be written."""
    if not current_jobs().soon(work, import_id, *more):
        flash(_("Le travail n’a pas pu démarrer. Réessayez dans une minute."), "error")
    return _back(import_id)


def _back(import_id: int) -> ResponseReturnValue:
    return redirect(url_for("incoming.shown", import_id=import_id))


def _context(source: HistoryImport) -> dict[str, object]:
    """Return what every page of a file shows."""
    still = source.moved_at is not None and now() - source.moved_at > PATIENCE
    rows = wording.told_rows(source.report)
    return {
        "source": source,
        "words": wording,
        "working": source.state in WORKING,
        "stuck": source.state in WORKING and still,
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "counts": wording.told_counts(source.report),
    }
