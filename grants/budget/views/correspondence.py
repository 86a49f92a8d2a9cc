"""Letters to associations: what is due, what left, what can be printed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from grants.applications.forms import STATES
from grants.budget import papers, queries, services
from grants.budget.forms import ALL, CorrectionForm, HoldingForm, LettersForm
from grants.budget.papers import Sender
from grants.budget.queries.payables import town_day
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.db import db
from grants.pdf import PdfUnavailable
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import CENTS, DAY, Column, Table, sent
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from grants.budget.queries import Notice, Waiting
    from grants.calls.models import Call


CORRECTION = "correction-"


@dataclass(frozen=True, slots=True)
class Alert:
    """Files whose two months run out: how many, the first limit, and how many of the limits are past."""

    number: int
    first_on: date
    past: int


@bp.app_template_global("silence_alert")
def silence_alert(call: Call | None) -> Alert | None:
    """Return what is due on the two months' clock of a call, None when nothing is."""
    if call is None or call.imported:
        return None
    today = town_day(call)
    due = queries.limits_near(call, today)
    return Alert(len(due), due[0], sum(each < today for each in due)) if due else None


@bp.route("/gestion/budget/<int(max=9999):year>/attente", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def waiting(year: int) -> ResponseReturnValue:
    """Show the files without an answer by their limits, and have holding letters leave."""
    call, form = call_or_404(year), HoldingForm()
    today = town_day(call)
    if form.validate_on_submit():
        day, everybody = form.day.data, form.whom.data == ALL
        if acted(lambda: services.hold(call, day, g.person, everybody=everybody), _left, form):
            return redirect(url_for("budget.waiting", year=year))
    elif not form.is_submitted():
        form.day.data = today
    files = queries.waiting_files(call)
    held = queries.held_files(call)
    context = {"files": files, "held": held, "today": today, "states": STATES}
    page = render_template("budget/waiting.html", call=call, form=form, **context)
    return page, UNPROCESSABLE if form.is_submitted() else 200


@bp.get("/gestion/budget/<int(max=9999):year>/attente/lettres.pdf")
@open_to(STAFF, BUDGET)
def holding_letters(year: int) -> ResponseReturnValue:
    """Print the holding letters that left, all or those of one file (`dossier`); else what would leave, to be read."""
    call = call_or_404(year)
    today, number = town_day(call), request.args.get("dossier", "")
    files: Sequence[Waiting] = queries.held_files(call) or queries.near_limit(call, today)
    if number:
        files = [
            each
            for each in (*queries.held_files(call), *queries.waiting_files(call))
            if each.recipient.number == number
        ]
    sender = _sender(call)
    return _printed(
        lambda: papers.holding_letters(sender, files[:1] if number else files, today), files, "attente", year
    )


@bp.route("/gestion/budget/<int(max=9999):year>/notifications", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def notifications(year: int) -> ResponseReturnValue:
    """Show what is to be notified and what was, and record the day the letters leave."""
    call, form = call_or_404(year), LettersForm()
    if form.validate_on_submit():
        day = form.day.data
        if acted(lambda: services.notify(call, day, g.person), _left, form):
            return redirect(url_for("budget.notifications", year=year))
    elif not form.is_submitted():
        form.day.data = town_day(call)
    return _notices(call, form)


@bp.post("/gestion/budget/<int(max=9999):year>/notifications/corriger")
@open_to(STAFF, BUDGET)
def correct_notice(year: int) -> ResponseReturnValue:
    """Correct the day on which one letter left."""
    call, form = call_or_404(year), CorrectionForm(prefix=CORRECTION)
    if form.validate_on_submit():
        asked = (form.number.data or "", form.day.data, form.reason.data or "")
        done = _("La date est corrigée. Imprimez la lettre à nouveau si elle doit repartir.")
        if acted(lambda: services.correct_notice(call, *asked, g.person), done, form):
            return redirect(url_for("budget.notifications", year=year))
    return _notices(call, form)


def _notices(call: Call, filled: LettersForm) -> ResponseReturnValue:
    """Show the letters of notification; `filled` is the form that was sent, if any."""
    correcting = isinstance(filled, CorrectionForm)
    plain = LettersForm(formdata=None)
    plain.day.data = town_day(call)
    page = render_template(
        "budget/notifications.html",
        call=call,
        filled=filled,
        form=plain if correcting else filled,
        correction=filled if correcting else CorrectionForm(formdata=None, prefix=CORRECTION),
        notices=queries.notices_of(call),
    )
    return page, UNPROCESSABLE if filled.is_submitted() else 200


@bp.get("/gestion/budget/<int(max=9999):year>/notifications.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def notifications_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give what was voted and notified as a table."""
    rows = [
        (
            each.recipient.number,
            each.recipient.association,
            each.recipient.title,
            each.cents,
            each.in_kind_cents,
            each.act,
            each.voted_on,
            each.notified_on,
            _yes(each.recipient.by_mail),
        )
        for each in queries.notices_of(call_or_404(year))
    ]
    columns = (*_who(), Column(_("Voté"), CENTS), Column(_("Valeur de l’aide en nature"), CENTS), Column(_("Acte")))
    columns = (*columns, Column(_("Date du vote"), DAY), Column(_("Notifié le"), DAY), Column(_("E-mail")))
    return sent(Table(_("Lettres de notification"), columns, rows), ending, f"notifications-{year}")


@bp.get("/gestion/budget/<int(max=9999):year>/attente.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def waiting_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the files without an answer as a table."""
    rows = [
        (
            each.recipient.number,
            each.recipient.association,
            each.recipient.title,
            str(STATES[each.state]),
            each.received_on,
            each.silence_on,
            each.held_on,
            _yes(each.recipient.by_mail),
        )
        for each in queries.waiting_files(call_or_404(year))
    ]
    columns = (*_who(), Column(_("État")), Column(_("Reçu"), DAY), Column(_("Répondre avant"), DAY))
    columns = (*columns, Column(_("Lettre d’attente"), DAY), Column(_("E-mail")))
    return sent(Table(_("Dossiers sans réponse"), columns, rows), ending, f"attente-{year}")


def _who() -> tuple[Column, ...]:
    """Return the columns that say whose file it is."""
    return Column(_("Numéro")), Column(_("Association")), Column(_("Projet"))


def _yes(value: bool) -> str:  # noqa: FBT001 - a cell
    """Say yes or no."""
    return str(_("oui") if value else _("non"))


@bp.get("/gestion/budget/<int(max=9999):year>/notifications/lettres.pdf")
@open_to(STAFF, BUDGET)
def notification_letters(year: int) -> ResponseReturnValue:
    """Print the letters of notification, all or that of one file (`dossier`)."""
    call = call_or_404(year)
    number, notices = request.args.get("dossier", ""), queries.notices_of(call)
    chosen: list[Notice] = [each for each in notices if number in {"", each.recipient.number}]
    sender, today = _sender(call), town_day(call)
    return _printed(lambda: papers.notification_letters(sender, chosen, today), chosen, "notifications", year)


def _left(number: int) -> str:
    """Say how many letters left."""
    return str(
        ngettext(
            "%(num)s lettre est notée comme partie, et l’e-mail est envoyé à qui en a un. Imprimez-la ci-dessous.",
            "%(num)s lettres sont notées comme parties, et l’e-mail est envoyé à qui en a un. Imprimez-les ci-dessous.",
            number,
        )
    )


def _sender(call: Call) -> Sender:
    """Return who writes."""
    return Sender(territory(call.territory), call.title, call.dates)


def _printed(
    write: Callable[[], bytes], letters: Sequence[Waiting] | Sequence[Notice], name: str, year: int
) -> ResponseReturnValue:
    """Print letters, or say that there is none."""
    if not letters:
        abort(404)
    db.session.commit()  # nobody waits for the database while the press works
    try:
        made = write()
    except PdfUnavailable as error:
        return abort(503, str(error))
    headers = {"Content-Disposition": f'inline; filename="lettres-{name}-{year}.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)
