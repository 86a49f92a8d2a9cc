"""The two pages as they will be printed: the room left, the PDF, the pictures beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, jsonify, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from grants.applications import papers
from grants.applications.forms import question
from grants.applications.queries import local_day
from grants.applications.queries.sendings import last_sending, sending_of
from grants.applications.views.blueprint import bp, paper_of, pdf_answer, read_paper, seen
from grants.db import db
from grants.domain.file import check, complete
from grants.pdf import PdfUnavailable
from grants.security import MEMBERS, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.room import Room, Spent
    from grants.domain.scheme import Scheme

PRIVATE = "private, max-age=600"
PARTS = {
    "qui": _l("Qui vous êtes"),
    "envie": _l("Titre et phrase"),
    "where": _l("Où, quand, quels thèmes"),
    "budget": _l("Le budget"),
    "wishes": _l("Ce que vous cherchez et proposez"),
}
"""Parts of the pages that hold several answers; the others bear the name of theirs."""


@bp.get("/dossiers/<public_id>/jauge")
@open_to(MEMBERS)
def gauge(public_id: str) -> ResponseReturnValue:
    """Tell the room the two pages take, in figures and in words."""
    seen(public_id)  # whoever may not see it waits for nobody
    db.session.commit()
    with papers.turn(public_id):
        application = seen(public_id)
        paper, version = paper_of(application), application.version
        db.session.commit()  # nobody waits for the database while the pages are laid out
        try:
            room = papers.room(paper)
        except PdfUnavailable as error:
            return jsonify(error=str(error)), 503
    return jsonify(
        version=version,
        pages=room.pages,
        fill=room.fill,
        fits=room.fits,
        words=room_words(room, paper.scheme),
        spent=render_template("applications/_spent.html", room=room, scheme=paper.scheme, application_id=public_id),
    )


def room_words(room: Room, scheme: Scheme) -> str:
    """Say how much room is left, or what to shorten."""
    if room.fits:
        left: str = ngettext(
            "Il reste environ %(num)s ligne sur la page 2.",
            "Il reste environ %(num)s lignes sur la page 2.",
            room.lines_left,
        )
        return left
    field, words = room.shorten or ("what", 0)
    over: str = ngettext(
        "Le dossier dépasse deux pages, d’environ %(num)s ligne. Pour l’envoyer, raccourcissez «\u00a0%(field)s\u00a0»"
        " d’environ %(words)s mots. Rien n’est coupé\u00a0: tout votre texte est gardé.",
        "Le dossier dépasse deux pages, d’environ %(num)s lignes. Pour l’envoyer, raccourcissez"
        " «\u00a0%(field)s\u00a0» d’environ %(words)s mots. Rien n’est coupé\u00a0: tout votre texte est gardé.",
        room.lines_over,
        words=words,
        field=question(scheme, field).label,
    )
    return over


def part_name(spent: Spent, scheme: Scheme) -> str:
    """Name a part of the pages as the form does."""
    return str(PARTS.get(spent.name) or question(scheme, spent.field).label)


def line_words(lines: int) -> str:
    """Say a number of lines."""
    said: str = ngettext("%(num)s ligne", "%(num)s lignes", lines)
    return said


bp.add_app_template_global(room_words)
bp.add_app_template_global(line_words)
bp.add_app_template_global(part_name)


@bp.get("/dossiers/<public_id>/deux-pages.pdf")
@open_to(MEMBERS)
def two_pages(public_id: str) -> ResponseReturnValue:
    """Give the two pages as a PDF."""
    application = seen(public_id)
    paper, name = read_paper(application), application.number or _("brouillon")
    return _pressed(public_id, paper, name)


@bp.get("/dossiers/<public_id>/envois/<int:turn>.pdf")
@open_to(MEMBERS)
def sent_pages(public_id: str, turn: int) -> ResponseReturnValue:
    """Give the two pages as they were at one sending."""
    application = seen(public_id)
    sending = sending_of(application, turn) or abort(404)
    paper, name = read_paper(application, sending.answers), f"{application.number}-{turn}"
    return _pressed(public_id, paper, name)


def _pressed(public_id: str, paper: papers.Paper, name: str) -> ResponseReturnValue:
    """Give two pages as a PDF, in the file's turn; ends the transaction first, for nobody waits on a press."""
    db.session.commit()
    with papers.turn(public_id):
        try:
            return pdf_answer(papers.two_pages(paper), name)
        except PdfUnavailable as error:
            return abort(503, str(error))


@bp.get("/dossiers/<public_id>/page-<int:page>.png")
@open_to(MEMBERS)
def page_picture(public_id: str, page: int) -> ResponseReturnValue:
    """Give the picture of one page."""
    paper = read_paper(seen(public_id))
    db.session.commit()
    with papers.turn(public_id):
        try:
            drawn = papers.page_picture(paper, page)
        except PdfUnavailable as error:
            return abort(503, str(error))
    return Response(drawn, mimetype="image/png", headers={"Cache-Control": PRIVATE}) if drawn else abort(404)


@bp.get("/dossiers/<public_id>/accuse-de-reception.pdf")
@open_to(MEMBERS)
def acknowledgement(public_id: str) -> ResponseReturnValue:
    """Give the acknowledgement again, as it was when the file was sent last."""
    application = seen(public_id)
    sending = last_sending(application)
    if sending is None or application.sent_at is None:
        abort(404)
    paper, call = read_paper(application, sending.answers), application.call
    days = papers.Days.of(call, local_day(call, application.sent_at))
    whole = complete(check(sending.answers, paper.terms))
    db.session.commit()
    try:
        return pdf_answer(papers.acknowledgement(paper, days, complete=whole), paper.number)
    except PdfUnavailable as error:
        return abort(503, str(error))
