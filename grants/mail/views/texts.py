"""The texts of mails: staff rewrite them, see them with believable examples, and may go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.audit import record
from grants.db import db
from grants.domain.errors import RuleError
from grants.mail import services
from grants.mail.forms import KINDS, LANGUAGES, WORDS, TextForm
from grants.mail.house import editable, snippets
from grants.mail.letters import FEET, LETTERS
from grants.mail.proofs import proofread
from grants.mail.queries import text_in_force, texts_in_force, versions_of
from grants.mail.views import bp
from grants.security import STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.mail.models import MailText
    from grants.mail.rendering import Rendered


@bp.get("/gestion/courriels")
@open_to(STAFF)
def texts() -> ResponseReturnValue:
    """List every mail by kind, with what makes it leave and who rewrote it."""
    by_kind = {kind: [(key, each) for key, each in LETTERS.items() if each.kind is kind] for kind in KINDS}
    spoken = current_app.extensions["settings"].languages
    return render_template(
        "mail/texts.html", by_kind=by_kind, kinds=KINDS, edited=texts_in_force(), spoken=spoken, languages=LANGUAGES
    )


@bp.route("/gestion/courriels/<template>/<language>", methods=["GET", "POST"])
@open_to(STAFF)
def text(template: str, language: str) -> ResponseReturnValue:
    """Show a text to rewrite; a press previews it, another keeps it as a new version."""
    _known(template, language)
    form = TextForm()
    if not form.validate_on_submit():
        _propose(form, template, language)
        return _show(form, template, language)
    try:
        if request.form.get("act") != "keep":
            return _show(form, template, language, proofread(template, language, *form.words()))
        kept = services.keep_text(template, language, form.seen(), form.words(), g.person.email)
    except RuleError as error:
        return _mend(form, template, language, error)
    _note(kept, "mail_text_kept")
    db.session.commit()
    flash(_("Ce texte part dès le prochain envoi. L’ancien est gardé."), "success")
    return redirect(url_for("mails.texts"))


@bp.post("/gestion/courriels/<template>/<language>/maison")
@open_to(STAFF)
def back_to_ours(template: str, language: str) -> ResponseReturnValue:
    """Go back to the house's own text."""
    _known(template, language)
    try:
        kept = services.back_to_ours(template, language, TextForm().seen(), g.person.email)
    except RuleError as error:
        flash(str(WORDS[error.code]), "error")
        return redirect(url_for("mails.text", template=template, language=language))
    _note(kept, "mail_text_ours")
    db.session.commit()
    flash(_("Le texte d’origine part à nouveau. Le vôtre est gardé dans les versions."), "success")
    return redirect(url_for("mails.text", template=template, language=language))


def _note(kept: MailText, act: str) -> None:
    """Write in the log who changed what a mail says."""
    told = {"mail": kept.template, "language": kept.language, "number": kept.number}
    record(f"person:{g.person.id}", act, "mail", told)


def _known(template: str, language: str) -> None:
    """Answer that the page does not exist for a mail or a language we do not have."""
    if template not in LETTERS or language not in current_app.extensions["settings"].languages:
        abort(404)


def _propose(form: TextForm, template: str, language: str) -> None:
    """Fill the form with the text in force, or with an earlier version that was asked for."""
    last = text_in_force(template, language)
    asked = request.args.get("version", type=int)
    shown = next((each for each in versions_of(template, language) if each.number == asked), last)
    words = (shown.subject, shown.text) if shown and not shown.is_ours else editable(template, language)
    form.subject.data, form.text.data = words
    form.number.data = str(last.number if last else 0)


def _mend(form: TextForm, template: str, language: str, error: RuleError) -> ResponseReturnValue:
    """Give a text back with what keeps it from being used."""
    form.say(error)
    if error.code != "text_changed":
        return _show(form, template, language), 422
    last = text_in_force(template, language)
    form.number.data = str(last.number if last else 0)
    return _show(form, template, language), 409


def _show(form: TextForm, template: str, language: str, preview: Rendered | None = None) -> str:
    """Draw the page of a text."""
    letter = LETTERS[template]
    return render_template(
        "mail/text.html",
        form=form,
        template=template,
        letter=letter,
        kinds=KINDS,
        foot=FEET[letter.kind],
        tongue=language,
        languages=LANGUAGES,
        spoken=current_app.extensions["settings"].languages,
        preview=preview,
        snippets=snippets(template, language),
        versions=versions_of(template, language),
    )
