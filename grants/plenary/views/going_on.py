"""After the evening, by personal link: with whom one goes on, how it lives, and two short questionnaires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications.queries import local_day
from grants.calls.forms import write_day
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.following import MONTHS, day_of_letter, times_open
from grants.domain.questions import LONGEST_WORDS, QUESTIONS
from grants.plenary.forms import words_of
from grants.plenary.forms.after import GoOnForm, NewsForm, WhatForm
from grants.plenary.forms.words_after import ANSWERS, ASKED, LIFE_WORDS, MOMENTS_ASKED, TIMES
from grants.plenary.queries import participant_of_token, published_programme
from grants.plenary.queries.encounters import (
    encounter_of,
    encounters_of_project,
    met_at_tables,
    others_of,
    told_to,
    who_of,
)
from grants.plenary.queries.opinions import answers_of
from grants.plenary.queries.reaching import addresses_of
from grants.plenary.services.encounters import choose, say_what, tell_news
from grants.plenary.services.opinions import give_opinion
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Participant, Plenary
    from grants.plenary.queries.encounters import Told

LINK = "/pleniere/<int(max=9999):year>/suite/<key>"
UNPROCESSABLE = 422

bp.add_app_template_global(encounters_of_project, "encounters_of_project")
bp.add_app_template_global(who_of, "who_of")
bp.add_app_template_global(LIFE_WORDS.__getitem__, "life_words")
bp.add_app_template_global(TIMES.__getitem__, "life_time")


@bp.route(LINK, methods=["GET", "POST"])
@open_to(EVERYONE)
def go_on(year: int, key: str) -> ResponseReturnValue:
    """Tick the people one wants to go on with, and give them how to be reached."""
    plenary, me = _asked(year, key)
    if _today(plenary) < plenary.held_on:
        return render_template("plenary/after/not_yet.html", plenary=plenary, call=plenary.call)
    form = GoOnForm()
    others = others_of(plenary, me)
    form.offer((each.id, _named(each)) for each in others)
    told = told_to(me)
    if form.validate_on_submit():
        choose(me, form.wanted(), form.dropped(), form.given())
        db.session.commit()
        flash(_("C’est noté. Vous pouvez revenir changer d’avis quand vous voulez."), "success")
        return redirect(url_for("plenary.go_on", year=year, key=key))
    if not form.is_submitted():
        _fill(form, me, told)
    page = _go_on_page(plenary, me, form, told)
    return page, UNPROCESSABLE if form.errors else 200


@bp.route(f"{LINK}/<int:number>", methods=["GET", "POST"])
@open_to(EVERYONE)
def encounter(year: int, key: str, number: int) -> ResponseReturnValue:
    """Say what one wants to do with somebody, and find how to reach them."""
    plenary, me = _asked(year, key)
    told = encounter_of(me, number) or abort(404)
    form = WhatForm(words=told.mine.words if told.mine else "")
    if form.validate_on_submit():
        say_what(told.encounter, me, form.words.data or "")
        db.session.commit()
        flash(_("C’est noté, merci."), "success")
        return redirect(url_for("plenary.encounter", year=year, key=key, number=number))
    return _encounter_page(plenary, me, told, form), UNPROCESSABLE if form.errors else 200


@bp.post(f"{LINK}/<int:number>/nouvelles/<int:months>")
@open_to(EVERYONE)
def tell(year: int, key: str, number: int, months: int) -> ResponseReturnValue:
    """Tell how an encounter lives, one or six months after."""
    plenary, me = _asked(year, key)
    told = encounter_of(me, number) or abort(404)
    form = NewsForm(prefix=f"m{months}-")
    if not form.validate_on_submit():
        return _encounter_page(plenary, me, told, WhatForm(formdata=None), {months: form}), UNPROCESSABLE
    try:
        tell_news(told.encounter, me, months, (form.state.data, form.words.data or ""), _today(plenary))
    except RuleError as error:
        flash(words_of(error), "error")
    else:
        db.session.commit()
        flash(_("C’est noté, merci."), "success")
    return redirect(url_for("plenary.encounter", year=year, key=key, number=number))


@bp.route("/pleniere/<int(max=9999):year>/questions/<key>/<any(evening, half_year):moment>", methods=["GET", "POST"])
@open_to(EVERYONE)
def questions(year: int, key: str, moment: str) -> ResponseReturnValue:
    """Answer one of the two short questionnaires."""
    plenary, me = _asked(year, key)
    if _today(plenary) < (day_of_letter(moment, plenary.held_on) if moment in MONTHS else plenary.held_on):
        return render_template("plenary/after/not_yet.html", plenary=plenary, call=plenary.call)
    typed = {name: request.form.getlist(name) for name in request.form}
    if request.method == "POST":
        try:
            give_opinion(me, moment, typed)
            db.session.commit()
        except RuleError as error:
            flash(words_of(error), "error")
        else:
            flash(_("Merci\u00a0! Vos réponses sont gardées\u00a0; vous pouvez encore les changer."), "success")
            return redirect(url_for("plenary.questions", year=year, key=key, moment=moment))
    return _questions_page(plenary, me, moment), UNPROCESSABLE if typed else 200


def _asked(year: int, key: str) -> tuple[Plenary, Participant]:
    """Return the evening and the person of a personal link."""
    plenary = asked_plenary(year)
    return plenary, participant_of_token(plenary, key) or abort(404)


def _today(plenary: Plenary) -> date:
    return local_day(plenary.call, now())


def _named(person: Participant) -> str:
    """Name somebody in a list: who they come for, and their project."""
    return f"{who_of(person)} – {person.project.title}" if person.project else who_of(person)


def _fill(form: GoOnForm, me: Participant, told: list[Told]) -> None:
    """Show what one said before; the first time, what one agreed to give when signing up, else one's address."""
    said = [each.mine for each in told if each.wanted and each.mine is not None]
    given = [side.contact for side in said if side.contact]
    form.contact.data = given[-1] if given else me.contact or addresses_of([me]).get(me.id, ("", ""))[0]
    form.shares.data = bool(given) or (me.shares_contact and not said)


