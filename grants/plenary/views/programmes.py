"""Programmes: look for some, read each, show one to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.jobs import current_jobs
from grants.plenary import programme_words, services, wording
from grants.plenary.forms import BuildForm, PublishForm, words_of
from grants.plenary.queries import desk_of, programme_of, programme_page, projects_of, published_programme
from grants.plenary.queries.changes import moved_people
from grants.plenary.queries.compared import versions_of
from grants.plenary.queries.demands import demands_of
from grants.plenary.queries.searches import interrupted, search_of, searches_under_way
from grants.plenary.services.programmes import named_in_log
from grants.plenary.services.searching import ask_search, search_programmes
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary

HOME = "/gestion/pleniere/<int(max=9999):year>"
VERSION = f"{HOME}/programme/<int(max=2147483647):number>"


@bp.get(f"{HOME}/programmes")
@open_to(STAFF, EVENING)
def programmes(year: int) -> ResponseReturnValue:
    """Show the versions made so far, and what to look for next."""
    plenary = asked_plenary(year)
    return _programmes_page(plenary, BuildForm(formdata=None))


def _programmes_page(plenary: Plenary, build_form: BuildForm) -> str:
    return render_template(
        "plenary/programmes/programmes.html",
        call=plenary.call,
        plenary=plenary,
        desk=desk_of(plenary, len(projects_of(plenary.call))),
        versions=versions_of(plenary),
        demands=demands_of(plenary),
        searches=searches_under_way(plenary),
        build=build_form,
        publish=PublishForm(formdata=None),
        say=programme_words,
    )


@bp.post(f"{HOME}/programme")
@open_to(STAFF, EVENING)
def build(year: int) -> ResponseReturnValue:
    """Ask for programmes: they are looked for while the page may be left."""
    plenary = asked_plenary(year)
    form = BuildForm()
    if not form.validate_on_submit():
        return _programmes_page(plenary, form), 422
    search, new = ask_search(
        plenary,
        seconds=form.seconds.data or 1,
        seed=form.seed.data or 0,
        wanted=form.wanted.data or 1,
        once=form.once.data or "",
    )
    number = search.id
    db.session.commit()
    if new and not current_jobs().soon(search_programmes.__name__, number):
        flash(_("La recherche n’a pas pu commencer. Réessayez dans une minute."), "error")
    return redirect(url_for("plenary.search", year=year, number=number))


@bp.get(f"{HOME}/recherche/<int(max=2147483647):number>")
@open_to(STAFF, EVENING)
def search(year: int, number: int) -> ResponseReturnValue:
    """Say how far a search is."""
    plenary = asked_plenary(year)
    found = search_of(plenary, number) or abort(404)
    trouble = RuleError(found.found["code"], **found.found["figures"]) if "code" in found.found else None
    return render_template(
        "plenary/programmes/search.html",
        call=plenary.call,
        search=found,
        stopped=interrupted(found),
        trouble=words_of(trouble) if trouble else "",
    )


@bp.get(VERSION)
@open_to(STAFF, EVENING)
def version(year: int, number: int) -> ResponseReturnValue:
    """Read a version before it is published."""
    plenary = asked_plenary(year)
    made = programme_of(plenary, number) or abort(404)
    page = programme_page(plenary, made)
    return render_template(
        "plenary/version.html",
        call=plenary.call,
        plenary=plenary,
        made=made,
        page=page,
        names={person: guest.participant.name for person, guest in page.guests.items()},
        moved=moved_people(published_programme(plenary), made),
        publish=PublishForm(formdata=None),
        words=wording,
        say=programme_words,
        town=territory(plenary.call.territory),
    )


@bp.post(f"{VERSION}/publier")
@open_to(STAFF, EVENING)
def publish(year: int, number: int) -> ResponseReturnValue:
    """Show a version to everybody, unless another one was shown meanwhile."""
    made = programme_of(asked_plenary(year), number) or abort(404)
    form = PublishForm()
    if form.validate_on_submit():
        try:
            services.publish(made, named_in_log(g.person), seen=form.seen_version)
        except RuleError as error:
            flash(words_of(error), "warning")
        else:
            db.session.commit()
            flash(_("La version %(number)s est publiée.", number=number), "success")
    return redirect(url_for("plenary.version", year=year, number=number))
