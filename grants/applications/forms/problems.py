"""What is said of a file's problems, in plain sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from grants.applications.forms.words import part_label, question
from grants.calls.forms import write_day
from grants.domain.catalogue import Aid
from grants.domain.file import Weight
from grants.domain.money import format_euros

if TYPE_CHECKING:
    from grants.domain.file import Problem
    from grants.domain.scheme import Scheme

USUAL_WISHES = ("requested", "in_kind")

WORDS: Final = {
    "missing": _l("Répondez à la question «\u00a0%(label)s\u00a0»."),
    "too_long": _l(
        "Ce texte fait %(length)s signes pour %(limit)s\u00a0: il est gardé entier, raccourcissez-le avant l’envoi."
    ),
    "title_too_long": _l("Le titre fait %(length)s signes\u00a0: 140 au plus pour tenir dans les listes et le livret."),
    "choice_unknown": _l("Ce choix n’existe pas ou plus\u00a0: choisissez dans la liste."),
    "too_many_themes": _l("Trois thèmes au plus\u00a0: seuls les trois premiers seront repris."),
    "identity_missing": _l("Indiquez un SIRET, un numéro RNA, ou l’association qui vous porte."),
    "identity_unreadable": _l(
        "Le numéro donné n’est pas reconnu\u00a0: corrigez-le, ou indiquez l’association qui vous porte."
    ),
    "carrier_email_missing": _l(
        "Donnez l’e-mail de l’association qui vous porte\u00a0: nous lui demanderons son accord."
    ),
    "carrier_said_no": _l(
        "Cette association ne porte pas le projet\u00a0: nommez-en une autre, ou indiquez un SIRET ou un numéro RNA."
    ),
    "carrier_silent": _l(
        "Cette association n’a pas encore dit si elle vous porte\u00a0: il faut son accord avant le vote."
    ),
    "unread": _l("«\u00a0%(part)s\u00a0» est repris de %(since)s\u00a0: à relire."),
    "unread_handover": _l("«\u00a0%(part)s\u00a0» date d’avant que le dossier change de mains\u00a0: à relire."),
    "wish_missing": _l("Demandez une somme, une aide en nature, ou les deux."),
    "help_missing": _l("Demandez au moins une aide\u00a0: %(wishes)s."),
    "link_unreadable": _l("Cette adresse ne semble pas complète. Exemple\u00a0: https://exemple.fr/projet"),
    "over_cap": _l(
        "Vous demandez %(requested)s\u00a0; l’aide va jusqu’à %(cap)s par projet. Vous pouvez envoyer ainsi,"
        " le plafond s’appliquera."
    ),
    "budget_missing": _l("Écrivez au moins une dépense\u00a0: à quoi servira la somme demandée\u00a0?"),
    "budget_short": _l("Il manque %(difference)s de recettes pour couvrir les dépenses (%(charges)s)."),
    "budget_over": _l("Les recettes dépassent les dépenses de %(difference)s."),
    "email_unreadable": _l("Cette adresse ne semble pas complète. Exemple\u00a0: prenom.nom@exemple.fr"),
    "number_unreadable": _l("Écrivez un nombre entier, par exemple 25. Laissez vide si vous ne savez pas."),
    "unreadable_date": _l("Écrivez la date ainsi\u00a0: 12/09/2026."),
    "no_such_day": _l("Ce jour n’existe pas dans le calendrier. Écrivez la date ainsi\u00a0: 12/09/2026."),
    "year_out_of_range": _l("Vérifiez l’année. Écrivez la date ainsi\u00a0: 12/09/2026."),
    "amount_empty": _l("Écrivez une somme en euros, par exemple 1\u00a0500."),
    "amount_unreadable": _l("Cette somme n’est pas lisible. Écrivez-la en chiffres, par exemple 1\u00a0500."),
    "amount_negative": _l("Une somme ne peut pas être négative. Écrivez-la sans signe, par exemple 1\u00a0500."),
    "amount_too_precise": _l("Deux chiffres après la virgule au plus, par exemple 12,50."),
    "amount_too_large": _l("Cette somme est trop grande. Vérifiez le nombre de zéros."),
    "amount_not_whole": _l("Des euros entiers suffisent dans le budget."),
    "siret_characters": _l(
        "Un SIRET n’a que des chiffres. Il est sur l’avis de situation de l’INSEE, et sur"
        " annuaire-entreprises.data.gouv.fr."
    ),
    "siret_short": _l("Un SIRET a 14 chiffres\u00a0; il en manque %(gap)s."),
    "siret_long": _l("Un SIRET a 14 chiffres\u00a0; il y en a %(gap)s de trop."),
    "siret_is_siren": _l(
        "C’est le SIREN (9 chiffres). Le SIRET commence par lui et en ajoute 5\u00a0: vous le trouverez"
        " sur annuaire-entreprises.data.gouv.fr."
    ),
    "siret_is_vat": _l("C’est un numéro de TVA. Le SIRET commence par %(read)s et compte 14 chiffres."),
    "siret_is_rna": _l("C’est un numéro RNA\u00a0: sa place est dans la case du RNA. Sans SIRET, il suffit."),
    "siret_is_iban": _l("C’est un IBAN\u00a0: sa place est dans la case de l’IBAN. Le SIRET a 14 chiffres."),
    "siret_letters": _l("Une lettre s’est glissée à la place d’un 0 ou d’un 1. Est-ce %(read)s\u00a0?"),
    "siret_head": _l("Un chiffre doit être faux, ou deux inversés, parmi les neuf premiers\u00a0: relisez-les."),
    "siret_tail": _l(
        "Les neuf premiers chiffres vont bien\u00a0; un des cinq derniers doit être faux, ou deux inversés."
    ),
    "rna_form": _l(
        "Un numéro RNA s’écrit W suivi de neuf chiffres, par exemple W291000123. Il est sur le"
        " récépissé de la préfecture."
    ),
    "rna_w_missing": _l("Il manque sans doute le W du début\u00a0: est-ce %(read)s\u00a0?"),
    "rna_is_siren": _l("On dirait un SIREN. Le numéro RNA commence par W\u00a0: si c’est bien lui, écrivez %(read)s."),
    "rna_is_siret": _l("C’est un SIRET\u00a0: sa place est dans la case du SIRET."),
    "rna_is_iban": _l("C’est un IBAN\u00a0: sa place est dans la case de l’IBAN. Le numéro RNA commence par W."),
    "rna_letters": _l("Une lettre s’est glissée à la place d’un 0 ou d’un 1. Est-ce %(read)s\u00a0?"),
    "rna_short": _l("Un numéro RNA compte W et neuf chiffres\u00a0; il en manque %(gap)s."),
    "rna_long": _l("Un numéro RNA compte W et neuf chiffres\u00a0; il y a %(gap)s signes de trop."),
    "iban_form": _l(
        "Un IBAN français commence par FR et compte 27 signes. Il est sur le relevé d’identité bancaire (RIB)."
    ),
    "iban_length": _l("Cet IBAN devrait compter %(expected)s signes\u00a0; il en a %(given)s."),
    "iban_short": _l("Un IBAN de ce pays compte %(expected)s signes\u00a0; il en manque %(gap)s."),
    "iban_long": _l("Un IBAN de ce pays compte %(expected)s signes\u00a0; il y en a %(gap)s de trop."),
    "iban_checksum": _l("Un signe de cet IBAN doit être faux, ou deux inversés\u00a0: relisez-le groupe par groupe."),
    "iban_is_bic": _l(
        "C’est le code BIC de la banque. L’IBAN est sur le même relevé\u00a0: il commence par FR et compte 27 signes."
    ),
    "iban_is_rib": _l(
        "Ce sont les 23 signes de l’ancien RIB. L’IBAN est sur le même relevé\u00a0: il commence par FR."
    ),
    "iban_is_card": _l(
        "On dirait un numéro de carte bancaire\u00a0: effacez-le, nous n’en avons jamais besoin. L’IBAN"
        " commence par FR."
    ),
    "iban_is_siret": _l("C’est un SIRET\u00a0: sa place est dans la case du SIRET. L’IBAN commence par FR."),
    "iban_is_rna": _l("C’est un numéro RNA\u00a0: sa place est dans la case du RNA. L’IBAN commence par FR."),
    "iban_letters": _l("Une lettre s’est glissée à la place d’un 0 ou d’un 1. Est-ce %(read)s\u00a0?"),
    "iban_foreign": _l(
        "Ce compte est tenu hors de France (%(country)s). C’est possible\u00a0: vérifiez qu’il est bien"
        " celui de l’association."
    ),
    "aid_over_stock": _l(
        "%(aid)s\u00a0: la ville en a %(stock)s, vous en demandez %(asked)s."
        " Vous pouvez envoyer ainsi, nous en parlerons."
    ),
    "aid_gone": _l("%(aid)s\u00a0: prêté jusqu’au %(until)s, avant le vote. Appelez-nous pour trouver une date."),
    "directory_silent": _l(
        "L’annuaire ne répond pas en ce moment\u00a0: écrivez le numéro vous-même, c’est aussi bien."
    ),
    "directory_busy": _l("Trop de recherches à la fois. Attendez un peu, ou écrivez le numéro vous-même."),
    "cut": _l(
        "Ce texte était trop grand pour être gardé entier\u00a0: seul son début l’est. Gardez le vôtre ailleurs."
    ),
    "third_page": _l(
        "Le dossier tient sur deux pages\u00a0; le vôtre en fait %(pages)s. Raccourcissez «\u00a0%(field)s\u00a0»"
        " d’environ %(words)s mots."
    ),
    "already_sent": _l("Ce dossier est bien envoyé, sous le numéro %(number)s. Rien n’a été envoyé deux fois."),
    "changed_meanwhile": _l("Le dossier a changé depuis que vous avez ouvert cette page. Relisez-le, puis envoyez-le."),
    "essentials_missing": _l("Il manque encore l’essentiel pour que nous puissions vous répondre."),
    "not_open_yet": _l("L’appel ouvre le %(opens_on)s. Votre brouillon est gardé\u00a0: revenez l’envoyer ce jour-là."),
    "call_closed": _l(
        "L’appel s’est terminé le %(closes_on)s. Votre texte est gardé et vous pouvez le copier\u00a0;"
        " appelez-nous\u00a0: nous chercherons une solution ensemble."
    ),
    "not_editable": _l(
        "Ce dossier est envoyé\u00a0: il ne se modifie plus ici. Votre texte est ci-dessous, copiez-le."
    ),
    "too_many_contacts": _l(
        "La personne à joindre a beaucoup changé aujourd’hui. Recommencez demain, ou appelez-nous."
    ),
    "too_busy": _l("Beaucoup de personnes écrivent en ce moment. Réessayez dans quelques secondes."),
    "words_missing": _l("Écrivez quelques mots pour dire pourquoi."),
    "where_missing": _l("Dites où ce projet peut s’adresser."),
    "others_not_asked": _l(
        "D’autres personnes écrivent ce dossier\u00a0: cochez la case près du bouton si vous êtes d’accord,"
        " puis envoyez."
    ),
    "carrier_missing": _l("Écrivez d’abord le nom et l’e-mail de l’association qui vous porte."),
    "received_later": _l("Ce jour n’est pas encore venu\u00a0: écrivez celui où le papier est arrivé."),
    "move_unknown": _l("Ce dossier a changé d’état entre-temps. Rouvrez sa page."),
}

_MISSING: Final = {
    "name": _l("Écrivez le nom de l’association ou du groupe."),
    "contact_name": _l("Écrivez le nom d’une personne à joindre."),
    "contact_email": _l("Écrivez l’e-mail de la personne à joindre."),
    "title": _l("Donnez un titre au projet."),
    "what": _l("Racontez ce que vous voulez faire."),
    "for_whom": _l("Dites pour qui et avec qui."),
    "where": _l("Cochez au moins un quartier."),
    "when": _l("Dites quand, même à peu près."),
    "themes": _l("Cochez au moins un thème."),
    "cer_signed": _l("Cochez le contrat d’engagement républicain\u00a0: la loi le demande dès le premier euro."),
    "cer_met_detail": _l("Écrivez de quel agrément il s’agit."),
    "cer_name": _l("Écrivez le nom de la personne qui signe le contrat d’engagement républicain."),
    "cer_role": _l("Écrivez la fonction de la personne qui signe."),
    "consent": _l("Cochez l’accord pour la page publique\u00a0: tous les projets de cet appel sont publics."),
}


def say(problem: Problem, scheme: Scheme) -> str:
    """Return the sentence of a problem."""
    figures = {name.removesuffix("_cents"): _worded(name, value) for name, value in problem.figures.items()}
    if problem.code == "missing" and problem.field in _MISSING:
        return str(_MISSING[problem.field])
    if problem.code == "missing":
        figures["label"] = str(question(scheme, problem.field).label)
    code = "title_too_long" if problem.code == "too_long" and problem.weight is Weight.COMPLETENESS else problem.code
    if "part" in figures:
        figures["part"] = part_label(scheme, str(problem.figures["part"]))
    if "field" in figures:
        figures["field"] = str(question(scheme, str(problem.figures["field"])).label)
    if code == "wish_missing" and scheme.wishes != USUAL_WISHES:
        code = "help_missing"
        figures["wishes"] = ", ".join(f"«\u00a0{question(scheme, key).label}\u00a0»" for key in scheme.wishes)
    return str(WORDS[code]) % figures


def _worded(name: str, value: object) -> str:
    """Write a figure for people: sums in euros."""
    if name.endswith("_cents") and isinstance(value, int):
        return format_euros(value, str(get_locale() or "fr"))
    if isinstance(value, Aid):
        return value.name_in(str(get_locale() or "fr"))
    return write_day(value) if isinstance(value, date) else str(value)
