"""Our projects on other sites: a plain link that becomes a card, a list, and what oEmbed readers ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from flask import render_template, request
from markupsafe import escape

from grants.opendata.answers import json, whole
from grants.opendata.feeds import NOT_XML
from grants.opendata.places import address, home_town, page_maker
from grants.opendata.views import bp
from grants.projects.asked import SLUG, read_asked
from grants.projects.queries import newest_projects, public_project
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.projects.models import Project

WIDTH, HEIGHT = 600, 260
NARROWEST = 200
SHOWN = 6
PATH = re.compile(r"(?:/[a-z]{2})?/projets/([^/?#]+)/?")
SIZE = re.compile(r"[0-9]{1,5}")


@bp.get("/donnees/embarquer")
@open_to(EVERYONE)
def embedding() -> ResponseReturnValue:
    """Show what to copy into another site, and how it looks there."""
    asked = read_asked(request.args)
    slug = request.args.get("projet", "")
    chosen = public_project(slug) if SLUG.fullmatch(slug) else None
    shown = [chosen] if chosen else list(newest_projects(SHOWN, asked.filters))
    return render_template(
        "opendata/embedding.html",
        chosen=chosen,
        card=snippet(shown[0]) if shown else "",
        listed=address("opendata.projects_as_seen", **asked.address),
        shown=[(each, page_maker()(each.slug)) for each in shown],
        script=address("static", filename="js/embarquer.js"),
        oembed=address("opendata.oembed"),
    )


@bp.get("/oembed")
@open_to(EVERYONE)
def oembed() -> ResponseReturnValue:
    """Answer the readers of oEmbed (JSON or XML) about a project's page."""
    form = request.args.get("format", "json")
    if form not in {"json", "xml"}:
        return json({"error": "format is json or xml.", "parameter": "format"}, 501)
    found = _project_at(request.args.get("url", ""))
    if found is None:
        return json({"error": "No public project has that address.", "parameter": "url"}, 404)
    told = _told(found)
    if form == "json":
        return json(
            told,
            kind="application/json+oembed" if "oembed" in request.headers.get("Accept", "") else "application/json",
        )
    root = ET.Element("oembed")
    for name, value in told.items():
        ET.SubElement(root, name).text = NOT_XML.sub("", str(value))
    return whole(ET.tostring(root, encoding="utf-8", xml_declaration=True), "text/xml; charset=utf-8")


def snippet(project: Project) -> str:
    """Return the card as HTML for any site: words and one link, no frame, no script, nothing that watches."""
    page = page_maker()(project.slug)
    hook = f"<p>{escape(project.hook)}</p>" if project.hook else ""
    return (
        f'<blockquote class="envie-de-faire" cite="{escape(page)}">'
        f'<p><a href="{escape(page)}">{escape(project.title)}</a></p>'
        f"{hook}<p>{escape(project.association.name)}, {project.call.year}</p></blockquote>"
    )


def _project_at(typed: str) -> Project | None:
    """Return the public project whose page stands at an address of this site."""
    try:
        parts, ours = urlsplit(typed), urlsplit(address("commons.projects"))
    except ValueError:
        return None
    found = PATH.fullmatch(unquote(parts.path))
    if found is None or parts.netloc != ours.netloc or not SLUG.fullmatch(found[1]):
        return None
    return public_project(found[1])


def _told(project: Project) -> dict[str, object]:
    """Return what oEmbed says of a project; `html` is the plain card."""
    town = home_town()
    typed = request.args.get("maxwidth", "")
    most = int(typed) if SIZE.fullmatch(typed) and typed.isascii() else WIDTH
    return {
        "version": "1.0",
        "type": "rich",
        "title": project.title,
        "author_name": project.association.name,
        "provider_name": town.funder,
        "provider_url": address("commons.home"),
        "cache_age": 3600,
        "html": snippet(project),
        "width": max(NARROWEST, min(most, WIDTH)),
        "height": HEIGHT,
    }
