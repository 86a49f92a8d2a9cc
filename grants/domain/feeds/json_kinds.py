"""The four JSON shapes we read: our own, 360Giving, YesWiki's Bazar, GoGoCarto.

360Giving: standard.threesixtygiving.org. YesWiki: `?api/forms/<id>/entries`, a table of entries by name (or a list of
them), each with `id_fiche`, `bf_titre` and the form's own fields. GoGoCarto: `/api/elements.json`, `data` with
`id`, `name`, `geo`, `address`, `categories`, and the licence beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from grants.domain.feeds.entries import (
    LONGEST_HOOK,
    LONGEST_LICENCE,
    LONGEST_TITLE,
    Feed,
    Foreign,
    cents_of,
    feed_of,
    joined,
    key_of,
    web_address,
    words,
    year_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Shape = dict[str, Any]
_YESWIKI_TEXTS: Final = ("bf_chapeau", "bf_resume", "bf_description", "bf_descriptif", "bf_presentation", "bf_contenu")
_YESWIKI_PLACES: Final = ("bf_ville", "bf_commune", "bf_lieu", "bf_adresse")
_YESWIKI_WHO: Final = ("bf_structure", "bf_association", "bf_organisme", "bf_porteur", "bf_nom")
_GOGO_TEXTS: Final = ("abstract", "description", "descriptionMore", "description_courte", "comment")


def _envie(value: Shape, address: str) -> Feed:
    """Read our own projects: the whole file, or one page of the API."""
    licence = words(value.get("licence"), LONGEST_LICENCE)
    found = (
        Foreign(
            key=key_of(each.get("id"), each.get("url"), each.get("title")),
            title=words(each.get("title"), LONGEST_TITLE),
            url=web_address(each.get("url"), address),
            hook=words(each.get("hook"), LONGEST_HOOK) or words(each.get("what"), LONGEST_HOOK),
            association=words(_inside(each, "association").get("name")),
            place=joined(place.get("name") for place in _shapes(each.get("neighbourhoods"))),
            year=year_of(each.get("year")),
            themes=joined(theme.get("name") for theme in _shapes(each.get("themes"))),
            cents=_sum(award.get("voted_cents") for award in _shapes(each.get("awards"))),
            licence=words(each.get("text_licence"), LONGEST_LICENCE),
            updated=words(each.get("updated_at"), 40),
        )
        for each in _shapes(value["projects"])
    )
    name = words(value.get("publisher"))
    return feed_of("envie", found, name=name, licence=licence, following=_following(value.get("next"), address))


def _giving(value: Shape, address: str) -> Feed:
    """Read a 360Giving package."""
    publisher = _inside(value, "publisher")
    found = (
        Foreign(
            key=key_of(each.get("id"), each.get("title")),
            title=words(each.get("title"), LONGEST_TITLE),
            url=web_address(each.get("url"), address),
            hook=words(each.get("description"), LONGEST_HOOK),
            association=joined(one.get("name") for one in _shapes(each.get("recipientOrganization"))),
            place=joined(one.get("name") for one in _shapes(each.get("beneficiaryLocation"))),
            year=year_of(each.get("awardDate")),
            themes=joined(one.get("title") for one in _shapes(each.get("classifications"))),
            cents=cents_of(each.get("amountAwarded")) if each.get("currency") == "EUR" else None,
            updated=words(each.get("dateModified"), 40),
        )
        for each in _shapes(value["grants"])
    )
    licence = words(value.get("license"), LONGEST_LICENCE)
    home = web_address(value.get("accessURL") or publisher.get("website"), address)
    return feed_of("giving", found, name=words(publisher.get("name")), licence=licence, home=home)


def _yeswiki(value: Shape | list[Any], address: str) -> Feed:
    """Read the entries of a YesWiki form; a licence is one of the form's fields, when there is one."""
    wiki = address.split("?", 1)[0]
    found = (
        Foreign(
            key=key_of(each.get("id_fiche"), each.get("bf_titre")),
            title=words(each.get("bf_titre"), LONGEST_TITLE),
            url=web_address(each.get("url"), address) or web_address(f"{wiki}?{each.get('id_fiche')}"),
            hook=_first(each, _YESWIKI_TEXTS, LONGEST_HOOK),
            association=_first(each, _YESWIKI_WHO),
            place=_first(each, _YESWIKI_PLACES),
            year=year_of(each.get("bf_date_debut_evenement"), each.get("bf_annee"), each.get("date_creation_fiche")),
            licence=words(each.get("bf_licence"), LONGEST_LICENCE),
            updated=words(each.get("date_maj_fiche"), 40),
        )
        for each in _shapes(value)
    )
    return feed_of("yeswiki", found, home=web_address(wiki))


