"""Where the data live: this town, its licence, whole addresses on this site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from grants.territories.here import home_town

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.domain.territory import Territory

__all__ = ["address", "home_town", "licence_address", "page_maker"]

LICENCES = {
    "Licence Ouverte 2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    "ODbL": "https://opendatacommons.org/licenses/odbl/1-0/",
}


def licence_address(town: Territory) -> str:
    """Return the address of the licence of a town's data."""
    return LICENCES.get(town.licence, LICENCES["Licence Ouverte 2.0"])


def address(endpoint: str, **values: str | int) -> str:
    """Return a whole address on this site, in the first language so that identifiers never change."""
    site_url = current_app.jinja_env.globals["site_url"]
    language = current_app.extensions["settings"].languages[0]
    return str(site_url(endpoint, language=language, **values))  # type: ignore[operator]


def page_maker() -> Callable[[str], str]:
    """Return a function from a slug to the whole address of that project's page; a slug needs no quoting."""
    start = address("commons.project", slug="0").removesuffix("0")
    return lambda slug: start + slug
