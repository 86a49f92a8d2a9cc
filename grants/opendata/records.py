"""A public project as data: the same record in the API, in the bulk files and on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.domain.file.fields import LICENCES
from grants.domain.joint import parts_of
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.accounts.models import Association
    from grants.opendata.plain import PlainCarrier, PlainProject
    from grants.opendata.queries import OpenProject
    from grants.projects.models import Project

RESERVED = LICENCES[-1]
"""The licence of texts whose authors keep all rights: their words are read on the page, not given away as data."""
WORDS = ("what", "for_whom", "where_text", "when_text", "commons")


def project_record(found: OpenProject, page_of: Callable[[str], str]) -> dict[str, Any]:
    """Return a project as a JSON object; sums in cents, only those the council voted."""
    project = found.project
    town = territory(project.call.territory)
    free = project.licence != RESERVED
    shares = [each.share_cents for each in project.partners]
    return {
        "id": project.id,
        "slug": project.slug,
        "url": page_of(project.slug),
        "title": project.title,
        "hook": project.hook,
        **{name: getattr(project, name) if free else "" for name in WORDS},
        "text_licence": project.licence,
        "association": _carrier(project.association),
        "partners": [_carrier(each.association) for each in project.partners],
        "carried_group": project.carried_group or None,
        "year": project.call.year,
        "call": project.call.title,
        "first_time": project.first_time,
        "neighbourhoods": _places(project),
        "themes": [{"key": each.key, "name": each.name} for each in map(town.theme, project.themes) if each],
        "needs": [{"kind": need.kind, "sentence": need.sentence} for need in project.needs],
        "offers": [{"kind": offer.kind, "sentence": offer.sentence} for offer in project.offers],
        "awards": [
            {
                "voted_cents": award.voted_cents,
                "in_kind_cents": award.in_kind_cents,
                "act": award.act,
                "voted_on": award.voted_on.isoformat() if award.voted_on else None,
                "parts_cents": parts_of(award.voted_cents + award.in_kind_cents, shares),
            }
            for award in found.awards
        ],
        "public_since": project.public_since.isoformat() if project.public_since else None,
        "updated_at": project.updated_at.isoformat(),
    }


def _carrier(who: Association | PlainCarrier) -> dict[str, str | None]:
    """Return an association that carries a project, with its numbers."""
    return {"name": who.name, "siret": who.siret or None, "rna": who.rna or None}


def feature(found: OpenProject, page_of: Callable[[str], str]) -> dict[str, Any]:
    """Return a project as a GeoJSON feature: its exact places, else its quarters' centres (WGS 84, longitude first)."""
    record = project_record(found, page_of)
    exact = [[point.longitude, point.latitude] for point in found.project.points]
    points = exact or [[place["longitude"], place["latitude"]] for place in record["neighbourhoods"]]
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": {"type": "MultiPoint", "coordinates": points} if points else None,
        "properties": {
            "title": record["title"],
            "hook": record["hook"],
            "association": record["association"]["name"],
            "year": record["year"],
            "themes": [theme["name"] for theme in record["themes"]],
            "neighbourhoods": [place["name"] for place in record["neighbourhoods"]],
            "url": record["url"],
        },
    }


def _places(project: Project | PlainProject) -> list[dict[str, Any]]:
    """Return the quarters of a project with the place of their centres."""
    town = territory(project.call.territory)
    return [
        {"key": place.key, "name": place.name, "latitude": place.latitude, "longitude": place.longitude}
        for place in map(town.neighbourhood, project.neighbourhoods)
        if place
    ]
