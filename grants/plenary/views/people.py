"""Who comes: the list of people as staff keep it, and the invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import ngettext

from grants.audit import record
from grants.budget.services import actor_of
from grants.db import db
from grants.domain.coming import answer_by
from grants.domain.errors import RuleError
from grants.plenary import services, wording
from grants.plenary.forms import GuestForm, kind_named, words_of
from grants.plenary.queries import participant_of, projects_of
from grants.plenary.queries.invitations import STATES, PeopleList, is_over, people_list
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary

LONGEST_SEARCH = 200
LONGEST_PAGE = 4
PLACE = "/gestion/pleniere/<int(max=9999):year>"


@bp.route(f"{PLACE}/personnes", methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def people(year: int) -> ResponseReturnValue:
    """List everybody announced, and announce somebody more."""
    plenary = asked_plenary(year)
    projects = projects_of(plenary.call)
    form = GuestForm()
    form.offer([(project.id, project.title) for project in projects])
    if form.validate_on_submit():
        project = next((each for each in projects if each.id == form.project.data), None)
        guest_kind = form.guest_kind.data or ""
        try:
            added = services.add(plenary, form.name.data or "", project, email=form.address, guest_kind=guest_kind)
        except RuleError as error:
            flash(words_of(error), "error")
        else:
            _note(plenary, "evening_person_added", f"participant:{added.id}")
            db.session.commit()
            return redirect(url_for("plenary.people", year=year))
    return _people_page(plenary, form), 422 if form.errors else 200


def _people_page(plenary: Plenary, form: GuestForm) -> str:
    """Draw the list, as it was asked for."""
    state, search = chosen()
    return render_template(
        "plenary/people/people.html",
        call=plenary.call,
        plenary=plenary,
        form=form,
        list=asked_list(plenary),
        state=state,
        search=search,
        args={name: value for name, value in (("etat", state), ("q", search)) if value},
        answer_by=answer_by(plenary.held_on),
        over=is_over(plenary),
        kind_named=kind_named,
        words=wording,
    )


def chosen() -> tuple[str, str]:
    """Return the state and the words that the address asks for; a state nobody knows is everybody."""
    state = request.args.get("etat", "")
    return state if state in STATES else "", request.args.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]


def asked_list(plenary: Plenary) -> PeopleList:
    """Return the list as the address asks for it."""
    typed = request.args.get("page", "")
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_PAGE else 1
    return people_list(plenary, *chosen(), page)


@bp.post(f"{PLACE}/personnes/<int(max=2147483647):number>/<any(vient, absent, enlever, inviter):act>")
@open_to(STAFF, EVENING)
def mark(year: int, number: int, act: str) -> ResponseReturnValue:
    """Note that somebody comes, does not come, or was announced by mistake; or send their link again."""
    plenary = asked_plenary(year)
    participant = participant_of(plenary, number) or abort(404)
    if act == "enlever":
        services.remove(participant)
    elif act == "inviter":
        services.invite_again(plenary, participant)
    else:
        services.set_coming(participant, coming=act == "vient")
    _note(plenary, MARKS[act], f"participant:{number}")
    db.session.commit()
    return redirect(url_for("plenary.people", year=year, _anchor=f"personne-{number}"))


MARKS = {
    "vient": "evening_person_coming",
    "absent": "evening_person_absent",
    "enlever": "evening_person_removed",
    "inviter": "evening_link_sent",
}
"""How the log calls each act."""


@bp.post(f"{PLACE}/invitations")
@open_to(STAFF, EVENING)
def invite(year: int) -> ResponseReturnValue:
    """Write to everybody who can be reached and was not invited yet."""
    plenary = asked_plenary(year)
    count = services.invite(plenary)
    if count:
        _note(plenary, "evening_invited", f"plenary:{plenary.id}", count)
    db.session.commit()
    flash(ngettext("%(num)s invitation part.", "%(num)s invitations partent.", count), "success")
    return redirect(url_for("plenary.people", year=year))


@bp.post(f"{PLACE}/prevenir")
@open_to(STAFF, EVENING)
def tell_of_change(year: int) -> ResponseReturnValue:
    """Write to those who were told another day, hour or place."""
    plenary = asked_plenary(year)
    count = services.tell_of_change(plenary)
    if count:
        _note(plenary, "evening_change_told", f"plenary:{plenary.id}", count)
    db.session.commit()
    flash(ngettext("%(num)s personne est prévenue.", "%(num)s personnes sont prévenues.", count), "success")
    return redirect(url_for("plenary.people", year=year))


def _note(plenary: Plenary, act: str, subject: str, count: int = 0) -> None:
    """Write in the log what somebody of the staff did."""
    record(actor_of(g.person), act, subject, {"people": count} if count else {}, year=plenary.call.year)