def _gogocarto(value: Shape, address: str) -> Feed:
    """Read the elements of a GoGoCarto map."""
    parts = urlsplit(address)
    site = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    found = (
        Foreign(
            key=key_of(each.get("id"), each.get("name")),
            title=words(each.get("name"), LONGEST_TITLE),
            url=web_address(each.get("website") or each.get("site_web"))
            or web_address(f"{site}/annuaire#/fiche/-/{each.get('id')}/"),
            hook=_first(each, _GOGO_TEXTS, LONGEST_HOOK),
            association=words(each.get("association") or each.get("organization")),
            place=words(_inside(each, "address").get("addressLocality")) or words(each.get("address")),
            year=year_of(each.get("createdAt")),
            themes=joined(_categories(each.get("categories"))),
            updated=words(each.get("updatedAt"), 40),
        )
        for each in _shapes(value["data"])
    )
    return feed_of("gogocarto", found, licence=words(value.get("licence"), LONGEST_LICENCE), home=web_address(site))


def _is_table_of(name: str, *fields: str) -> Callable[[object], bool]:
    """Recognise a table whose `name` holds shapes with one of these fields, or none at all."""

    def recognised(value: object) -> bool:
        inside = value.get(name) if isinstance(value, dict) else None
        if not isinstance(inside, list):
            return False
        first = next(_shapes(inside), None)
        return not inside if first is None else any(field in first for field in fields)

    return recognised


def _is_yeswiki(value: object) -> bool:
    """Recognise entries of a Bazar form."""
    first = next(_shapes(value), None)
    return first is not None and "id_fiche" in first


def _shapes(value: object) -> Iterator[Shape]:
    """Give the tables of a list, or of a table of tables; anything else is passed over."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (each for each in inside if isinstance(each, dict))


def _inside(shape: Shape, name: str) -> Shape:
    """Return a table inside another, empty when it is none."""
    found = shape.get(name)
    return found if isinstance(found, dict) else {}


def _first(shape: Shape, names: tuple[str, ...], most: int = LONGEST_TITLE) -> str:
    """Return the first of these fields that says something."""
    return next(filter(None, (words(shape.get(name), most) for name in names)), "")


def _categories(value: object) -> Iterator[object]:
    """Give the words of categories, written as words or as tables with a name."""
    for each in value if isinstance(value, list) else ():
        yield each.get("name") if isinstance(each, dict) else each


def _sum(values: Iterator[object]) -> int | None:
    """Add whole cents; None when there are none."""
    cents = [each for each in values if isinstance(each, int) and not isinstance(each, bool) and each >= 0]
    return cents_of(sum(cents) / 100) if cents else None


def _following(value: object, address: str) -> str:
    """Return the address of the page after this one: the API names the last id it gave, or a whole address."""
    if isinstance(value, str) and not value.isdecimal() and (value.startswith(("http", "/", "?"))):
        return web_address(value, address)
    if isinstance(value, bool) or not isinstance(value, int | str) or not address:
        return ""
    parts = urlsplit(address)
    asked = [(name, typed) for name, typed in parse_qsl(parts.query) if name != "after"]
    return parts._replace(query=urlencode([*asked, ("after", words(value))])).geturl()


Reader = tuple["Callable[[object], bool]", "Callable[[Any, str], Feed]"]
JSON_READERS: Final[tuple[Reader, ...]] = (
    (_is_table_of("projects", "hook", "association"), _envie),
    (_is_table_of("grants", "recipientOrganization", "amountAwarded"), _giving),
    (_is_table_of("data", "geo", "categories", "name"), _gogocarto),
    (_is_yeswiki, _yeswiki),
)
"""How each JSON kind is recognised by its content, and read."""
