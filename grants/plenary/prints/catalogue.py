"""All that the evening prints, in the order in which one needs it, and the one door to each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from grants.plenary.prints import booklet, data, door, personal, plan, tables, wall
from grants.plenary.prints.content import BookletContent
from grants.plenary.prints.pages import Pages, bound
from grants.plenary.prints.text import for_paper

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Print:
    """A print: its name, what it is for and on what paper, how its pages are made (None: an edition of the booklet).

    `personal`: it carries people's names, so the town keeps it.
    """

    name: LazyString
    use: LazyString
    pages: Callable[[BookletContent], Pages] | None = None
    personal: bool = False


PRINTS: dict[str, Print] = {
    "affiche": Print(
        _l("Affiche"), _l("Deux A3\u00a0: l’invitation, et les heures de la journée pour le mur."), door.poster
    ),
    "a5": Print(_l("Livret"), _l("Une page A5 par projet, à lire à l’écran.")),
    "a4-imposed": Print(
        _l("Livret à plier"),
        _l("A4 recto verso, retourner sur le bord court\u00a0; plier en deux, agrafer au pli."),
    ),
    "a4-long-edge": Print(
        _l("Livret à plier, autre imprimante"),
        _l("Le même, pour une imprimante qui ne sait retourner que sur le bord long."),
    ),
    "large-print": Print(_l("Livret en gros caractères"), _l("A4, lettres de 18 points et plus.")),
    "badges": Print(
        _l("Badges"),
        _l("Huit par A4, 90 × 62 mm\u00a0: le nom, ses tables et pourquoi."),
        personal.badges,
        personal=True,
    ),
    "programmes": Print(
        _l("Programmes personnels"),
        _l("Quatre par A4\u00a0: où s’asseoir à chaque tour, avec qui et pourquoi."),
        personal.programmes,
        personal=True,
    ),
    "panneaux": Print(
        _l("Panneaux de table"),
        _l("Un A4 par table, plié en deux\u00a0: le numéro se lit des deux côtés."),
        tables.signs,
    ),
    "plan": Print(_l("Plan des salles"), _l("Un A4 par salle, à afficher à l’entrée."), plan.plan),
    "mur": Print(
        _l("Mur des besoins et des propositions"),
        _l("Des A4 à coller au mur\u00a0: chacun écrit son nom sous ce à quoi il peut répondre."),
        wall.wall,
    ),
    "presence": Print(
        _l("Feuille de présence"), _l("A4 en largeur, à signer, avec des lignes vides."), door.sign_in, personal=True
    ),
    "suites": Print(
        _l("Fiches «\u00a0suite\u00a0»"),
        _l("Quatre par A4\u00a0: ce que deux projets décident de faire ensemble. La première page est vierge."),
        door.slips,
        personal=True,
    ),
}


def make(content: BookletContent, kind: str, folder: Path | None = None, plain: list[int] | None = None) -> bytes:
    """Return one of PRINTS as a PDF with its data attached (PDF/UA-1, PDF/A-3a).

    folder: where laid-out pages are kept between two calls. plain: see `booklet.make`. Needs an application context.
    Raises ValueError on another kind, pdf.PdfUnavailable without Pango.
    """
    if kind not in PRINTS:
        raise ValueError(kind)
    wanted = PRINTS[kind]
    content = for_paper(content)
    with force_locale(content.language):
        attached = data.personal_data(content) if wanted.personal else data.open_data(content)
        if wanted.pages is None:
            return booklet.make(content, kind, folder, attached, plain)
        return bound(content, wanted.pages(content), folder, attached)
