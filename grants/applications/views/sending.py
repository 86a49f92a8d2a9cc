"""Reading again, sending, and what follows: the applicant's side of a file that is out of their hands."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications import papers, services
from grants.applications.forms import here, say
from grants.applications.preview import preview_of
from grants.applications.queries import local_day, problems_of, received_at, window_of
from grants.applications.views.blueprint import bp, measured, others_of, paper_of, written
from grants.calls.forms import write_day
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import Problem, Weight, complete, parse
from grants.domain.states import EDITABLE, State
from grants.pdf import PdfUnavailable
from grants.pdf.turns import turn
from grants.projects.forms import KIND_WORDS
from grants.security import FILES, MEMBERS, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.applications.papers import Days, Paper
    from grants.applications.room import Room
    from grants.domain.scheme import Scheme
    from grants.mail import Attachment
    from grants.settings import Settings


@bp.get("/dossiers/<public_id>/relire")
@open_to(MEMBERS)
def review(public_id: str) -> ResponseReturnValue:
    """Show all that will be sent, what will be public, and what is still missing."""
    application = written(public_id)
    if State(application.state) not in EDITABLE:
        return redirect(url_for("applications.file", public_id=public_id))
    return _review(application)


@bp.post("/dossiers/<public_id>/envoyer")
@open_to(MEMBERS)
def send(public_id: str) -> ResponseReturnValue:
    """Send the file: once, whatever is pressed, with its acknowledgement at once."""
    version, instant = request.form.get("version", 0, type=int), now()
    try:
        with _turn(public_id):
            application = written(public_id)
            services.check_before_sending(application, version, instant)
            _hold_together(application)
            _send(application, version, instant)
    except RuleError as error:
        db.session.rollback()
        application = written(public_id)
        if error.code != "already_sent":
            return _review(application, error), 422
    if application.paper and g.person.looks_after(application.call_id, FILES):
        flash(_("Le dossier est enregistré."), "success")
        return redirect(url_for("applications.desk_file", public_id=public_id))
    flash(_("Votre dossier est bien reçu. L’accusé de réception part par e-mail."), "success")
    return redirect(url_for("applications.file", public_id=public_id))


@contextmanager
def _turn(public_id: str) -> Iterator[None]:
    """Have presses of one button wait for each other: the first prints and sends, the others find the file sent."""
    db.session.commit()  # nobody waits for the database meanwhile
    settings: Settings = current_app.extensions["settings"]
    with turn(public_id, settings.var / "sending"):
        yield


def _send(application: Application, version: int, instant: datetime) -> None:
    """Measure, number, print, then take the file in; only the two writings hold the database."""
    public_id, paper, call = application.public_id, paper_of(application), application.call
    whole = complete(problems_of(application))
    days = papers.Days.of(call, local_day(call, received_at(application, instant)))
    db.session.commit()
    _hold_two_pages(measured(public_id, paper))
    number = services.reserve_number(written(public_id))
    db.session.commit()
    with papers.turn(public_id):
        attached = _papers(paper.numbered(number), days, whole=whole)
    services.send(written(public_id), version, instant, g.person, attached)
    db.session.commit()


def _hold_together(application: Application) -> None:
    """Ask once more when several people write; raise RuleError `others_not_asked`."""
    if others_of(application) and "together" not in request.form:
        raise RuleError("others_not_asked")


def _hold_two_pages(room: Room | None) -> None:
    """Make sure there is no third page; raise RuleError `third_page` with what to shorten."""
    if room is not None and room.shorten:
        field, words = room.shorten
        raise RuleError("third_page", pages=room.pages, field=field, words=words)


def _papers(paper: Paper, days: Days, *, whole: bool) -> list[Attachment]:
    """Print what leaves with the acknowledgement; nothing when this machine cannot."""
    try:
        letter = papers.acknowledgement(paper, days, complete=whole)
        pages = papers.two_pages(paper)
    except PdfUnavailable:
        return []
    names = (_("accuse-de-reception"), _("dossier"))
    return [
        (f"{name}-{paper.number}.pdf", "application/pdf", content)
        for name, content in zip(names, (letter, pages), strict=True)
    ]


def _review(application: Application, error: RuleError | None = None) -> str:
    """Render the review, with what stops the sending at its head."""
    call, state, scheme = application.call, State(application.state), scheme_of(application.call)
    essential = _sentences(application, {Weight.ESSENTIAL})
    if error is not None and error.code != "essentials_missing":
        essential.append(_said(error, scheme))
    context = {
        "application_id": application.public_id,
        "version": application.version,
        "draft": state is State.DRAFT,
        "file": parse(application.answers),
        "preview": preview_of(application),
        "call": call,
        "town": territory(call.territory),
        "window": window_of(application, now()),
        "essential": essential,
        "missing": _sentences(application, {Weight.COMPLETENESS}),
        "remarks": _sentences(application, {Weight.WARNING}),
        "tried": error is not None,
        "others": others_of(application),
    }
    paper = paper_of(application)
    db.session.commit()  # nobody waits for the database while the pages are laid out
    words = {"scheme": scheme, "kinds": KIND_WORDS, "here": here}
    return render_template("applications/review.html", room=measured(application.public_id, paper), **context, **words)


def _sentences(application: Application, weights: set[Weight]) -> list[tuple[str, str, str]]:
    """Return screen, field and sentence of the problems of these weights."""
    found, scheme = problems_of(application), scheme_of(application.call)
    return [(scheme.screen_of(each.field), each.field, say(each, scheme)) for each in found if each.weight in weights]


def _said(error: RuleError, scheme: Scheme) -> tuple[str, str, str]:
    """Return screen, field and sentence of a rule that stops the sending."""
    field = str(error.figures.get("field", ""))
    days = {name: write_day(value) for name, value in error.figures.items() if isinstance(value, date)}
    sentence = say(Problem(field, error.code, Weight.ESSENTIAL, {**error.figures, **days}), scheme)
    return (scheme.screen_of(field) if field else "", field, sentence)
