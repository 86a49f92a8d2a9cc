"""Every version of a project's page: the list, one of them whole, and what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template, request

from grants.commons import queries, showing, versions
from grants.commons.forms import NUMBER
from grants.commons.freshness import kept_fresh
from grants.commons.views import bp
from grants.commons.views.project import public
from grants.security import EVERYONE, open_to
from grants.voices.queries import corrections_shown

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.projects.models import Project, Revision


@bp.get("/projets/<slug>/versions")
@open_to(EVERYONE)
@kept_fresh
def project_versions(slug: str) -> ResponseReturnValue:
    """List what a page said over time: when, by whom, which parts changed."""
    project = public(slug)
    told = _versions(project)
    who = showing.associations_name(project)
    return render_template("commons/versions.html", project=project, versions=told[::-1], told_by=who)


@bp.get("/projets/<slug>/versions/<int:number>")
@open_to(EVERYONE)
@kept_fresh
def project_version(slug: str, number: int) -> ResponseReturnValue:
    """Show one version whole, as it was."""
    project = public(slug)
    told = _versions(project)
    shown = next((each for each in told if each.number == number), None) or abort(404)
    return render_template(
        "commons/version.html",
        project=project,
        version=shown,
        last=told[-1].number,
        told_by=showing.associations_name(project),
        correction=corrections_shown(project.id).get(number),
    )


@bp.get("/projets/<slug>/versions/<int:number>/differences")
@open_to(EVERYONE)
@kept_fresh
def project_differences(slug: str, number: int) -> ResponseReturnValue:
    """Show what changed up to a version: since the one before, or since another with `?avec=2`."""
    project = public(slug)
    kept = _kept(project)
    typed = request.args.get("avec", "")
    before = (
        int(typed)
        if NUMBER.fullmatch(typed) and typed.isascii()
        else max((each for each in kept if each < number), default=0)
    )
    if number not in kept or before not in kept:
        abort(404)
    return render_template(
        "commons/differences.html",
        project=project,
        number=number,
        before=before,
        others=[(str(each), str(each)) for each in kept if each != number],
        changes=versions.between(project, kept[before], kept[number]),
        told_by=showing.associations_name(project),
    )


def _kept(project: Project) -> dict[int, Revision]:
    """Return the versions that may be compared, by number: those that nobody hid."""
    hidden = queries.hidden_versions(project.id)
    return {each.number: each for each in queries.revisions(project.id) if each.number not in hidden}


def _versions(project: Project) -> list[versions.Version]:
    """Return every version of a page in words, those that were hidden by their reason."""
    return versions.versions_of(project, queries.revisions(project.id), queries.hidden_versions(project.id))
