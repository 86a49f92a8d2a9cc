"""After the evening, for staff: encounters and slips, the minutes, the answers to the questionnaires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.following import LETTERS, day_of_letter
from grants.plenary.forms import words_of
from grants.plenary.forms.after import MinutesForm, SlipForm, WhyHiddenForm
from grants.plenary.forms.words_after import ANSWERS, ASKED, MOMENTS_ASKED, SHOWN
from grants.plenary.queries import participants_of
from grants.plenary.queries.encounters import who_of
from grants.plenary.queries.followed import encounter_of_evening, followed, news_of, tally
from grants.plenary.queries.minutes import minute_entry, minutes_of
from grants.plenary.queries.opinions import opinions_of
from grants.plenary.queries.reaching import unreached
from grants.plenary.services.encounters import Slip, hide_news, hide_words, type_slip
from grants.plenary.services.minutes import hide_minutes, show_minutes, write_minutes
from grants.plenary.views import bp
from grants.plenary.views.minutes import addition_of
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Participant, Plenary

PLACE = "/gestion/pleniere/<int(max=9999):year>"


def shown_in_address() -> str:
    """Return which encounters the address asks for."""
    asked = request.args.get("voir", "all")
    return asked if asked in SHOWN else "all"


@bp.get(f"{PLACE}/suites")
@open_to(STAFF, EVENING)
def suites(year: int) -> ResponseReturnValue:
    """List the encounters of the evening and how they lived at one and at six months."""
    plenary = asked_plenary(year)
    shown = shown_in_address()
    return render_template(
        "plenary/after/suites.html",
        call=plenary.call,
        plenary=plenary,
        tally=tally(followed(plenary)),
        rows=followed(plenary, shown),
        shown=shown,
        choices=SHOWN,
        unreached=unreached(plenary),
        letters=[(kind, day_of_letter(kind, plenary.held_on)) for kind in LETTERS],
    )


@bp.route(f"{PLACE}/suites/billet", methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def slip(year: int) -> ResponseReturnValue:
    """Type in a paper slip, then the next one."""
    plenary = asked_plenary(year)
    people = {each.id: each for each in participants_of(plenary)}
    form = SlipForm()
    form.offer((each.id, _named(each)) for each in people.values())
    if form.validate_on_submit():
        try:
            type_slip(_slip(form, people), g.person)
        except RuleError as error:
            flash(words_of(error), "error")
        else:
            db.session.commit()
            flash(_("Le billet est saisi. Passez au suivant, ou revenez à la liste."), "success")
            return redirect(url_for("plenary.slip", year=year))
    page = render_template("plenary/after/slip.html", call=plenary.call, plenary=plenary, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{PLACE}/suites/nouvelles/<int:number>/<any(cacher, montrer):act>")
@open_to(STAFF, EVENING)
def mark_news(year: int, number: int, act: str) -> ResponseReturnValue:
    """Hide the news of an encounter, or show them again."""
    news = news_of(asked_plenary(year), number) or abort(404)
    hide_news(news, g.person, hidden=act == "cacher")
    db.session.commit()
    return redirect(url_for("plenary.suites", year=year, _anchor=f"rencontre-{news.encounter_id}"))


@bp.post(f"{PLACE}/suites/<int:number>/mots/<any(cacher, montrer):act>")
@open_to(STAFF, EVENING)
def mark_words(year: int, number: int, act: str) -> ResponseReturnValue:
    """Hide what two people say they will do, or show it again."""
    encounter = encounter_of_evening(asked_plenary(year), number) or abort(404)
    hide_words(encounter, g.person, hidden=act == "cacher")
    db.session.commit()
    return redirect(url_for("plenary.suites", year=year, _anchor=f"rencontre-{number}"))


@bp.route(f"{PLACE}/compte-rendu", methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def minutes_desk(year: int) -> ResponseReturnValue:
    """Write the town's part of the minutes, and look after what was added."""
    plenary = asked_plenary(year)
    form = MinutesForm()
    if form.validate_on_submit():
        try:
            write_minutes(plenary, addition_of(form), g.person)
        except RuleError as error:
            flash(words_of(error), "error")
        else:
            db.session.commit()
            flash(_("Le paragraphe est en ligne."), "success")
            return redirect(url_for("plenary.minutes_desk", year=year))
    return _minutes_page(plenary, form), 422 if form.is_submitted() else 200


@bp.post(f"{PLACE}/compte-rendu/<int:number>/<any(cacher, montrer):act>")
@open_to(STAFF, EVENING)
def mark_minutes(year: int, number: int, act: str) -> ResponseReturnValue:
    """Hide a paragraph with a reason, or show it again."""
    plenary = asked_plenary(year)
    entry = minute_entry(plenary, number) or abort(404)
    form = WhyHiddenForm()
    if act == "montrer":
        show_minutes(plenary, entry, g.person)
    elif form.validate_on_submit():
        hide_minutes(plenary, entry, form.why.data or "", g.person)
    else:
        return _minutes_page(plenary, MinutesForm(formdata=None), {number: form}), 422
    db.session.commit()
    return redirect(url_for("plenary.minutes_desk", year=year, _anchor=f"texte-{number}"))


@bp.get(f"{PLACE}/questionnaires")
@open_to(STAFF, EVENING)
def opinions(year: int) -> ResponseReturnValue:
    """Read what people answered, without their names."""
    plenary = asked_plenary(year)
    return render_template(
        "plenary/after/opinions.html",
        call=plenary.call,
        plenary=plenary,
        counted=opinions_of(plenary),
        moments=MOMENTS_ASKED,
        asked=ASKED,
        answers=ANSWERS,
    )


def _named(person: Participant) -> str:
    """Name somebody for staff: the person first, as the slip does."""
    return person.name if person.project is None else f"{person.name} – {who_of(person)}, {person.project.title}"


def _slip(form: SlipForm, people: dict[int, Participant]) -> Slip:
    return Slip(
        people[form.one.data],
        people[form.other.data],
        form.words.data or "",
        form.contact_one.data or "",
        form.contact_other.data or "",
    )


def _minutes_page(plenary: Plenary, form: MinutesForm, sent: dict[int, WhyHiddenForm] | None = None) -> str:
    context: dict[str, Any] = {"call": plenary.call, "plenary": plenary, "form": form, "sent": sent or {}}
    return render_template("plenary/after/minutes_desk.html", entries=minutes_of(plenary), **context)
