"""Writing: from the call's page to the last word of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import format_time
from flask_babel import gettext as _

from grants.accounts.queries import associations_of
from grants.applications import services
from grants.applications.forms import (
    KINDS,
    STATES,
    WORDS,
    is_live,
    question,
    read_fields,
    read_marks,
    shown_marks,
)
from grants.applications.forms.money import ANY_THIS_CALL, THIS_CALL
from grants.applications.queries import (
    application_named,
    application_written_by,
    calls_open_to_files,
    files_of,
    set_aside,
    terms_for,
    window,
)
from grants.applications.queries.together import standing_of, wrote_once
from grants.applications.services import Writer
from grants.applications.views.blueprint import How, bp, measured, paper_of, remarks, shown, words_of, written
from grants.applications.views.completing import completion_of
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import PARTS, check, clean, first_field, keep_in_step, mark
from grants.domain.file.fields import SIDES
from grants.domain.states import EDITABLE, State
from grants.security import FILES, MEMBERS, open_to

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.applications.services import Saved
    from grants.domain.file import Answer, Answers
    from grants.domain.scheme import Scheme, Screen


@bp.get("/mon-espace")
@open_to(MEMBERS)
def my_space() -> ResponseReturnValue:
    """Show the person's files, each one tap away, and the calls they can answer."""
    instant = now()
    calls = [(call, window(call, instant)) for call in calls_open_to_files()]
    context = {"files": files_of(g.person), "associations": associations_of(g.person), "calls": calls}
    return render_template("applications/my_space.html", states=STATES, **context)


@bp.route("/dossiers/<public_id>/<name>", methods=["GET", "POST"])
@open_to(MEMBERS)
def screen(public_id: str, name: str) -> ResponseReturnValue:
    """Show one screen of the form; every button of it saves."""
    application = _written_or_given_back(public_id)
    scheme = scheme_of(application.call)
    asked = scheme.screen(name) or abort(404)
    if request.method != "POST":
        if State(application.state) not in EDITABLE:
            return redirect(url_for("applications.file", public_id=public_id))
        return _form(application, asked, application.answers, {})
    typed = _in_step(application, read_fields(request.form, asked.fields))
    try:
        saved = services.save(application, typed, read_marks(request.form), _writer(name, scheme))
    except RuleError as error:
        return _give_back(scheme, typed, WORDS[error.code]), 409
    services.confirm(application, request.form.getlist("read"))
    db.session.commit()
    _tell_cut(saved, scheme)
    if saved.clashes:
        return _form(application, asked, {**saved.answers, **saved.clashes}, _theirs(saved)), 409
    return redirect(_next(application, name))


@bp.post("/dossiers/<public_id>/enregistrer")
@open_to(MEMBERS)
def save(public_id: str) -> ResponseReturnValue:
    """Save the fields a script sends while one types; answer what became of each."""
    application = written(public_id)
    scheme = scheme_of(application.call)
    typed = _in_step(application, read_fields(request.form, scheme.fields))
    writer = _writer(request.form.get("screen", ""), scheme)
    try:
        saved = services.save(application, typed, read_marks(request.form), writer)
    except RuleError as error:
        db.session.rollback()
        return jsonify(error=str(WORDS[error.code])), 409
    db.session.commit()
    return jsonify(_became(application, saved, typed))


@bp.post("/dossiers/<public_id>/mis-de-cote/<int:number>")
@open_to(MEMBERS)
def settle(public_id: str, number: int) -> ResponseReturnValue:
    """Take back a text set aside, or drop it."""
    application = written(public_id)
    try:
        services.settle_aside(application, number, use="use" in request.form, author=g.person.email)
    except RuleError as error:
        db.session.rollback()
        flash(str(WORDS[error.code]), "error")
    db.session.commit()
    name, order = request.form.get("screen", ""), scheme_of(application.call).order
    return redirect(url_for("applications.screen", public_id=public_id, name=name if name in order else order[0]))


def _in_step(application: Application, typed: Answers) -> dict[str, Answer]:
    """Let the line of this call follow the sum asked."""
    return keep_in_step(application.answers, typed, str(THIS_CALL), ANY_THIS_CALL)


def _written_or_given_back(public_id: str) -> Application:
    """Return the file one may write. Who was taken off it while writing gets their text back, and nothing is kept."""
    application = application_written_by(g.person, public_id)
    return application or abort(_text_of_the_gone(public_id))


def _text_of_the_gone(public_id: str) -> Response | int:
    """Return the page that gives their text back to somebody who wrote this file once; to others, it does not exist."""
    there = application_named(public_id)
    if there is None or request.method != "POST" or not wrote_once(g.person, there):
        return 404
    typed = read_fields(request.form, scheme_of(there.call).fields)
    words = _("Vous n’écrivez plus ce dossier\u00a0: rien n’est gardé. Voici votre texte, à copier si vous voulez.")
    return make_response(_give_back(scheme_of(there.call), typed, words), 404)


def _give_back(scheme: Scheme, typed: Answers, words: object) -> str:
    """Show texts that cannot be kept, to be copied."""
    texts = [(question(scheme, key).label, text) for key, text in typed.items() if text]
    return render_template("applications/given_back.html", words=words, texts=texts)


