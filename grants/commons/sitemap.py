"""Every page there is, in words for people and as addresses for machines; a page that no room serves is not named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

SECTIONS: tuple[tuple[LazyString, tuple[tuple[str, LazyString], ...]], ...] = (
    (
        _l("Lire et trouver"),
        (
            ("/", _l("Accueil")),
            ("/projets/", _l("Tous les projets")),
            ("/recherche", _l("Chercher un projet")),
            ("/carte", _l("La carte des projets")),
            ("/communs", _l("Les communs\u00a0: ce que les projets ont donné")),
            ("/annees/", _l("Les années côte à côte")),
            ("/annees/associations", _l("Ce que chaque association a reçu")),
            ("/annees/{year}", _l("L’année %(year)s")),
            ("/pleniere/{year}", _l("La plénière")),
            ("/pleniere/liens", _l("Les liens nés des plénières")),
            ("/reseau", _l("Le réseau de territoires")),
        ),
    ),
    (
        _l("Proposer et prendre part"),
        (
            ("/appels/", _l("Les appels, année par année")),
            ("/appels/{year}", _l("L’appel %(year)s")),
            ("/appels/{year}/proposer", _l("Proposer un projet")),
            ("/ateliers", _l("Les ateliers")),
            ("/suivre", _l("Suivre un thème, un quartier, un projet")),
            ("/charte", _l("La charte de l’écriture ouverte")),
            ("/connexion", _l("Se connecter")),
            ("/mon-espace", _l("Mon espace")),
            ("/courriels", _l("Choisir les courriels que l’on reçoit")),
        ),
    ),
    (
        _l("Être aidé"),
        (
            ("/aide", _l("Aide")),
            ("/aide/guide", _l("De l’idée au bilan")),
            ("/aide/lieux", _l("Où l’on écrit le dossier avec vous")),
            ("/aide/ecrire", _l("Écrire pour être lu")),
            ("/contrat-engagement-republicain", _l("Le contrat d’engagement républicain")),
        ),
    ),
    (
        _l("L’argent et les données"),
        (
            ("/budget/{year}", _l("Le budget %(year)s")),
            ("/budget/{year}/robustesse", _l("Notre fonds est-il robuste\u00a0?")),
            ("/donnees/", _l("Données ouvertes")),
            ("/reseau", _l("Le réseau de territoires")),
            ("/donnees/dictionnaire", _l("Le dictionnaire des données")),
            ("/donnees/embarquer", _l("Montrer nos projets sur votre site")),
            ("/api/v1/", _l("L’interface pour les programmes")),
            ("/flux/projets.atom", _l("Flux des projets (Atom)")),
            ("/agenda.ics", _l("Agenda (iCalendar)")),
        ),
    ),
    (
        _l("Ce site"),
        (
            ("/confidentialite", _l("Confidentialité")),
            ("/accessibilite", _l("Accessibilité")),
            ("/mentions-legales", _l("Mentions légales")),
            ("/plan-du-site", _l("Plan du site")),
        ),
    ),
)
"""Sections of (address, words); `{year}` is the year that menus lead to."""
WAYS: tuple[tuple[str, LazyString, LazyString], ...] = (
    ("/projets/", _l("Lire"), _l("Tous les projets, par thème, par quartier, par année.")),
    ("/carte", _l("Trouver près de chez soi"), _l("La carte, avec sa liste qui dit la même chose.")),
    (
        "/projets/?besoin=volunteers",
        _l("Donner la main"),
        _l("Une salle, un outil, une heure\u00a0: voir ce que les projets cherchent."),
    ),
    ("/communs", _l("Reprendre"), _l("Guides, films, outils et données que les projets laissent à tous.")),
    ("/suivre", _l("Suivre"), _l("Un thème, un quartier ou un projet, par courriel ou par flux, sans compte.")),
    ("/donnees/", _l("Réutiliser les données"), _l("Tout est ouvert, daté, sous licence libre.")),
)
"""What the first page says one can do: where it leads, in two words, in one sentence."""
FOOT = ("/charte", "/suivre")
"""What the foot of every page leads to besides, once there."""
PRIVATE = ("/connexion", "/mon-espace", "/courriels")
"""Pages that machines have nothing to read on."""


def sections(year: int) -> list[tuple[LazyString, list[tuple[str, LazyString]]]]:
    """Return each section with the pages that are served."""
    found = []
    for title, pages in SECTIONS:
        served = [(path.replace("{year}", str(year)), words) for path, words in pages]
        found.append((title, [(path, words % {"year": year}) for path, words in served if is_served(path)]))
    return found


def foot_ways() -> list[tuple[str, LazyString]]:
    """Return the ways of the foot that lead somewhere."""
    named = {path: words for _title, pages in SECTIONS for path, words in pages}
    return [(path, named[path]) for path in FOOT if is_served(path)]


def ways() -> list[tuple[str, LazyString, LazyString]]:
    """Return what one can do here, each with a page that is served."""
    return [way for way in WAYS if is_served(way[0].partition("?")[0])]


def paths(year: int) -> list[str]:
    """Return the addresses machines may read, without those of any one project."""
    return [path for _title, pages in sections(year) for path, _words in pages if path not in PRIVATE]


def is_served(path: str) -> bool:
    """Tell whether a page answers at an address."""
    known: dict[str, bool] = current_app.extensions.setdefault("served_paths", {})
    if path not in known:
        try:
            current_app.url_map.bind("site").match(path, method="GET")
            known[path] = True
        except HTTPException:
            known[path] = False
    return known[path]