def _go_on_page(plenary: Plenary, me: Participant, form: GoOnForm, told: list[Told]) -> str:
    met = met_at_tables(published_programme(plenary), me)
    kept = {each.participant.id for each in met}
    ticked = set(form.ticked.data) if form.is_submitted() else {each.other.id for each in told if each.wanted}
    return render_template(
        "plenary/after/go_on.html",
        plenary=plenary,
        call=plenary.call,
        me=me,
        form=form,
        met=met,
        elsewhere=[each.other for each in told if each.wanted and each.other.id not in kept],
        told=told,
        ticked=ticked,
        before={each.other.id for each in told if each.wanted},
        open_times=times_open(plenary.held_on, _today(plenary)),
    )


def _encounter_page(
    plenary: Plenary, me: Participant, told: Told, form: WhatForm, sent: dict[int, NewsForm] | None = None
) -> str:
    mine = {each.months: each for each in told.encounter.news if each.participant_id == me.id}
    forms = {
        months: NewsForm(formdata=None, obj=mine.get(months), prefix=f"m{months}-")
        for months in times_open(plenary.held_on, _today(plenary))
    }
    return render_template(
        "plenary/after/encounter.html",
        plenary=plenary,
        call=plenary.call,
        me=me,
        told=told,
        form=form,
        news_forms=forms | {months: each for months, each in (sent or {}).items() if months in forms},
        later=[
            write_day(day_of_letter(kind, plenary.held_on)) for kind, months in MONTHS.items() if months not in forms
        ],
    )


def _questions_page(plenary: Plenary, me: Participant, moment: str) -> str:
    sent = {name: request.form.getlist(name) for name in request.form}
    return render_template(
        "plenary/after/questions.html",
        plenary=plenary,
        call=plenary.call,
        me=me,
        moment=moment,
        title=MOMENTS_ASKED[moment],
        questions=QUESTIONS[moment],
        labels=ASKED[moment],
        choices=ANSWERS,
        answers=sent or answers_of(me, moment),
        longest=LONGEST_WORDS,
    )
