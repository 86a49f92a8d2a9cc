"""The questions in words: label, hint at the field, and a call’s own advice on writing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from grants.domain.file import HANDOVER, Kind
from grants.domain.states import State

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.file import Bilingual, Field
    from grants.domain.scheme import Scheme
    from grants.domain.territory import Territory

ROW = re.compile(r"(charge|product|need|offer)_([0-9]+)_([a-z]+)")


class Question(NamedTuple):
    """A field in words. `advice` is that of the call; the house has its own (forms/advice.py)."""

    label: LazyString | str
    hint: LazyString | str = ""
    advice: LazyString | str = ""


QUESTIONS: Final[dict[str, Question]] = {
    "name": Question(_l("Nom de l’association ou du groupe"), _l("Celui qui figurera sur la page publique du projet.")),
    "siret": Question(
        _l("Numéro SIRET"),
        _l("Quatorze chiffres, sur vos relevés ou sur annuaire-entreprises.data.gouv.fr. Il servira à vous payer."),
    ),
    "rna": Question(
        _l("Numéro RNA"),
        _l("W suivi de neuf chiffres, sur le récépissé de la préfecture. Suffisant si vous n’avez pas de SIRET."),
    ),
    "carrier": Question(
        _l("Association qui vous porte"),
        _l("Si votre groupe n’est pas une association\u00a0: une association amie reçoit l’aide pour vous."),
    ),
    "carrier_email": Question(_l("E-mail de cette association"), _l("Pour vérifier qu’elle est d’accord.")),
    "address": Question(_l("Adresse"), _l("Elle n’est jamais publiée.")),
    "neighbourhood": Question(_l("Votre quartier")),
    "contact_name": Question(_l("Personne à joindre"), _l("Prénom et nom, jamais publiés.")),
    "contact_role": Question(_l("Son rôle"), _l("Présidente, trésorier, bénévole…")),
    "contact_email": Question(_l("Son e-mail"), _l("Nous y envoyons l’accusé de réception.")),
    "contact_phone": Question(_l("Son téléphone"), _l("Facultatif, jamais publié.")),
    "members": Question(_l("Membres"), _l("Un nombre. Nous ne demandons jamais la liste.")),
    "volunteers": Question(_l("Bénévoles actifs"), _l("Un nombre, même approximatif.")),
    "staff": Question(_l("Salariés"), _l("0 si vous n’en avez pas.")),
    "first_time": Question(_l("Est-ce votre première participation à cet appel\u00a0?")),
    "title": Question(_l("Titre du projet")),
    "hook": Question(_l("Le projet en une phrase"), _l("Celle que vous diriez à un voisin.")),
    "what": Question(
        _l("Ce que vous voulez faire"),
        _l("Racontez comme vous parlez\u00a0: ce qui va se passer, et ce que cela change."),
    ),
    "for_whom": Question(
        _l("Pour qui, et avec qui"), _l("À qui pensez-vous en premier\u00a0? Qui fait avec vous\u00a0?")
    ),
    "where": Question(_l("Dans quels quartiers")),
    "where_text": Question(_l("À quel endroit"), _l("Une place, une salle, une rue… si vous le savez déjà.")),
    "when": Question(_l("Quand"), _l("Quelques dates ou quelques mois suffisent.")),
    "themes": Question(_l("Thèmes"), _l("Trois au plus.")),
    "requested": Question(_l("Somme demandée")),
    "aids": Question(
        _l("Dans le catalogue de la ville"),
        _l("Ce que la ville prête ou offre, en plus de l’argent\u00a0: rien n’est retiré de la somme demandée."),
    ),
    "in_kind": Question(
        _l("Aide en nature souhaitée"),
        _l("Un ordinateur, une salle, un prêt, une formation, un accompagnement. Un souhait par ligne."),
    ),
    "in_kind_value": Question(_l("Valeur estimée de cette aide"), _l("Si vous la connaissez.")),
    "volunteers_value": Question(
        _l("Valeur du bénévolat"), _l("Comptée à part\u00a0: elle n’entre pas dans le total.")
    ),
    "other_funders": Question(
        _l("Autres financeurs"),
        _l(
            "Un par ligne, avec la somme et où cela en est\u00a0: «\u00a0Département, 500\u00a0€, demandé\u00a0»."
            " «\u00a0Aucun\u00a0» convient très bien."
        ),
    ),
    "iban": Question(
        _l("IBAN de l’association"), _l("Sur le relevé d’identité bancaire. Il peut attendre le vote. Jamais publié.")
    ),
    "commons": Question(
        _l("Ce que le projet donnera en commun"),
        _l("Un mode d’emploi, des photos, une recette, des plans\u00a0: ce que d’autres pourront reprendre."),
    ),
    "cer_met": Question(
        _l("Est-il déjà satisfait\u00a0?"),
        _l("L’utilité publique et l’agrément le contiennent\u00a0: il n’y a alors rien à signer ici."),
    ),
    "cer_met_detail": Question(
        _l("Lequel, et depuis quand"), _l("Par exemple\u00a0: jeunesse et éducation populaire, 12 mars 2021.")
    ),
    "cer_signed": Question(_l("L’association souscrit au contrat d’engagement républicain")),
    "cer_name": Question(_l("Nom de la personne qui signe")),
    "cer_role": Question(_l("Sa fonction")),
    "cer_date": Question(_l("Date de la signature"), _l("Jour, mois, année\u00a0: 12/09/2026.")),
    "licence": Question(
        _l("Vos textes peuvent être repris par d’autres"),
        _l(
            "CC BY-SA\u00a0: on peut reprendre et adapter vos textes, si l’on dit votre nom et si l’on partage le"
            " résultat à son tour. CC BY\u00a0: il suffit de dire votre nom. Non\u00a0: vos textes se lisent ici, et"
            " l’on vous demande avant tout autre usage."
        ),
    ),
    "consent": Question(
        _l("Nous acceptons que la page du projet soit publique"),
        _l(
            "Tout le monde y lit vos textes, ce que vous cherchez et ce que vous proposez\u00a0; jamais vos coordonnées"
            " ni votre IBAN. Elle s’ouvre dès que le dossier est complet\u00a0; la somme s’y ajoute après le vote."
            " Vous la verrez avant d’envoyer."
        ),
    ),
}

PRINTED: Final = {
    "neighbourhood": _l("Quartier"),
    "contact_name": _l("Contact"),
    "contact_email": _l("E-mail"),
    "contact_phone": _l("Téléphone"),
    "carrier": _l("Portés par"),
    "carrier_email": _l("E-mail de l’association qui porte"),
    "first_time": _l("Première participation"),
    "iban": _l("IBAN"),
    "cer_met": _l("Engagement républicain déjà satisfait"),
    "cer_signed": _l("Contrat d’engagement républicain"),
    "cer_name": _l("Signé par"),
    "consent": _l("Page publique acceptée"),
    "licence": _l("Textes à partager"),
    "what": _l("Ce que nous voulons faire"),
    "where": _l("Où"),
    "aids": _l("Aide en nature, au catalogue"),
    "in_kind": _l("Aide en nature souhaitée"),
    "commons": _l("Ce que nous donnerons en commun"),
}
"""Labels on paper, where the association speaks; the others are those of the form."""

KINDS: Final = {
    "room": _l("Un lieu"),
    "equipment": _l("Du matériel"),
    "skill": _l("Un savoir-faire"),
    "volunteers": _l("Des bénévoles"),
    "public": _l("Du public"),
    "communication": _l("Faire connaître"),
    "partner": _l("Un partenaire"),
    "money": _l("Un financement ailleurs"),
    "other": _l("Autre chose"),
}

LICENCES: Final = {
    "CC BY-SA 4.0": _l("Oui, en nous citant et en partageant de la même façon (CC BY-SA 4.0)"),
    "CC BY 4.0": _l("Oui, en nous citant (CC BY 4.0)"),
    "none": _l("Non, nous gardons tous nos droits"),
}

_COPIED: Final = _l("repris de %(since)s\u00a0: à relire")
_HANDED_OVER: Final = _l("le dossier a changé de mains\u00a0: à relire")

YES, NO = _l("Oui"), _l("Non")

STATES: Final = {
    State.DRAFT: _l("Pas encore envoyé"),
    State.SUBMITTED: _l("Envoyé"),
    State.TO_COMPLETE: _l("À compléter"),
    State.RECEIVABLE: _l("Complet, gardé"),
    State.VOTED: _l("Voté"),
    State.PAID: _l("Payé"),
    State.REPORTED: _l("Bilan reçu"),
    State.WITHDRAWN: _l("Retiré par l’association"),
    State.REDIRECTED: _l("Réorienté"),
}

_PARTS: Final = {
    "charge": _l("Les dépenses"),
    "product": _l("Les recettes"),
    "need": _l("Ce que vous cherchez"),
    "offer": _l("Ce que vous proposez aux autres"),
}

_ROWS: Final = {
    "charge_label": _l("Dépense %(row)s"),
    "charge_amount": _l("Dépense %(row)s, en euros"),
    "product_label": _l("Recette %(row)s"),
    "product_amount": _l("Recette %(row)s, en euros"),
    "need_kind": _l("Besoin %(row)s, genre"),
    "need_text": _l("Besoin %(row)s"),
    "offer_kind": _l("Proposition %(row)s, genre"),
    "offer_text": _l("Proposition %(row)s"),
}


def question(scheme: Scheme, key: str) -> Question:
    """Return the words of any question of a call, its lines of budget, needs and offers included.

    What the call's description says comes before the words of the house.
    """
    house, field = _house(key), scheme.field(key)
    if field is None:
        return house
    own = (here(field.label), here(field.hint), here(field.advice))
    return Question(*(mine or theirs for mine, theirs in zip(own, house, strict=True)))


def part_label(scheme: Scheme, part: str) -> str:
    """Return the label of what is read in one go: a question, or all the lines of one side."""
    return str(_PARTS[part] if part in _PARTS else question(scheme, part).label)


def came_from(since: str) -> str:
    """Say where a copied text comes from."""
    words: LazyString = _HANDED_OVER if since == HANDOVER else _COPIED
    return str(words) % {"since": since}


def printed(scheme: Scheme, key: str) -> str:
    """Return a question's label on paper, where the association speaks."""
    field = scheme.field(key)
    own = bool(field and field.label.fr)
    return str(question(scheme, key).label if own or key not in PRINTED else PRINTED[key])


