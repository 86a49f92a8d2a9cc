"""The two forms of a neighbour, and the words for what it is and what went wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from grants.domain.feeds.entries import LONGEST_LICENCE, LONGEST_LINE

if TYPE_CHECKING:
    from grants.domain.errors import RuleError
    from grants.federation.models import Neighbour

LONGEST_TYPED: Final = 1000

KINDS: Final = {
    "envie": _l("un site comme celui-ci (projects.json)"),
    "giving": _l("un fichier 360Giving"),
    "scdl": _l("un fichier de subventions au schéma national (SCDL)"),
    "atom": _l("un flux Atom"),
    "rss": _l("un flux RSS"),
    "yeswiki": _l("un formulaire YesWiki"),
    "gogocarto": _l("une carte GoGoCarto"),
}

TROUBLES: Final = {
    "address_not_web": _l("Cette adresse n’est pas celle d’une page. Exemple\u00a0: https://ville.exemple/donnees/"),
    "address_port": _l("Cette adresse désigne une porte d’un serveur qui n’est pas celle de ses pages."),
    "address_within": _l("Cette adresse mène à une machine privée\u00a0: nous ne lisons que ce qui est public."),
    "name_unknown": _l("Aucun serveur ne porte ce nom. Relisez l’adresse."),
    "silent": _l("Le serveur n’a pas répondu jusqu’au bout."),
    "too_slow": _l("Le serveur répond trop lentement\u00a0: nous avons cessé d’attendre."),
    "too_large": _l("Le fichier est trop grand\u00a0: nous lisons vingt millions d’octets au plus."),
    "too_many_hops": _l("L’adresse renvoie vers une autre, puis une autre encore\u00a0: nous avons cessé de suivre."),
    "robots": _l("Ce site demande aux programmes de ne pas lire cette adresse (robots.txt)\u00a0: nous respectons."),
    "answer_unreadable": _l("La réponse du serveur n’est pas lisible."),
    "gone": _l("Le site dit que ce flux n’existe plus."),
    "busy": _l("Le site nous demande de revenir plus tard."),
    "broken": _l("Le site est en panne."),
    "not_there": _l("Il n’y a rien à cette adresse, ou pas pour nous."),
    "feed_empty": _l("Le fichier est vide."),
    "feed_page": _l("C’est une page à lire, sans flux que nous ayons trouvé."),
    "feed_unreadable": _l("Le fichier est abîmé\u00a0: nous n’en lisons rien."),
    "feed_doctype": _l("Le fichier contient des définitions qui peuvent cacher un piège\u00a0: nous ne le lisons pas."),
    "feed_unknown": _l("Nous ne connaissons pas cette sorte de fichier."),
    "neighbour_known": _l("Cette adresse est déjà dans la liste."),
    "neighbour_not_seen": _l("Rien n’a encore été lu à cette adresse."),
}


class AddressForm(FlaskForm):
    """Where to look."""

    address = StringField(
        _l("Adresse du site ou de ses données"),
        [
            InputRequired(_l("Écrivez une adresse.")),
            Length(max=LONGEST_TYPED, message=_l("L’adresse est trop longue.")),
        ],
        description=_l("L’adresse d’un site comme celui-ci suffit. Exemple\u00a0: https://ville.exemple"),
    )


class LinkForm(FlaskForm):
    """Saying yes: how we call it, and its licence when it says none itself."""

    name = StringField(
        _l("Nom du territoire"),
        [InputRequired(_l("Donnez-lui un nom.")), Length(max=LONGEST_LINE, message=_l("Le nom est trop long."))],
    )
    licence = StringField(
        _l("Licence de ses données"),
        [Length(max=LONGEST_LICENCE, message=_l("La licence est trop longue."))],
        description=_l("Facultatif. Le flux n’en dit rien\u00a0: écrivez-la si vous la connaissez."),
    )


def kind_words(kind: str) -> str:
    """Name a kind of feed."""
    return str(KINDS.get(kind, kind))


def trouble_words(code: str) -> str:
    """Say what went wrong."""
    return str(TROUBLES.get(code, "")) or str(_("Quelque chose n’a pas marché."))


def worded(error: RuleError) -> str:
    """Say what a rule said."""
    return trouble_words(error.code)


def state_of(neighbour: Neighbour) -> tuple[str, str]:
    """Return the state of a neighbour in words, and its tone."""
    if neighbour.state == "asked":
        return str(_("lecture en cours")), ""
    if neighbour.state == "seen":
        return (str(_("attend votre accord")), "warn") if neighbour.preview else (str(_("rien de lisible")), "alert")
    if neighbour.state == "ended":
        return str(_("n’existe plus")), "alert"
    if neighbour.paused:
        return str(_("en pause")), "warn"
    if neighbour.failures:
        return str(_("ne répond pas")), "alert"
    return (str(_("lu chaque jour")), "good") if neighbour.last_fetched else (str(_("lecture en cours")), "")
