"""On what an act was done, in words: the log holds references (`application:3`), people read “dossier 3”."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

SUBJECTS: Final = {
    "application": _l("dossier"),
    "association": _l("association"),
    "backup": _l("sauvegarde"),
    "books": _l("livres"),
    "call": _l("appel"),
    "clock": _l("durée de garde"),
    "disposal": _l("bordereau"),
    "mail": _l("courriel"),
    "voice": _l("parole"),
    "hand": _l("main"),
    "award": _l("aide"),
    "claim": _l("reversement demandé"),
    "batch": _l("bordereau de paiement"),
    "participant": _l("personne de la plénière"),
    "encounter": _l("rencontre"),
    "envelope": _l("enveloppe"),
    "import": _l("fichier importé"),
    "minutes": _l("compte rendu"),
    "neighbour": _l("voisin"),
    "person": _l("personne"),
    "plenary": _l("plénière"),
    "programme": _l("programme"),
    "project": _l("projet"),
    "scenario": _l("scénario"),
    "season": _l("année passée"),
    "workshop": _l("atelier"),
}
ACTORS: Final = {
    "command": _l("commande"),
    "guest": _l("la personne inscrite, par son lien"),
    "person": _l("une personne sans compte"),
    "clock": _l("le site, chaque matin"),
}


def subject_told(subject: str) -> str:
    """Return what a reference points to; one of a kind without words stays as it is."""
    kind, _colon, number = subject.partition(":")
    if kind not in SUBJECTS:
        return subject
    return str(_("%(what)s %(number)s", what=SUBJECTS[kind], number=number)).strip()


def actor_told(actor: str) -> str:
    """Return who acts when no person does."""
    return str(ACTORS.get(actor, actor))
