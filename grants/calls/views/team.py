"""The people who work for the town: administrators say who they are, what for, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.accounts.forms import WORDS
from grants.accounts.queries import last_seen, person_by_email, staff
from grants.accounts.services import ensure_person
from grants.accounts.services.team import give_role, open_invitations
from grants.calls.forms.team import RoleForm, parts_in_words, told_end
from grants.calls.queries import calls, is_main
from grants.calls.views.calls import bp
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import ADMIN, FILES, Part, open_to
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.accounts.models import Person
    from grants.calls.models import Call

PLACE = "/gestion/equipe"


@bp.get(PLACE)
@open_to(ADMIN)
def team() -> ResponseReturnValue:
    """List who works for the town, for which calls, how they are protected, and the roles offered by a link."""
    people, named, zone = staff(), names(), territory(current_settings().territory).zone
    return render_template(
        "calls/team.html",
        people=people,
        seen=last_seen(people),
        parts={each.id: parts_in_words(each, named) for each in people},
        ends={each.id: told_end(each, zone) for each in people},
        invitations=open_invitations(),
        required=current_settings().staff_second_factor == "required",
    )


@bp.get("/gestion/droits")
@bp.get("/gestion/protection")
@open_to(ADMIN)
def team_of_before() -> ResponseReturnValue:
    """Lead from the pages that held one thing each of the same people."""
    return redirect(url_for("calls.team"), 301)


@bp.route(f"{PLACE}/ajouter", methods=["GET", "POST"])
@open_to(ADMIN)
def add_to_team() -> ResponseReturnValue:
    """Have somebody else work for the town: they sign in by mail, as anybody does."""
    form = _form()
    if form.validate_on_submit():
        person = person_by_email(form.email.data or "")
        if person is not None and person.works_here:
            return redirect(url_for("calls.member", person_id=person.id))
        if _give(person or ensure_person(form.email.data or ""), form):
            return redirect(url_for("calls.team"))
    return render_template("calls/member.html", form=form, who=None), 422 if form.errors else 200


@bp.route(f"{PLACE}/<int:person_id>", methods=["GET", "POST"])
@open_to(ADMIN)
def member(person_id: int) -> ResponseReturnValue:
    """Say what one person does for the town, and all that can be changed of it."""
    person = next((each for each in staff() if each.id == person_id), None) or abort(404)
    form = _form(person)
    if form.validate_on_submit() and _give(person, form):
        return redirect(url_for("calls.team"))
    return render_template("calls/member.html", form=form, who=person), 422 if form.errors else 200


def own_year(part: str, shown: int) -> int | None:
    """Return the year to which a menu leads: the one shown if it is theirs, else the newest of theirs, None without.

    Whoever works for the whole town has them all.
    """
    if g.person.is_staff:
        return shown
    years = [each.year for each in _ours() if each.id in g.person.calls_of(Part(part))]
    return shown if shown in years else next(iter(years), None)


bp.add_app_template_global(own_year)


def names() -> dict[int, str]:
    """Return what people call each call: its year, with its kind when it stands beside the main one."""
    return {each.id: str(each.year) if is_main(each) else f"{each.year} {each.scheme}" for each in _ours()}


def _ours() -> list[Call]:
    """Return the calls people apply to, newest first."""
    return [each for each in calls() if not each.imported]


def _form(person: Person | None = None) -> RoleForm:
    """Return the form, filled with what somebody does already."""
    form, named = RoleForm(), names()
    parts = [(each.id, part) for each in _ours() for part in Part if part == FILES or is_main(each)]
    form.offer(parts, named)
    if not form.is_submitted():
        form.propose(person, territory(current_settings().territory).zone)
    if person is not None:
        del form.email
    return form


def _give(person: Person, form: RoleForm) -> bool:
    """Give the role of the form and commit, or say in the form why it cannot be."""
    named = names()
    given = form.given(named, territory(current_settings().territory).zone)
    if given is None:
        return False
    try:
        give_role(person, given, f"person:{g.person.id}")
    except RuleError as error:
        db.session.rollback()
        form.scope.errors = [str(WORDS[error.code])]
        return False
    db.session.commit()
    flash(_("C’est noté\u00a0: cela vaut dès la prochaine page de %(who)s.", who=person.email), "success")
    return True
