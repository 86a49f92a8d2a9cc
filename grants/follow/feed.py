"""The life of one project as an Atom feed: each version of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.opendata.feeds import LONGEST_SUMMARY, add, begun, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.projects.models import Project, Revision


def project_feed(project: Project, versions: Sequence[Revision], page: str, address: str) -> bytes:
    """Return a valid Atom feed; `page` and `address` are the whole addresses of the project and of the feed."""
    feed = begun(address, project.title or project.slug, project.updated_at)
    add(feed, "link", rel="self", type="application/atom+xml", href=address)
    add(feed, "link", rel="alternate", type="text/html", href=page)
    add(add(feed, "author"), "name", project.association.name)
    for version in versions:
        entry = add(feed, "entry")
        add(entry, "id", f"{page}#version-{version.number}")
        said = (
            _("Le projet est public")
            if version.number == 1
            else _("La page a changé (version %(n)s)", n=version.number)
        )
        add(entry, "title", said)
        add(entry, "updated", version.at.isoformat())
        add(entry, "link", rel="alternate", type="text/html", href=page)
        add(entry, "summary", str(version.content.get("hook") or version.content.get("what") or "")[:LONGEST_SUMMARY])
    return written(feed)
