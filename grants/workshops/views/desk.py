"""The desk of workshops: plan, change, call off, and the people of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from grants import pdf
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import STAFF, open_to
from grants.sheets import sent
from grants.territories.here import home_town
from grants.territories.queries import territory
from grants.territories.touch import SHOWN_WIDTH, shown_height, touched
from grants.workshops import queries, services
from grants.workshops.forms import WorkshopForm, worded
from grants.workshops.people_table import people_table
from grants.workshops.views.blueprint import bp, found

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.domain.territory import Territory
    from grants.workshops.models import Workshop
    from grants.workshops.services import WorkshopPlan

SHEETS = ("print-fonts.css", "print.css")


@bp.get("/gestion/ateliers/")
@open_to(STAFF)
def desk() -> ResponseReturnValue:
    """List workshops with their seats, and the way to plan one."""
    coming, over = queries.coming(), queries.over()
    waiting = queries.waiting_counts([*coming, *over])
    return render_template("workshops/desk.html", coming=coming, over=over, waiting=waiting)


@bp.route("/gestion/ateliers/nouveau", methods=["GET", "POST"])
@open_to(STAFF)
def new() -> ResponseReturnValue:
    """Plan a workshop."""
    form, town = WorkshopForm(), home_town()
    form.offer(queries.calls_to_choose(), town)
    if _pointed(form, town):
        return _edit(form, None, town)
    plan = form.plan(town) if form.is_submitted() else None
    if plan is None:
        return _edit(form, None, town)
    made = services.plan_workshop(plan, town.key, f"person:{g.person.id}")
    db.session.commit()
    flash(_("L’atelier est annoncé."), "success")
    return redirect(url_for("workshops.workshop", number=made.id))


@bp.route("/gestion/ateliers/<int:number>", methods=["GET", "POST"])
@open_to(STAFF)
def edit(number: int) -> ResponseReturnValue:
    """Change a workshop; those who come are told of what moves."""
    shown, form = found(number), WorkshopForm()
    if shown.cancelled_at:
        abort(404)
    town = territory(shown.territory)
    form.offer(queries.calls_to_choose(), town)
    if _pointed(form, town):
        return _edit(form, shown, town)
    if not form.is_submitted():
        form.propose(services.plan_of(shown), town)
    plan = form.plan(town, shown.taken) if form.is_submitted() else None
    told = _change(form, number, plan) if plan else None
    if told is None:
        return _edit(form, shown, town)
    flash(_told(_("L’atelier est à jour."), told), "success")
    return redirect(url_for("workshops.people", number=number))


@bp.route("/gestion/ateliers/<int:number>/annuler", methods=["GET", "POST"])
@open_to(STAFF)
def call_off(number: int) -> ResponseReturnValue:
    """Call a workshop off, once it was asked twice."""
    shown = found(number)
    if request.method != "POST":
        return render_template("workshops/call_off.html", workshop=shown)
    told = services.call_off(number, f"person:{g.person.id}")
    db.session.commit()
    flash(_told(_("L’atelier est annulé."), told), "success")
    return redirect(url_for("workshops.desk"))


@bp.get("/gestion/ateliers/<int:number>/inscrits")
@open_to(STAFF)
def people(number: int) -> ResponseReturnValue:
    """Show who comes and who waits."""
    shown = found(number)
    return render_template("workshops/people.html", workshop=shown, people=queries.people_of(shown))


@bp.post("/gestion/ateliers/<int:number>/inscrits/<int:guest>/enlever")
@open_to(STAFF)
def take_off(number: int, guest: int) -> ResponseReturnValue:
    """Take somebody off the list, who asked for it by telephone."""
    row = next((each for each in queries.people_of(found(number)) if each.id == guest), None) or abort(404)
    services.leave(row, f"person:{g.person.id}")
    db.session.commit()
    flash(_("%(name)s n’est plus sur la liste.", name=row.name), "success")
    return redirect(url_for("workshops.people", number=number))


@bp.get("/gestion/ateliers/<int:number>/feuille")
@open_to(STAFF)
def sheet(number: int) -> ResponseReturnValue:
    """Give the sheet people sign, as a PDF; a machine that makes none gives a page to print."""
    shown = found(number)
    seated = [each for each in queries.people_of(shown) if each.seated]
    context = {"workshop": shown, "people": seated}
    html, page = (render_template("workshops/sheet.html", on_screen=each, **context) for each in (False, True))
    db.session.commit()  # nobody waits for the database while the sheet is laid out
    try:
        printed = pdf.render(html, stylesheets=SHEETS, lang=str(get_locale()), title=shown.title)
    except pdf.PdfUnavailable:
        return page
    return Response(printed, mimetype="application/pdf")


@bp.get("/gestion/ateliers/<int:number>/inscrits.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def people_sheet(number: int, ending: str) -> ResponseReturnValue:
    """Give the list as a spreadsheet reads it."""
    return sent(people_table(queries.people_of(found(number))), ending, f"atelier-{number}")


def _pointed(form: WorkshopForm, town: Territory) -> bool:
    """Take the place touched on the drawing into the form, and tell whether one was; nothing is saved then."""
    place = touched(town, request.form)
    if place:
        form.point.data, form.known.data = place, ""
    return bool(place)


def _edit(form: WorkshopForm, shown: Workshop | None, town: Territory) -> ResponseReturnValue:
    """Show the form."""
    page = render_template(
        "workshops/edit.html",
        form=form,
        workshop=shown,
        town=town,
        width=SHOWN_WIDTH,
        height=shown_height(town),
    )
    return page, 400 if form.errors else 200


def _change(form: WorkshopForm, number: int, plan: WorkshopPlan) -> int | None:
    """Change the workshop; None when somebody took a seat meanwhile that the plan no longer has."""
    try:
        told = services.change(number, plan, f"person:{g.person.id}")
    except RuleError as error:
        db.session.rollback()
        form.seats.errors = [worded(error)]
        return None
    db.session.commit()
    return told


def _told(words: str, told: int) -> str:
    """Add how many people are told."""
    if not told:
        return words
    added: str = ngettext("%(num)s personne est prévenue.", "%(num)s personnes sont prévenues.", told)
    return f"{words} {added}"
