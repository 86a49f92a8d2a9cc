"""The people of an association: for themselves, and for the staff who help when nobody is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.accounts import services
from grants.accounts.forms import WORDS, InviteForm
from grants.accounts.models import AssociationInvitation
from grants.accounts.queries import (
    association_handled_by,
    association_link,
    associations_matching,
    is_member,
    log_of,
    open_claims,
    open_links,
    people_of,
)
from grants.accounts.views.sign_in import bp, enter
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import EVERYONE, MEMBERS, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.accounts.models import Association, Membership
    from grants.accounts.queries import AssociationRow

PAGE = 50
LAST_PAGE = 10_000


def handled(association_id: int) -> Association:
    """Return the association if the person acts for it or works for the town; else the page does not exist."""
    return association_handled_by(g.person, association_id) or abort(404)


@bp.get("/gestion/associations/")
@open_to(STAFF)
def desk_associations() -> ResponseReturnValue:
    """List the associations, those somebody asks to join first."""
    words = asked_words()
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    rows, number = associations_matching(words, page, PAGE)
    pages = max(1, -(-number // PAGE))
    context = {"rows": rows, "number": number, "words": words, "page": page, "pages": pages}
    return render_template("accounts/associations.html", **context)


def asked_words() -> str:
    """Return the words looked for."""
    return " ".join(request.args.get("q", "").replace("\0", "").split())[:100]


def matching(words: str) -> list[AssociationRow]:
    """Return all the associations that match, page after page."""
    rows, number = associations_matching(words, 1, PAGE)
    return rows if number <= PAGE else associations_matching(words, 1, number)[0]


@bp.get("/gestion/associations/<int:association_id>")
@open_to(STAFF)
def desk_association(association_id: int) -> ResponseReturnValue:
    """Show the people of an association to the staff."""
    return _people(handled(association_id), desk=True)


@bp.get("/mon-espace/associations/<int:association_id>")
@open_to(MEMBERS)
def association(association_id: int) -> ResponseReturnValue:
    """Show the people of an association to one of them."""
    if not is_member(g.person, association_id):
        abort(404)
    return _people(handled(association_id))


@bp.post("/mon-espace/associations/<int:association_id>/inviter")
@open_to(MEMBERS)
def invite_to_association(association_id: int) -> ResponseReturnValue:
    """Invite somebody by mail, or send the invitation again."""
    house = handled(association_id)
    form = InviteForm()
    if not form.validate_on_submit():
        return _people(house, form), 422
    leaves = bool(form.leaves.data) and is_member(g.person, association_id)
    try:
        services.invite_to_association(house, g.person, form.email.data or "", str(get_locale()), leaves=leaves)
    except RuleError as error:
        db.session.rollback()
        form.email.errors = [str(WORDS[error.code])]
        return _people(handled(association_id), form), 422
    db.session.commit()
    flash(_("L’invitation est partie par e-mail. Elle vaut sept jours."), "success")
    return _back(association_id)


@bp.post("/mon-espace/associations/<int:association_id>/invitations/<int:link_id>/annuler")
@open_to(MEMBERS)
def call_back(association_id: int, link_id: int) -> ResponseReturnValue:
    """Call an invitation back."""
    house = handled(association_id)
    waiting = open_links(AssociationInvitation, association_id=association_id)
    link = next((each for each in waiting if each.id == link_id), None)
    if link is not None and services.call_back(link):
        services.note(house, "called_back", g.person.email, link.email)
        flash(_("L’invitation est annulée\u00a0: son lien ne sert plus."), "success")
    db.session.commit()
    return _back(association_id)


@bp.post("/mon-espace/associations/<int:association_id>/demandes/<int:claim_id>")
@open_to(MEMBERS)
def answer_claim(association_id: int, claim_id: int) -> ResponseReturnValue:
    """Let in somebody who asked to join, or not."""
    house = handled(association_id)
    try:
        services.answer_claim(house, claim_id, g.person, accept=request.form.get("answer") == "yes")
    except RuleError:
        db.session.rollback()
        flash(_("Quelqu’un a déjà répondu à cette demande."), "warning")
    else:
        db.session.commit()
        flash(_("C’est noté, et la personne est prévenue par e-mail."), "success")
    return _back(association_id)


@bp.route("/mon-espace/associations/<int:association_id>/retirer/<int:membership_id>", methods=["GET", "POST"])
@open_to(MEMBERS)
def leave_association(association_id: int, membership_id: int) -> ResponseReturnValue:
    """Ask once more, then end what somebody does for the association."""
    house = handled(association_id)
    row = _row(house, membership_id)
    if request.method != "POST":
        return render_template("accounts/leave.html", house=house, row=row, alone=len(people_of(house)) == 1)
    try:
        services.leave_association(house, row.person, g.person)
    except RuleError as error:
        db.session.rollback()
        flash(str(WORDS[error.code]), "error")
    else:
        db.session.commit()
        flash(_("C’est fait\u00a0: cette personne n’agit plus pour l’association."), "success")
    return _back(association_id)


@bp.route("/rejoindre/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def join_association(token: str) -> ResponseReturnValue:
    """Show who invites and for which association; only pressing the button accepts."""
    link = association_link(services.hashed(token))
    if link is None:
        return render_template("accounts/link_over.html"), 404
    if request.method != "POST":
        return render_template("accounts/join.html", link=link)
    if request.form.get("answer") == "no":
        if services.call_back(link):
            services.note(link.association, "turned_down", link.email, link.email)
        db.session.commit()
        return render_template("accounts/link_over.html", thanks=True)
    try:
        person, house = services.join_by_link(token, str(get_locale()))
    except RuleError:
        db.session.rollback()
        return render_template("accounts/link_over.html"), 404
    return enter(person, url_for("accounts.association", association_id=house.id))


def _row(house: Association, membership_id: int) -> Membership:
    """Return somebody who acts for the association today."""
    return next((row for row in people_of(house) if row.id == membership_id), None) or abort(404)


def _back(association_id: int) -> ResponseReturnValue:
    """Return to the association's page, the staff's when one does not act for it; else to one's space."""
    if is_member(g.person, association_id):
        return redirect(url_for("accounts.association", association_id=association_id))
    if g.person.is_staff:
        return redirect(url_for("accounts.desk_association", association_id=association_id))
    return redirect(f"{request.script_root}/mon-espace")


def _people(house: Association, form: InviteForm | None = None, *, desk: bool = False) -> str:
    """Render the people of an association, who is invited, who asks, and the log."""
    member = is_member(g.person, house.id)
    return render_template(
        "accounts/association.html",
        house=house,
        desk=desk or not member,
        people=people_of(house),
        waiting=open_links(AssociationInvitation, association_id=house.id),
        claims=open_claims(house),
        log=log_of(house),
        form=form or InviteForm(formdata=None),
    )