def here(words: Bilingual, cap: str = "") -> str:
    """Return words of a call's description in the reader's language, `{cap}` in them being the sum given."""
    return words.in_language(str(get_locale() or "fr")).replace("{cap}", cap)


def choices(field: Field, scheme: Scheme, town: Territory) -> list[tuple[str, str]]:
    """Return the answers a choice can take, by key, in the reader's language."""
    if field.kind in {Kind.PLACE, Kind.PLACES}:
        return [(place.key, place.name) for place in town.neighbourhoods]
    if field.kind is Kind.THEMES:
        return [(theme.key, theme.name_in(str(get_locale()))) for theme in town.themes]
    if field.kind is Kind.AIDS:
        return [(aid.key, aid.name_in(str(get_locale()))) for aid in town.in_kind]
    if field.kind is Kind.LICENCE:
        return [(key, str(LICENCES[key])) for key in scheme.licences]
    if field.kind is Kind.YES_NO:
        return [("yes", str(YES)), ("no", str(NO))]
    return [(key, here(words)) for key, words in field.options]


def _house(key: str) -> Question:
    """Return the words the house has for a question, its key when it has none."""
    if row := ROW.fullmatch(key):
        return Question(str(_ROWS[f"{row[1]}_{row[3]}"]) % {"row": row[2]})
    return QUESTIONS.get(key, Question(key))
