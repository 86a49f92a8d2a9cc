"""The rules of earlier years and of what one composes, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "season_not_past": _l("Écrivez une année passée : %(year)s ne vient pas avant %(before)s."),
    "season_too_far": _l("Écrivez une année à partir de %(first)s."),
    "season_empty": _l("Écrivez au moins un dossier : une année sans dossier n’apprend rien."),
    "season_many_files": _l("Écrivez au plus %(most)s dossiers."),
    "season_asks_nothing": _l("Écrivez la somme demandée cette année-là, au-dessus de zéro."),
    "season_ours": _l("Les dossiers de %(year)s sont déjà dans ce logiciel : cette année se compte toute seule."),
    "season_noted": _l(
        "%(year)s est déjà notée par %(actor)s : %(files)s dossiers, %(asked)s demandés. Si vos chiffres sont les"
        " bons, ouvrez cette année dans le tableau pour la corriger."
    ),
    "priority_over_files": _l(
        "%(number)s dossiers de quartiers prioritaires, c’est plus que les %(files)s dossiers de l’année."
    ),
    "weeks_over_files": _l(
        "%(number)s dossiers à %(weeks)s semaine(s) de la clôture, c’est plus que les %(files)s dossiers de l’année."
    ),
    "weeks_go_down": _l(
        "Il y avait %(number)s dossiers à %(early)s semaines de la clôture et %(fewer)s à %(late)s : le nombre ne peut"
        " pas baisser."
    ),
    "too_many_files": _l("Écrivez un nombre de dossiers entre 0 et %(most)s."),
    "percent_out_of_range": _l("Écrivez un pourcentage entre %(fewest)s et %(most)s."),
    "weeks_out_of_range": _l("Écrivez un nombre de semaines entre 0 et %(most)s."),
    "absent_out_of_range": _l("Écrivez un pourcentage d’absents entre 0 et %(most)s."),
}
