"""A project carried by several associations: who they are, and the part of each once the council voted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.budget.forms.fields import typed_euros
from grants.budget.forms.partners import PartnerForm, read_parts
from grants.budget.queries.councillors import association_names
from grants.budget.queries.partners import award_of_file, carrying
from grants.budget.queries.payments import file_of
from grants.budget.services.partners import add_partner, share_award, take_partner_off
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import CENTS, Column, Table, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application


@bp.route("/gestion/budget/<int(max=9999):year>/dossiers/<number>/associations", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def partners(year: int, number: str) -> ResponseReturnValue:
    """Say which associations carry a project, and what part of the award is each one’s."""
    form = PartnerForm()
    file = file_of(call_or_404(year), number) or abort(404)
    wrong: dict[str, str] = {}
    if form.validate_on_submit():
        done, wrong = _act(file, form)
        if done:
            return redirect(url_for("budget.partners", year=year, number=number))
    return _page(file, form, wrong), UNPROCESSABLE if form.is_submitted() else 200


@bp.get("/gestion/budget/<int(max=9999):year>/dossiers/<number>/associations.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def partners_sheet(year: int, number: str, ending: str) -> ResponseReturnValue:
    """Give who carries a project, with the part of each in euros."""
    file = file_of(call_or_404(year), number) or abort(404)
    columns = (Column(_("Association")), Column(_("Numéro")), Column(_("Part"), CENTS))
    rows = ((row.name, row.number, row.cents) for row in carrying(file.project or abort(404), award_of_file(file)))
    return sent(Table(_("Qui porte le projet"), columns, rows), ending, f"associations-{number}")


def _page(file: Application, form: PartnerForm, wrong: dict[str, str]) -> str:
    """Render who carries a project, with what was typed."""
    project = file.project or abort(404)
    award = award_of_file(file)
    rows = carrying(project, award)
    return render_template(
        "budget/partners.html",
        call=file.call,
        file=file,
        form=form,
        award=award,
        rows=rows,
        equal=any(each.share_cents is None for each in project.partners),
        typed=request.form,
        proposed={row.association_id: typed_euros(row.cents) for row in rows if row.cents is not None},
        wrong=wrong,
        known=association_names(),
    )


def _act(file: Application, form: PartnerForm) -> tuple[bool, dict[str, str]]:
    """Add an association, take one off, or write the parts, as the button pressed says; give what cannot be read."""
    gone = request.form.get("off", type=int)
    if gone is not None:
        return acted(lambda: take_partner_off(file, gone, g.person), _("L’association est retirée."), form), {}
    if "parts" not in request.form:
        name, asked = form.name.data or "", form.number.data or ""
        return acted(lambda: add_partner(file, name, asked, g.person), _("L’association est ajoutée."), form), {}
    parts, wrong = read_parts(request.form, carrying(file.project, award_of_file(file))) if file.project else ({}, {})
    if wrong:
        return False, wrong
    return acted(lambda: share_award(file, parts, g.person), _("Les parts sont enregistrées."), form), {}
