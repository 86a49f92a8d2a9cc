"""News of a project: each at its own address, told, changed and withdrawn by the project's own people."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.commons import queries, services, showing
from grants.commons.forms import LONGEST_ALTERNATIVE, NEWS_RULES, NewsForm
from grants.commons.freshness import kept_fresh
from grants.commons.gifts import gift_of
from grants.commons.services import MOST_PHOTOGRAPHS, News, Seen
from grants.commons.views import bp
from grants.commons.views.project import public
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.scdl import one_line
from grants.files import LARGEST_PHOTOGRAPH, given, served
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS
from grants.reports.services import draw
from grants.security import EVERYONE, MEMBERS, open_to, takes_files

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.projects.models import Project
    from grants.voices.models import Voice

MOST_BYTES: Final = (MOST_PHOTOGRAPHS + 1) * LARGEST_PHOTOGRAPH
"""A whole request: four photographs as phones take them, and the text."""
GIFT_WORDS: Final = {"gift_kinds": GIFT_KIND_WORDS, "gift_licences": GIFT_LICENCE_WORDS}
WEEK: Final = "public, max-age=604800"


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a photograph in the form: its number, what was typed of it, what cannot be taken and why."""

    number: int
    alternative: str = ""
    decorative: bool = False
    photo_error: str = ""
    words_error: str = ""


@bp.get("/projets/<slug>/nouvelles/<int:number>")
@open_to(EVERYONE)
@kept_fresh
def news(slug: str, number: int) -> ResponseReturnValue:
    """Show one piece of news; one that was withdrawn or hidden says so, and why."""
    project = public(slug)
    voice = queries.news_numbered(project.id, number) or abort(404)
    mine = queries.may_tell(g.get("person"), project)
    gift = gift_of(voice.gift)
    return render_template("commons/news.html", project=project, news=voice, mine=mine, gift=gift, **GIFT_WORDS), (
        200 if voice.state == "shown" else 410
    )


@bp.get("/projets/<slug>/nouvelles/photos/<name>.jpg")
@open_to(EVERYONE)
def news_photograph(slug: str, name: str) -> ResponseReturnValue:
    """Give a photograph of shown news to everybody."""
    response = served(queries.news_photograph(slug, name) or abort(404), inline=True)
    response.headers["Cache-Control"] = WEEK
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@bp.route("/projets/<slug>/nouvelles/ecrire", methods=["GET", "POST"])
@open_to(MEMBERS)
@takes_files(MOST_BYTES)
def write_news(slug: str) -> ResponseReturnValue:
    """Tell news, published at once."""
    project, form = _own(slug), NewsForm(request.form)
    places, seen = _photographs(MOST_PHOTOGRAPHS)
    if not form.validate_on_submit() or _wrong(places):
        return _form(project, None, form, places)
    project = _own(slug)
    told = News(form.title.data or "", form.words.data or "", seen, form.gift)
    name = showing.associations_name(project)
    voice = services.tell_news(project, g.person, name, told, form.once.data or token_urlsafe(12))
    db.session.commit()
    flash(_("Votre nouvelle est publiée."), "success")
    return redirect(url_for("commons.news", slug=slug, number=voice.id))


@bp.route("/projets/<slug>/nouvelles/<int:number>/modifier", methods=["GET", "POST"])
@open_to(MEMBERS)
@takes_files(MOST_BYTES)
def change_news(slug: str, number: int) -> ResponseReturnValue:
    """Change news already told."""
    project = _own(slug)
    voice = _shown(project, number)
    gift = {f"gift_{part}": said for part, said in voice.gift.items()}
    form = NewsForm(request.form, title=voice.title, words=voice.words, **gift)
    kept = _kept(voice)
    places, seen = _photographs(MOST_PHOTOGRAPHS - len(kept))
    if not form.validate_on_submit() or _wrong(places):
        return _form(project, voice, form, places)
    services.change_news(voice, News(form.title.data or "", form.words.data or "", seen, form.gift), kept, _actor())
    db.session.commit()
    flash(_("Votre nouvelle est corrigée."), "success")
    return redirect(url_for("commons.news", slug=slug, number=number))


@bp.post("/projets/<slug>/nouvelles/<int:number>/retirer")
@open_to(MEMBERS)
def withdraw_news(slug: str, number: int) -> ResponseReturnValue:
    """Withdraw news from the pages."""
    services.withdraw_news(_shown(_own(slug), number), _actor())
    db.session.commit()
    flash(_("Votre nouvelle est retirée."), "success")
    return redirect(url_for("commons.project", slug=slug))


def _actor() -> str:
    """Return how the log calls whoever is signed in."""
    return f"person:{g.person.id}"


def _own(slug: str) -> Project:
    """Return the project of somebody who may tell its news; for anybody else the page does not exist."""
    project = public(slug)
    return project if queries.may_tell(g.person, project) else abort(404)


def _shown(project: Project, number: int) -> Voice:
    """Return news that are still shown."""
    voice = queries.news_numbered(project.id, number)
    return voice if voice is not None and voice.state == "shown" else abort(404)


def _kept(voice: Voice) -> dict[int, str]:
    """Return the photographs that stay, with their words: all of them until the form says otherwise."""
    if request.method != "POST":
        return {each.id: each.alternative for each in voice.photographs}
    return {
        each.id: one_line(request.form.get(f"kept_{each.id}_alt", ""))[:LONGEST_ALTERNATIVE]
        for each in voice.photographs
        if f"remove_{each.id}" not in request.form
    }


def _photographs(most: int) -> tuple[list[Place], list[Seen]]:
    """Draw again the photographs given, without what the telephone wrote in them, and say which cannot be taken."""
    places, seen = [], []
    for number in range(1, most + 1):
        words = one_line(request.form.get(f"alt_{number}", ""))[:LONGEST_ALTERNATIVE]
        decorative = f"decorative_{number}" in request.form
        chosen = given(request.files.get(f"photo_{number}"), LARGEST_PHOTOGRAPH)
        error = lacking = ""
        if chosen is not None:
            lacking = "" if words or decorative else _("Dites ce que l’on voit, ou cochez «\u00a0décorative\u00a0».")
            try:
                seen.append(Seen(draw(*chosen), "" if decorative else words))
            except RuleError as rule:
                error = str(NEWS_RULES[rule.code])
        places.append(Place(number, words, decorative, error, lacking))
    return places, seen


def _wrong(places: list[Place]) -> bool:
    """Tell whether a photograph cannot be taken as it was given."""
    return any(place.photo_error or place.words_error for place in places)


def _form(project: Project, voice: Voice | None, form: NewsForm, places: list[Place]) -> ResponseReturnValue:
    """Show the form, with all that was typed; browsers forget the files, and the page says so."""
    if not form.once.data:
        form.once.data = token_urlsafe(12)
    errors = [(place.number, place.photo_error or place.words_error) for place in places]
    page = render_template(
        "commons/news_form.html",
        project=project,
        news=voice,
        form=form,
        places=places,
        errors=[(f"photo_{number}", words) for number, words in errors if words],
        again=any(request.files.values()),
    )
    return page, 422 if form.is_submitted() else 200
