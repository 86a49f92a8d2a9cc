"""The words of what is held of a person, the same for that person and for the staff who answer for it."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

TABLES: Final = {
    "person": _l("Compte"),
    "session": _l("Connexions"),
    "identity": _l("Compte ProConnect"),
    "clock_factor": _l("Application de codes"),
    "recovery_code": _l("Codes de secours"),
    "sign_in_request": _l("Demandes de connexion"),
    "invitation": _l("Invitations à travailler pour la collectivité"),
    "call_role": _l("Ce qui est confié pour un appel"),
    "membership": _l("Associations"),
    "association_invitation": _l("Invitations à rejoindre une association"),
    "claim": _l("Demandes à rejoindre une association"),
    "writer": _l("Dossiers écrits, seul ou à plusieurs"),
    "file_invitation": _l("Invitations à écrire un dossier"),
    "carrier_request": _l("Demandes de portage reçues"),
    "application": _l("Dossiers"),
    "sending": _l("Envois"),
    "report": _l("Bilans"),
    "report_version": _l("Bilans envoyés"),
    "reminder": _l("Rappels envoyés"),
    "message": _l("Messages"),
    "message_file": _l("Pièces des messages"),
    "stored_file": _l("Fichiers"),
    "payee": _l("Coordonnées bancaires"),
    "mail_choice": _l("Choix d’e-mails"),
    "digest_item": _l("Nouvelles en attente d’envoi"),
    "outbox_mail": _l("E-mails envoyés à cette adresse"),
    "following": _l("Projets et thèmes suivis"),
    "hand": _l("Main\u00a0: ce qui reconnaît qui écrit"),
    "voice": _l("Paroles écrites sur les pages"),
    "voice_photograph": _l("Photographies"),
    "workshop_sign_up": _l("Inscriptions aux ateliers"),
    "participant": _l("Place à la plénière"),
    "meeting_wish": _l("Souhaits de rencontre"),
    "veto": _l("Souhaits de ne pas s’asseoir ensemble"),
    "opinion": _l("Avis"),
    "encounter_side": _l("Suites de rencontres"),
    "encounter_news": _l("Nouvelles de rencontres"),
    "privacy_request": _l("Demandes sur les données"),
}
COLUMNS: Final = {
    "email": _l("adresse électronique"),
    "recipient": _l("destinataire"),
    "address": _l("adresse"),
    "name": _l("nom"),
    "language": _l("langue"),
    "role": _l("rôle"),
    "phone": _l("téléphone"),
    "contact": _l("contact"),
    "needs": _l("besoins particuliers"),
    "organisation": _l("organisation"),
    "association": _l("association"),
    "words": _l("mots"),
    "text": _l("texte"),
    "subject": _l("objet"),
    "title": _l("titre"),
    "answers": _l("réponses"),
    "iban": _l("IBAN"),
    "state": _l("état"),
    "kind": _l("sorte"),
    "created_at": _l("créé le"),
    "updated_at": _l("modifié le"),
    "sent_at": _l("envoyé le"),
    "expires_at": _l("finit le"),
    "ended_at": _l("fini le"),
    "since": _l("depuis"),
    "at": _l("le"),
    "id": _l("numéro"),
    "accessible_seat": _l("place accessible"),
    "alternative": _l("description de l’image"),
    "arrives_at": _l("arrive à"),
    "leaves_at": _l("repart à"),
    "attachments": _l("pièces jointes"),
    "reply_to": _l("répondre à"),
    "unsubscribe": _l("lien de désinscription"),
    "device": _l("appareil"),
    "known_as": _l("identifiant donné par ProConnect"),
    "left_out": _l("fichiers non pris"),
    "mail_id": _l("numéro de l’e-mail"),
    "next_url": _l("page demandée"),
    "sender": _l("expéditeur"),
    "shares_contact": _l("donne ses coordonnées"),
    "what": _l("ce qui est suivi"),
    "whole": _l("e-mail entier"),
    "confirmed_at": _l("confirmé le"),
    "used_at": _l("utilisé le"),
    "seen_at": _l("vu le"),
    "read_at": _l("lu le"),
    "answered_at": _l("répondu le"),
    "answer": _l("réponse"),
    "choice": _l("choix"),
    "reason": _l("raison"),
    "carrier": _l("association porteuse"),
    "foot": _l("pied de l’e-mail"),
    "trouble": _l("ennui"),
    "heading": _l("titre"),
    "gift": _l("ce qui est donné"),
    "hands": _l("qui a écrit chaque réponse"),
    "to_reread": _l("réponses à relire"),
    "decision_words": _l("mots de la décision"),
    "recorded_by": _l("noté par"),
    "author": _l("auteur"),
    "actor": _l("fait par"),
    "hidden_why": _l("raison de la mise à l’écart"),
}
WHY: Final = {
    "still_staff": _l("Cette personne travaille pour la collectivité\u00a0: retirez-lui d’abord son rôle."),
    "payment_waiting": _l(
        "Un paiement du dossier %(file)s doit encore lui parvenir\u00a0: payez, puis effacez. "
        "La demande reste dans la liste."
    ),
}


def table_words(name: str) -> str:
    """Return what a table is called by people."""
    return str(TABLES.get(name, name))


def column_words(name: str) -> str:
    """Return what a column is called by people."""
    return str(COLUMNS.get(name, name.replace("_", " ")))


def file_name() -> str:
    """Return the name of what is taken away."""
    return str(_("mes-donnees.zip"))
