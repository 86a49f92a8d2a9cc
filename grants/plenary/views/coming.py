"""Answering an invitation by one's personal link, without an account; signing up as a guest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.accounts.queries import is_member
from grants.audit import record
from grants.budget.services import actor_of
from grants.db import db
from grants.domain.coming import answer_by
from grants.domain.errors import RuleError
from grants.plenary import services, wording
from grants.plenary.diary import MEDIA_TYPE, calendar_of
from grants.plenary.forms import ComingForm, GuestSignUpForm, LinkForm, words_of
from grants.plenary.hours import evening_when
from grants.plenary.queries import projects_of, published_programme
from grants.plenary.queries.invitations import is_over
from grants.plenary.queries.party import Party, is_seated, party_of_project, party_of_token
from grants.plenary.queries.vetoes import vetoes_by
from grants.plenary.queries.wishes import wishes_by
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, EVERYONE, MEMBERS, caller, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary

bp.add_app_template_global(evening_when, "evening_when")


@bp.route("/pleniere/<int(max=9999):year>/venir/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def coming(year: int, token: str) -> ResponseReturnValue:
    """Let the holder of a personal link say who comes, or that nobody can."""
    party = party_of_token(year, token)
    if party is None:
        return render_template("plenary/coming/gone.html", year=year), 404
    return _answer(party, url_for("plenary.coming", year=year, token=token))


@bp.route("/pleniere/<int(max=9999):year>/qui-vient/<slug>", methods=["GET", "POST"])
@open_to(MEMBERS)
def who_comes(year: int, slug: str) -> ResponseReturnValue:
    """Let an association say who comes for its project."""
    plenary = asked_plenary(year)
    project = next((each for each in projects_of(plenary.call) if each.slug == slug), None) or abort(404)
    if not (
        g.person.looks_after(plenary.call_id, EVENING) or any(is_member(g.person, who) for who in project.carrier_ids)
    ):
        abort(403)
    return _answer(party_of_project(plenary, project), url_for("plenary.who_comes", year=year, slug=slug))


def _answer(party: Party, page: str) -> ResponseReturnValue:
    """Show the form of an answer, and keep what it says."""
    form = ComingForm()
    form.fit(party)
    if not form.is_submitted():
        form.propose(party)
    elif is_over(party.plenary):
        return _coming_page(party, form), 409
    elif form.validate_on_submit():
        try:
            services.answer(party, form.answer(str(get_locale())))
        except RuleError as error:
            db.session.rollback()
            form.add_error(error, party)
            return _coming_page(party, form), 409 if error.code == "list_changed" else 422
        _note(party)
        db.session.commit()
        flash(_thanks(coming=form.coming.data == "yes"), "success")
        return redirect(page)
    return _coming_page(party, form), 422 if form.errors else 200


def _note(party: Party) -> None:
    """Write in the log an answer that somebody of the staff typed, on the telephone for instance."""
    person, speaker = g.get("person"), party.speaker
    if person is not None and person.looks_after(party.plenary.call_id, EVENING):
        subject = f"participant:{speaker.id}" if speaker else f"plenary:{party.plenary.id}"
        record(actor_of(person), "evening_answer_typed", subject, year=party.plenary.call.year)


def _coming_page(party: Party, form: ComingForm) -> str:
    """Draw the page of a personal link."""
    published = published_programme(party.plenary)
    return render_template(
        "plenary/coming/coming.html",
        party=party,
        form=form,
        plenary=party.plenary,
        over=is_over(party.plenary),
        published=published,
        seated=is_seated(published, party.speaker),
        answer_by=answer_by(party.plenary.held_on),
        wishes=wishes_by(party.lines),
        apart=vetoes_by(party.holder) if party.holder else (),
        words=wording,
    )


def _thanks(*, coming: bool) -> str:
    """Say what was kept, and what follows."""
    if coming:
        return str(_("C’est noté, merci\u00a0: nous vous attendons. Vous pouvez encore changer votre réponse ici."))
    return str(_("C’est noté, merci d’avoir prévenu. Si cela change, répondez oui ici."))


@bp.get("/pleniere/<int(max=9999):year>/venir/<token>.ics")
@open_to(EVERYONE)
def diary(year: int, token: str) -> ResponseReturnValue:
    """Give the evening for somebody's own calendar."""
    party = party_of_token(year, token)
    if party is None or party.holder is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="pleniere-{year}.ics"'}
    made = calendar_of(party.plenary, party.holder)
    return Response(made, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


@bp.route("/pleniere/<int(max=9999):year>/venir", methods=["GET", "POST"])
@open_to(EVERYONE)
def sign_up(year: int) -> ResponseReturnValue:
    """Let a guest sign up: a resident, a service, an elected member, a neighbour's project."""
    plenary, form = asked_plenary(year), GuestSignUpForm()
    if is_over(plenary):
        return _sign_up_page(plenary, form), 409 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            services.sign_up(plenary, form.guest(str(get_locale())), caller())
        except RuleError as error:
            db.session.commit()
            form.email.errors = [words_of(error)]
            return _sign_up_page(plenary, form), 429
        db.session.commit()
        flash(_("Merci\u00a0! Un message part avec votre lien personnel et la date pour votre agenda."), "success")
        return redirect(url_for("plenary.programme", year=year, appel=request.args.get("appel")))
    return _sign_up_page(plenary, form), 422 if form.errors else 200


@bp.post("/pleniere/<int(max=9999):year>/venir/lien")
@open_to(EVERYONE)
def link_again(year: int) -> ResponseReturnValue:
    """Send their link again to whoever lost it; the answer is the same for an address nobody knows."""
    plenary, link = asked_plenary(year), LinkForm()
    if not link.validate_on_submit():
        return _sign_up_page(plenary, GuestSignUpForm(formdata=None), link), 422
    try:
        services.send_link(plenary, link.email, caller())
    except RuleError as error:
        db.session.commit()
        link.address.errors = [words_of(error)]
        return _sign_up_page(plenary, GuestSignUpForm(formdata=None), link), 429
    db.session.commit()
    flash(_("Si cette adresse est sur la liste, son lien personnel vient de partir. Regardez vos messages."), "success")
    return redirect(url_for("plenary.sign_up", year=year, appel=request.args.get("appel")))


def _sign_up_page(plenary: Plenary, form: GuestSignUpForm, link: LinkForm | None = None) -> str:
    """Draw the page where guests sign up."""
    return render_template(
        "plenary/coming/sign_up.html",
        call=plenary.call,
        plenary=plenary,
        form=form,
        link=link or LinkForm(formdata=None),
        over=is_over(plenary),
        published=published_programme(plenary),
        words=wording,
    )
