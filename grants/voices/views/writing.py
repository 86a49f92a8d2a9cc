"""Writing without an account: a comment, an answer to a need or an offer, a correction of the page, a report."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from flask import abort, flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _

from grants.accounts.queries import is_member
from grants.db import db
from grants.domain.errors import RuleError
from grants.projects.queries import public_project
from grants.projects.revising import return_to, version_content
from grants.security import EVERYONE, MEMBERS, caller, open_to
from grants.voices import queries, services
from grants.voices.forms import PART_WORDS, AnswerForm, CommentForm, CorrectionForm, ReportForm, worded
from grants.voices.views import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.projects.models import Project
    from grants.voices.forms import NamedForm
    from grants.voices.models import Voice
    from grants.voices.services import Said


@bp.route("/projets/<slug>/ecrire", methods=["GET", "POST"])
@open_to(EVERYONE)
def comment(slug: str) -> ResponseReturnValue:
    """Write a word on a project's page."""
    project, form = _public(slug), CommentForm()
    if form.validate_on_submit() and not form.wants_look:
        written = _write(project, form, form.said())
        if written:
            return _back(written)
    page = render_template("voices/comment.html", project=project, form=form)
    return page, 422 if form.errors else 200


@bp.route("/projets/<slug>/aider/<int:number>", methods=["GET", "POST"])
@open_to(EVERYONE)
def answer(slug: str, number: int) -> ResponseReturnValue:
    """Say « I can help » to a need, « I'm interested » to an offer."""
    project, form = _public(slug), AnswerForm()
    wish = queries.wish_of(project, number)
    if wish is None:
        flash(_("Cette demande n’est plus sur la page. Voici ce que le projet cherche et propose aujourd’hui."), "info")
        return redirect(url_for("commons.project", slug=slug))
    if form.validate_on_submit() and not form.wants_look:
        written = _write(project, form, form.answered(wish.side, wish.sentence))
        if written:
            return _back(written)
    page = render_template("voices/answer.html", project=project, form=form, wish=wish)
    return page, 422 if form.errors else 200


@bp.route("/projets/<slug>/corriger", methods=["GET", "POST"])
@open_to(EVERYONE)
def correct(slug: str) -> ResponseReturnValue:
    """Correct what a page says: the correction is a version, and any version comes back."""
    project, form = _public(slug), CorrectionForm()
    number, today = version_content(project, form.read_version if form.is_submitted() else 0)
    if not form.is_submitted():
        form.propose(today, number)
    changes = form.changes(today) if form.validate_on_submit() else {}
    if changes and not form.wants_look:
        written = _write(project, form, _correction(form, changes))
        if written:
            return _back(written)
    elif form.is_submitted() and not form.errors and not changes:
        flash(_("Rien n’a changé\u00a0: corrigez d’abord un texte."), "error")
    page = render_template("voices/correct.html", project=project, form=form, changes=changes, parts=PART_WORDS)
    return page, 422 if form.errors else 200


@bp.post("/projets/<slug>/versions/<int:number>/remettre")
@open_to(MEMBERS)
def put_back(slug: str, number: int) -> ResponseReturnValue:
    """Make an earlier version the page of today, as a new version: for the project's people and the town."""
    project = _public(slug)
    if not may_put_back(project):
        abort(403)
    try:
        return_to(project, number, g.person.name, f"person:{g.person.id}")
    except LookupError:
        abort(404)
    db.session.commit()
    flash(_("La page dit à nouveau ce que disait la version %(number)s.", number=number), "success")
    return redirect(url_for("commons.project", slug=slug))


@bp.app_template_global()
def may_put_back(project: Project) -> bool:
    """Tell whether the reader may make an earlier version the page of today."""
    reader = g.get("person")
    return reader is not None and (reader.is_staff or is_member(reader, project.association_id))


@bp.route("/paroles/<int:number>/signaler", methods=["GET", "POST"])
@open_to(EVERYONE)
def report(number: int) -> ResponseReturnValue:
    """Tell the town that a message should not be there."""
    voice, form = queries.voice_numbered(number), ReportForm()
    if voice is None or voice.state != "shown" or not voice.project.public_since:
        abort(404)
    if form.validate_on_submit():
        try:
            services.report(voice, form.why.data or "", caller())
        except RuleError as error:
            form.why.errors = [worded(error)]
        else:
            db.session.commit()
            flash(_("Merci. Une personne de la ville va relire ce message."), "success")
            return redirect(url_for("commons.project", slug=voice.project.slug))
    return render_template("voices/report.html", voice=voice, form=form), 422 if form.errors else 200


def _public(slug: str) -> Project:
    """Return a public project, or answer 404."""
    return public_project(slug) or abort(404)


def _correction(form: CorrectionForm, changes: dict[str, list[Any]]) -> Said:
    """Return a correction."""
    words, name = form.words.data or "", form.name.data or ""
    return services.Said(kind="correction", words=words, name=name, changes=changes)


def _write(project: Project, form: NamedForm, said: Said) -> Voice | None:
    """Keep what is said, or show what is wrong in the form."""
    address = caller()
    browser = session.setdefault("hand", secrets.token_urlsafe(16))
    try:
        hand = services.hand_for(browser, address, g.get("person"), said.name)
        written = services.write(project, hand, said, form.came(address))
    except RuleError as error:
        db.session.rollback()
        flash(worded(error), "error")
        return None
    db.session.commit()
    return written


def _back(voice: Voice) -> ResponseReturnValue:
    """Return to the page, saying whether the words are there or wait for somebody to look."""
    if voice.state == "shown":
        flash(_("Merci\u00a0! Vos mots sont en ligne."), "success")
        if voice.kind == "correction" and voice.revision:
            return redirect(url_for("commons.project_version", slug=voice.project.slug, number=voice.revision))
    else:
        flash(
            _("Merci\u00a0! Vos mots sont gardés. Une personne de la ville les relit d’abord, puis ils paraîtront."),
            "info",
        )
    return redirect(url_for("commons.project", slug=voice.project.slug, _anchor="paroles"))
