"""What machines and those who look for holes read: what they may open, every address there is, whom to tell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from flask import Response, abort

from grants.calls.queries import calls, year_on_show
from grants.commons import queries, sitemap
from grants.commons.freshness import kept_fresh
from grants.commons.views import bp
from grants.db import now
from grants.security import EVERYONE, open_to
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
GOOD_FOR = timedelta(days=183)
BEHIND_DOORS = ("/gestion/", "/connexion", "/mon-espace", "/dossiers/", "/courriels", "/invitation/", "/rejoindre/")


@bp.get("/robots.txt")
@open_to(EVERYONE)
def robots() -> ResponseReturnValue:
    """Say which pages machines may read: none on an instance that asks not to be found."""
    settings = current_settings()
    lines = ["User-agent: *"]
    if settings.indexing:
        lines += [f"Disallow: {path}" for path in BEHIND_DOORS]
        lines += ["", f"Sitemap: {_whole('/sitemap.xml')}"]
    else:
        lines.append("Disallow: /")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@bp.get("/.well-known/security.txt")
@open_to(EVERYONE)
def security_txt() -> ResponseReturnValue:
    """Say whom to tell of a hole (RFC 9116); it is good for half a year from the first of this month."""
    settings = current_settings()
    town = territory(settings.territory)
    until = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0) + GOOD_FOR
    lines = [
        f"Contact: mailto:{town.security_contact or town.email}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(settings.languages)}",
        f"Canonical: {_whole('/.well-known/security.txt')}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@bp.get("/sitemap.xml")
@open_to(EVERYONE)
@kept_fresh
def sitemap_xml() -> ResponseReturnValue:
    """List the files that list the pages; projects come by so many."""
    pages = -(-queries.count_public() // queries.ADDRESSES) if current_settings().indexing else 0
    files = ["/sitemap-pages.xml", *(f"/sitemap-projets-{number}.xml" for number in range(1, pages + 1))]
    rows = (f"<sitemap><loc>{escape(_whole(path))}</loc></sitemap>" for path in files)
    return _xml("sitemapindex", rows)


@bp.get("/sitemap-pages.xml")
@open_to(EVERYONE)
@kept_fresh
def sitemap_pages() -> ResponseReturnValue:
    """List every page but those of projects."""
    years = dict.fromkeys(each.year for each in calls())
    paths = [*sitemap.paths(year_on_show())]
    paths += [f"/{room}/{year}" for year in years for room in ("appels", "annees", "budget")]
    return _xml("urlset", (f"<url><loc>{escape(_whole(path))}</loc></url>" for path in dict.fromkeys(paths)))


@bp.get("/sitemap-projets-<int:number>.xml")
@open_to(EVERYONE)
@kept_fresh
def sitemap_projects(number: int) -> ResponseReturnValue:
    """List some projects with the day of their last change."""
    found = queries.public_addresses(number) or abort(404)
    rows = (
        f"<url><loc>{escape(_whole(f'/projets/{slug}'))}</loc><lastmod>{day.date().isoformat()}</lastmod></url>"
        for slug, day in found
    )
    return _xml("urlset", rows)


def _whole(path: str) -> str:
    """Return a whole address in the first language."""
    return current_settings().base_url.rstrip("/") + path


def _xml(kind: str, rows: Iterable[str]) -> Response:
    """Answer with a file of the protocol of site maps."""
    body = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<{kind} xmlns="{SCHEMA}">', *rows, f"</{kind}>", ""])
    return Response(body, content_type="application/xml; charset=utf-8")
