"""Following by mail: the form, the page of a mail's link, one press to stop; and the feed of one project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.follow import queries, services
from grants.follow.feed import project_feed
from grants.follow.forms import CADENCES, FollowForm
from grants.follow.wording import feed_at, feed_of, followed, site_url, what_of
from grants.opendata.files import home_town
from grants.projects.asked import SLUG, read_asked
from grants.projects.queries import public_project
from grants.security import EVERYONE, caller, csrf, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.follow.models import Following
    from grants.projects.models import Project

bp = Blueprint("follow", __name__)


@bp.route("/suivre", methods=["GET", "POST"])
@open_to(EVERYONE)
def ask() -> ResponseReturnValue:
    """Show the form, filled from an address, and take it: the answer is the same whoever asks."""
    project, asked, form = _project(), read_asked(request.values), _form()
    if form.is_submitted() and request.form.get("act") == "feed":
        return redirect(feed_at(what_of(asked.address)), 303)
    if not form.validate_on_submit():
        return _shown(form, 422 if form.errors else 200)
    if not form.site.data:
        wish = services.Wish(form.address, str(get_locale()), form.cadence.data, what_of(asked.address), project)
        try:
            services.ask(wish, caller())
        except RuleError:
            form.email.errors = [_("Beaucoup de demandes arrivent en même temps. Réessayez dans une heure.")]
            return _shown(form, 429)
        finally:
            db.session.commit()
    flash(
        _("Un message part à cette adresse. Ouvrez son lien pour confirmer\u00a0: sans cela, rien ne sera envoyé."),
        "success",
    )
    return redirect(url_for("follow.ask"))


@bp.route("/suivre/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def page(token: str) -> ResponseReturnValue:
    """Show all that an address follows; only a press confirms or stops, since mail scanners open addresses."""
    following = queries.following_of(token)
    if following is None:
        return render_template("follow/gone.html"), 404
    if request.method == "POST":
        return _pressed(following)
    town = home_town()
    rows = [(each, followed(each, town), feed_of(each)) for each in queries.followings_of(following.email)]
    return render_template("follow/page.html", following=following, rows=rows, cadences=CADENCES)


@bp.post("/suivre/<token>/arreter")
@open_to(EVERYONE)
def stop_at_once(token: str) -> ResponseReturnValue:
    """Stop everything at one press of the reader's own mail program (RFC 8058), which knows no form of ours."""
    following = queries.following_of(token)
    if following is not None:
        services.stop(following.email)
        db.session.commit()
    return redirect(url_for("follow.ask"), 303)


csrf.exempt(stop_at_once)


@bp.get("/suivre/<token>/arreter")
@open_to(EVERYONE)
def ask_before_stopping(token: str) -> ResponseReturnValue:
    """Lead whoever opens that address to the page where one chooses: only a press changes anything."""
    return redirect(url_for("follow.page", token=token))


@bp.get("/projets/<slug>/flux.atom")
@open_to(EVERYONE)
def project_atom(slug: str) -> ResponseReturnValue:
    """Serve the feed of one project."""
    project = public_project(slug) or abort(404)
    home = site_url("commons.project", slug=slug)
    feed = project_feed(project, queries.versions_of(project), home, site_url("follow.project_atom", slug=slug))
    return Response(feed, content_type="application/atom+xml; charset=utf-8")


def _form() -> FollowForm:
    """Return the form, filled from the address it was opened at."""
    asked = read_asked(request.values).filters
    form = FollowForm(data={"theme": asked.theme, "quartier": asked.neighbourhood, "besoin": asked.kind})
    form.offer(home_town(), str(get_locale()))
    return form


def _shown(form: FollowForm, code: int) -> ResponseReturnValue:
    """Show the form."""
    words = read_asked(request.values).filters.text
    return render_template("follow/form.html", form=form, project=_project(), words=words), code


def _pressed(following: Following) -> ResponseReturnValue:
    """Do what the button says: confirm this following, stop one, or stop everything."""
    act = request.form.get("act", "")
    if act == "confirm":
        services.confirm(following)
        flash(_("C’est confirmé. Le premier message part quand il y a du nouveau."), "success")
    elif act == "stop":
        services.stop(following.email)
        flash(_("C’est arrêté, et votre adresse est effacée."), "success")
    elif act.isascii() and act.isdecimal():
        services.stop(following.email, int(act[:9]))
        flash(_("C’est arrêté."), "success")
    db.session.commit()
    known = queries.followings_of(following.email) if act != "stop" else ()
    return redirect(url_for("follow.page", token=known[0].token) if known else url_for("follow.ask"))


def _project() -> Project | None:
    """Return the project that the address or the form names, if there is one."""
    slug = request.values.get("projet", "")
    return public_project(slug) if SLUG.fullmatch(slug) else None
