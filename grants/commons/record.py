"""The record of processing that the GDPR asks for (article 30), told from what the code keeps and the town's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.commons.privacy import kinds
from grants.sheets import Column, Table

if TYPE_CHECKING:
    from grants.domain.territory import Territory
    from grants.settings import Settings

CONCERNED = {
    **dict.fromkeys(("dossier", "brouillon", "bilan"), _l("les responsables et contacts des associations")),
    **dict.fromkeys(("besoins", "soiree", "rencontres"), _l("les personnes de la plénière")),
    **dict.fromkeys(("ateliers", "ateliers-liste"), _l("les inscrits aux ateliers")),
    **dict.fromkeys(("paroles", "contact", "suivi"), _l("les lecteurs qui écrivent ou qui suivent")),
}
"""Whom a kind of data is about; anybody who uses the site for the others."""


def record_of_processing(settings: Settings, town: Territory) -> Table:
    """Return a line for each kind of personal data, complete enough to be pasted into a town's own record."""
    controller = f"{town.funder}, {town.address}, {town.phone}, {town.email}"
    officer = town.dpo or _("pas encore nommé sur ce site")
    heads = (
        _("Traitement"),
        _("Responsable"),
        _("Délégué à la protection des données"),
        _("Données"),
        _("Personnes concernées"),
        _("Finalité"),
        _("Base"),
        _("Qui les voit"),
        _("Sous-traitant"),
        _("Transfert hors de l’Union européenne"),
        _("Durée"),
        _("Sécurité"),
    )
    safety = _("accès par personne, journal chaîné, échanges chiffrés, sauvegardes chiffrées quand une clé est donnée")
    rows = (
        (
            f"{town.scheme_name} – {kind.key}",
            controller,
            officer,
            kind.what,
            str(CONCERNED.get(kind.key, _("qui se sert du site"))),
            kind.why,
            kind.ground,
            kind.who,
            town.host or _("l’hébergeur, pas encore nommé sur ce site"),
            _("aucun du fait du logiciel"),
            kind.kept,
            safety,
        )
        for kind in kinds(settings)
    )
    return Table(_("Registre des traitements"), tuple(Column(head) for head in heads), rows)