def _became(application: Application, saved: Saved, typed: Answers) -> dict[str, object]:
    """Say what became of each field a script sent."""
    scheme = scheme_of(application.call)
    fields = [field for field in scheme.fields if field.key in typed]
    problems = check({**saved.answers, **saved.clashes}, terms_for(application))
    asked = completion_of(application, saved.answers).remarks() if application.state == State.TO_COMPLETE else {}
    return {
        "said": _("Enregistré à %(time)s", time=format_time(now(), "short")),
        "changed": saved.changed,
        "cut": saved.cut,
        "labels": {key: str(question(scheme, key).label) for key in typed},
        "marks": {key: mark(_mine(saved, key, text)) for key, text in typed.items() if key not in saved.clashes},
        "clashes": [
            {"field": key, "mark": mark(text), "theirs": _one_text(text), "words": _clash_words(scheme, key)}
            for key, text in _theirs(saved).items()
        ],
        "remarks": remarks(problems, fields, scheme, asked) | {key: str(WORDS["cut"]) for key in saved.cut},
    }


def _form(application: Application, asked: Screen, answers: Answers, theirs: Answers) -> str:
    """Render a screen: `answers` in its fields, `theirs` beside them where somebody else wrote meanwhile."""
    call, scheme, keys = application.call, scheme_of(application.call), {field.key for field in asked.fields}
    completion = completion_of(application, answers) if application.state == State.TO_COMPLETE else None
    insist = application.state == State.TO_COMPLETE or "verifier" in request.args
    asides = [event for event in set_aside(application) if event.details["field"] in keys and not theirs]
    context = {
        "application_id": application.public_id,
        "version": application.version,
        "draft": application.state == State.DRAFT,
        "completion": completion,
        "call": call,
        "form": shown(
            answers,
            application,
            How(standing_of(application), insist),
            completion.remarks() if completion else None,
            sides=[SIDES[group.block] for group in asked.groups if group.block in {"needs", "offers"}],
        ),
        "typed": application.paper,
        "marks": shown_marks(answers, asked.fields, theirs),
        "asides": [(event, question(scheme, event.details["field"]).label) for event in asides],
        "theirs": [(question(scheme, key).label, _one_text(text)) for key, text in theirs.items()],
        "writer": _page() or services.new_key(),
        "front": 1 if all(field.page == 1 for field in asked.fields) else 2,
    }
    paper = paper_of(application)
    words = {"screen": asked, "kinds": KINDS, **words_of(call)}
    db.session.commit()  # nobody waits for the database while the pages are laid out
    return render_template("applications/screen.html", room=measured(application.public_id, paper), **context, **words)


def _next(application: Application, name: str) -> str:
    """Return where the pressed button leads: another screen, the review, or here again."""
    wanted, public_id = request.form.get("then", ""), application.public_id
    if wanted == "review":
        return url_for("applications.review", public_id=public_id)
    if wanted == "space" and application.paper and g.person.looks_after(application.call_id, FILES):
        return url_for("applications.desk_file", public_id=public_id)
    if wanted == "space":
        return url_for("applications.my_space")
    if wanted == "stay":
        flash(_("Enregistré. Vous pouvez fermer cette page et revenir quand vous voulez."), "success")
    read, scheme = request.form.get("read", ""), scheme_of(application.call)
    place = first_field(read) if read in PARTS or scheme.field(read) else None
    name = wanted if wanted in scheme.order else name
    return url_for("applications.screen", public_id=public_id, name=name, _anchor=place)


def _page() -> str:
    """Return the name of the open page that writes."""
    return clean(request.form.get("writer", ""))[:40]


def _writer(screen: str, scheme: Scheme) -> Writer:
    """Say who writes, and where; a page that saves by script made its name itself."""
    author: str = g.person.email
    return Writer(_page(), author, screen if screen in scheme.order else "", alone=is_live(request.form))


def _mine(saved: Saved, key: str, text: str | list[str]) -> str | list[str]:
    """Return the text that a page may take as seen: its own, or what was kept of it."""
    return saved.answers[key] if key in saved.cut else text


def _theirs(saved: Saved) -> dict[str, str | list[str]]:
    """Return the texts that stand where this page wrote others."""
    return {key: saved.answers.get(key, "") for key in saved.clashes}


def _tell_cut(saved: Saved, scheme: Scheme) -> None:
    """Say which texts were too large to be kept whole."""
    for key in saved.cut:
        flash(f"{question(scheme, key).label}\u00a0: {WORDS['cut']}", "warning")


def _clash_words(scheme: Scheme, key: str) -> str:
    """Say that two people wrote the same answer."""
    words: str = _(
        "«\u00a0%(label)s\u00a0» a aussi été écrit ailleurs entre-temps. Rien n’est perdu\u00a0: les deux textes"
        " sont gardés.",
        label=question(scheme, key).label,
    )
    return words


def _one_text(answer: str | list[str]) -> str:
    """Write an answer as one text."""
    return answer if isinstance(answer, str) else ", ".join(answer)
