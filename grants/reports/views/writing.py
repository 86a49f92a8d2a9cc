"""Writing the report: one screen, saved as one types, with its photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import format_time
from flask_babel import gettext as _

from grants.applications.forms import is_live, read_fields, read_marks, shown_marks
from grants.applications.services import Writer, new_key
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import mark, parse
from grants.domain.report import GIFTS, MOST_PHOTOGRAPHS, ROWS, planned_lines
from grants.files import LARGEST_PHOTOGRAPH, given
from grants.reports import services
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS, RULES, question
from grants.reports.queries import (
    asides_of,
    fields_of,
    first_answers,
    grant_of,
    people_met,
    pictures_of,
    report_of,
    story_of,
)
from grants.reports.views.blueprint import begun, bp, reported, shown_report, writer_of_page
from grants.security import MEMBERS, open_to, takes_files

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.domain.file import Answer, Answers
    from grants.reports.models import Report
    from grants.reports.services import Saved

MOST_BYTES = (MOST_PHOTOGRAPHS + 1) * LARGEST_PHOTOGRAPH
"""A whole request: six photographs as phones take them, and the text."""


@bp.route("/dossiers/<public_id>/bilan", methods=["GET", "POST"])
@open_to(MEMBERS)
@takes_files(MOST_BYTES)
def screen(public_id: str) -> ResponseReturnValue:
    """Show the one screen of the report; every button of it saves."""
    application = reported(public_id)
    if request.method != "POST":
        report = report_of(application)
        if report is not None and (report.closed_at or (report.state == "sent" and "corriger" not in request.args)):
            return redirect(url_for("reports.sent", public_id=public_id))
        return _form(application, report, _answers(application, report), {})
    try:
        report = services.open_report(application, first_answers(application))
        _typed, saved = _save(report)
    except RuleError as error:
        db.session.rollback()
        return _given_back(str(RULES[error.code])), 409
    db.session.commit()
    _tell_cut(saved)
    if saved.clashes:
        theirs = {key: saved.answers.get(key, "") for key in saved.clashes}
        return _form(application, report, {**saved.answers, **saved.clashes}, theirs), 409
    return _then(report, public_id)


@bp.post("/dossiers/<public_id>/bilan/enregistrer")
@open_to(MEMBERS)
def save(public_id: str) -> ResponseReturnValue:
    """Save the fields a script sends while one types; answer what became of each."""
    application = reported(public_id)
    try:
        report = services.open_report(application, first_answers(application))
        typed, saved = _save(report)
    except RuleError as error:
        db.session.rollback()
        return jsonify(error=str(RULES[error.code])), 409
    db.session.commit()
    return jsonify(
        said=_("Enregistré à %(time)s", time=format_time(now(), "short")),
        changed=saved.changed,
        cut=saved.cut,
        labels={key: str(question(key).label) for key in typed},
        marks={key: mark(_mine(saved, key, text)) for key, text in typed.items() if key not in saved.clashes},
        clashes=[_clash(key, saved.answers.get(key, "")) for key in saved.clashes],
        remarks=_remarks(application, report, typed, saved),
    )


@bp.post("/dossiers/<public_id>/bilan/mis-de-cote/<int:number>")
@open_to(MEMBERS)
def settle(public_id: str, number: int) -> ResponseReturnValue:
    """Take back a text set aside, or drop it."""
    report = begun(reported(public_id))
    try:
        services.settle_aside(report, number, use="use" in request.form, author=g.person.email)
    except RuleError as error:
        db.session.rollback()
        flash(str(RULES[error.code]), "error")
    db.session.commit()
    return redirect(url_for("reports.screen", public_id=public_id, corriger=1))


def _save(report: Report) -> tuple[dict[str, Answer], Saved]:
    """Keep the texts of the page, whatever its button does besides; return them, and what became of them."""
    typed = read_fields(request.form, fields_of(report))
    marks = read_marks(request.form)
    writer = Writer(writer_of_page(), g.person.email, alone=is_live(request.form))
    return typed, services.save(report, typed, marks, writer)


def _mine(saved: Saved, key: str, text: Answer) -> Answer:
    """Return the text that a page may take as seen: its own, or what was kept of it."""
    return saved.answers[key] if key in saved.cut else text


def _remarks(application: Application, report: Report, typed: Answers, saved: Saved) -> dict[str, str]:
    """Return, for each field sent, the word of help to show at once, empty when there is none."""
    shown = shown_report(application, report, {**saved.answers, **saved.clashes}, insist=False)
    said = {key: shown.warnings.get(key, "") for key in typed}
    return said | {key: _cut_words() for key in saved.cut}


def _then(report: Report, public_id: str) -> ResponseReturnValue:
    """Do what the pressed button asks once the texts are safe, and lead on."""
    wanted, _colon, number = request.form.get("then", "").partition(":")
    kept = _add_photographs(report)
    if wanted == "remove" and number.isdecimal():
        services.remove_photograph(report, int(number[:9]))
    elif wanted == "up" and number.isdecimal():
        services.move_photograph(report, int(number[:9]))
    db.session.commit()
    if wanted == "review" and kept:
        return redirect(url_for("reports.review", public_id=public_id))
    if wanted == "space" and kept:
        return redirect(url_for("applications.my_space"))
    if wanted == "stay":
        flash(_("Enregistré. Vous pouvez fermer cette page et revenir quand vous voulez."), "success")
    place = "photos" if wanted in {"remove", "up", "photos"} or not kept else None
    return redirect(url_for("reports.screen", public_id=public_id, corriger=1, _anchor=place))


def _add_photographs(report: Report) -> bool:
    """Keep the photographs chosen, each on its own: one that cannot be read hinders no other."""
    whole = True
    for upload in request.files.getlist("photographs"):
        chosen = given(upload, LARGEST_PHOTOGRAPH)
        if chosen is None:
            continue
        try:
            drawn = services.draw(*chosen)  # before the database is touched: nobody waits meanwhile
            services.add_photograph(report, drawn)
            db.session.commit()
        except RuleError as error:
            db.session.rollback()
            flash(f"{chosen[0][:80]}\u00a0: {RULES[error.code]}", "error")
            whole = False
    return whole


def _form(application: Application, report: Report | None, answers: Answers, theirs: Answers) -> str:
    """Render the screen: `answers` in its fields, `theirs` beside them where somebody else wrote meanwhile."""
    file, fields = parse(application.answers), fields_of(report)
    grant = grant_of(application)
    asides = asides_of(report) if report and not theirs else []
    context: dict[str, Any] = {
        "application": application,
        "call": application.call,
        "report": report,
        "form": shown_report(application, report, answers, insist="verifier" in request.args),
        "marks": shown_marks(report.answers if report else first_answers(application), fields, theirs),
        "asides": [(aside, question(aside.field).label) for aside in asides],
        "theirs": [(question(key).label, _one_text(text)) for key, text in theirs.items()],
        "planned": {side: planned_lines(file, side) for side in ("charge", "product")},
        "known": people_met(application),
        "pictures": pictures_of(report, answers) if report else (),
        "grant": grant,
        "story": story_of(application, answers),
    }
    counts = {"rows_in_all": ROWS, "gifts_in_all": GIFTS, "most_photographs": MOST_PHOTOGRAPHS}
    words = {"gift_kinds": GIFT_KIND_WORDS, "gift_licences": GIFT_LICENCE_WORDS}
    return render_template("reports/screen.html", writer=writer_of_page() or new_key(), **context, **counts, **words)


def _answers(application: Application, report: Report | None) -> Answers:
    """Return the answers to show; until its people choose, a report is shared as its application was."""
    answers = report.answers if report else first_answers(application)
    return {"licence": parse(application.answers).licence, **answers}


def _given_back(words: str) -> str:
    """Give back what was typed when it cannot be kept."""
    hidden = {"csrf_token", "marks", "writer", "then"}
    typed = [(name, text) for name, text in request.form.items(multi=True) if text and name not in hidden]
    return render_template("applications/given_back.html", words=words, texts=typed)


def _tell_cut(saved: Saved) -> None:
    """Say which texts were too large to be kept whole."""
    for key in saved.cut:
        flash(f"{question(key).label}\u00a0: {_cut_words()}", "warning")


def _cut_words() -> str:
    """Say that only the beginning was kept."""
    words: str = _("Ce texte était trop grand pour être gardé entier\u00a0: seul son début l’est.")
    return words


def _clash(key: str, theirs: str | list[str]) -> dict[str, str]:
    """Say that two people wrote the same answer."""
    words = _(
        "«\u00a0%(label)s\u00a0» a aussi été écrit ailleurs entre-temps. Rien n’est perdu\u00a0: les deux textes"
        " sont gardés.",
        label=question(key).label,
    )
    return {"field": key, "mark": mark(theirs), "theirs": _one_text(theirs), "words": str(words)}


def _one_text(answer: str | list[str]) -> str:
    """Write an answer as one text."""
    return answer if isinstance(answer, str) else ", ".join(answer)
