"""The home of the budget desk: where the year is, what waits, the sums, the files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask_babel import gettext as _

from grants.budget import queries
from grants.budget.forms import STEPS, BatchForm, OnceForm, StepForm, address_of, choices_of_desk, read_asked
from grants.budget.forms.words.sums import spoken
from grants.budget.views import bp, pictures
from grants.budget.views.acting import call_or_404
from grants.budget.views.alerts import alerts
from grants.budget.views.files_table import files_table
from grants.budget.views.payments import ORDER, PAY
from grants.calls.views import today_in
from grants.domain.money import format_euros
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import sent
from grants.territories.queries import territory

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from grants.budget.queries import Asked, Desk
    from grants.calls.models import Call
    from grants.domain.territory import Territory


@bp.get("/gestion/budget/<int(max=9999):year>")
@open_to(STAFF, BUDGET)
def desk(year: int) -> ResponseReturnValue:
    """Show where the year is, what waits for a clerk, the sums of each envelope and of each file."""
    call = call_or_404(year)
    read, town = queries.desk_of(call), territory(call.territory)
    choices, today = choices_of_desk(read, town), today_in(town)
    asked = read_asked(request.args, choices)
    return render_template(
        "budget/desk.html",
        call=call,
        desk=read,
        sums=queries.sums_of(read),
        alerts=alerts(read, today),
        steps=_year_steps(call, today),
        plans=town.envelopes,
        in_kind=read.in_kind,
        choices=choices,
        **_chosen(read, asked),
        **_pictures(read, town),
        **_acts(read),
    )


@bp.get("/gestion/budget/<int(max=9999):year>/dossiers.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def files_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the files as filtered on screen, for any spreadsheet."""
    call = call_or_404(year)
    read, town = queries.desk_of(call), territory(call.territory)
    asked = read_asked(request.args, choices_of_desk(read, town))
    return sent(files_table(read, read.matching(asked), town), ending, f"budget-{year}-dossiers")


def _chosen(read: Desk, asked: Asked) -> dict[str, Any]:
    """Return the files a clerk chose to see, and how that was said."""
    step_words = {step: str(words) for step, words in STEPS.items()}  # once, not once a file
    write = partial(format_euros, language=spoken())
    return {
        "write": write,
        "files": read.matching(asked),
        "asked": asked,
        "kept": address_of(asked),
        "step_words": step_words,
    }


def _pictures(read: Desk, town: Territory) -> dict[str, Any]:
    """Draw the year."""
    voted, proposed = [file.voted for file in read.files], [file.proposed or 0 for file in read.files]
    return {
        "gauges": pictures.gauges(read.envelopes),
        "fall": pictures.fall(read.moves),
        "awards": pictures.awards(voted if read.acts else proposed, read.call.cap_cents, proposed=not read.acts),
        "places": pictures.places(town, read.places, queries.told_amounts(read)),
    }


def _year_steps(call: Call, today: date) -> list[tuple[date, str, str]]:
    """Return the days of the year with their words, and whether each is past, now (the next one) or later."""
    dates = call.dates
    days = (
        (dates.opens_on, _("Ouverture de l’appel")),
        (dates.closes_on, _("Dernier jour pour envoyer un dossier")),
        (dates.settle_on, _("Calcul du plafond commun")),
        (dates.council_on, _("Vote du conseil")),
        (dates.notify_by, _("Lettres de notification parties")),
        (dates.pay_by, _("Subventions payées")),
        (dates.plenary_on, _("Plénière")),
        (dates.report_by, _("Bilans rendus")),
    )
    ahead = [day for day, _words in days if day >= today]
    coming = min(ahead, default=None)
    moment = {True: "past", False: "next"}
    return sorted((day, words, "now" if day == coming else moment[day < today]) for day, words in days)


def _acts(read: Desk) -> dict[str, Any]:
    """Return what can be done, and the forms that do it, each with its one-time key."""
    return {
        "acts": read.acts,
        "settlement": read.settlement,
        "outdated": not read.acts
        and queries.is_outdated(read.settlement, read.call.cap_cents, read.envelopes, read.waiting),
        "waiting": read.waiting,
        "to_order": read.to_order,
        "to_pay": read.to_pay,
        "step_form": StepForm(step=queries.step_of(read.settlement)),
        "order_form": BatchForm(prefix=ORDER),
        "pay_form": BatchForm(prefix=PAY),
        "plain": OnceForm(),
    }
