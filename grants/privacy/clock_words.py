"""The words of the clocks, and of the lists that an archivist signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from grants.domain.retention import CLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.domain.retention import Clock
    from grants.privacy.models import Disposal
    from grants.settings import Settings

YEAR_DAYS: Final = 365
NAMES: Final = {
    "account": _l("Espaces que personne n’ouvre"),
    "draft": _l("Brouillons jamais envoyés"),
    "unaided": _l("Dossiers sans aide votée"),
    "aided": _l("Dossiers aidés"),
}
SINCE: Final = {
    "account": _l("la dernière connexion"),
    "draft": _l("le dernier mot écrit"),
    "unaided": _l("le vote du conseil"),
    "aided": _l("le dernier mouvement d’argent"),
}
THEN: Final = {
    "account": _l("deux avertissements à la personne, puis l’espace est effacé"),
    "draft": _l("deux avertissements à qui écrit, puis le brouillon est effacé"),
    "unaided": _l("deux avertissements au service, puis un bordereau à faire signer"),
    "aided": _l("deux avertissements au service, puis un bordereau à faire signer"),
}
FATES: Final = {"destroy": _l("Bordereau d’élimination"), "hand_over": _l("Bordereau de versement")}
WHY: Final = {
    "nothing_ended": _l("Aucun dossier n’est au bout de sa durée."),
    "signed": _l("Ce bordereau est signé\u00a0: il ne change plus."),
    "why_missing": _l("Dites pourquoi ce dossier est gardé."),
    "nothing_left": _l("Il ne reste aucun dossier sur ce bordereau."),
    "name_missing": _l("Écrivez le nom de la personne des archives qui a signé."),
    "reference_missing": _l("Écrivez la référence du visa, telle qu’elle est sur le papier signé."),
    "day_wrong": _l("Le jour du visa est entre celui du bordereau et aujourd’hui."),
    "no_visa": _l("Sans visa des archives, rien n’est détruit."),
    "started": _l("L’exécution est déjà demandée."),
    "again_wrong": _l("Écrivez le numéro du bordereau\u00a0: ce qui est détruit ne revient pas."),
}
MOVED: Final = _l("Ce dossier a bougé depuis\u00a0: sa durée recommence.")


def lasting(clock: Clock, settings: Settings) -> str:
    """Write how long a clock lasts; days that make whole years of 365 are told as both."""
    length = int(getattr(settings, clock.setting))
    if clock.in_years:
        return str(ngettext("%(num)s an", "%(num)s ans", length))
    years, rest = divmod(length, YEAR_DAYS)
    if years and not rest:
        return str(ngettext("%(num)s an (%(days)s jours)", "%(num)s ans (%(days)s jours)", years, days=length))
    return str(ngettext("%(num)s jour", "%(num)s jours", length))


def clocks_told(settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    """Give each clock in words: what, how long, since when, what then."""
    for clock in CLOCKS:
        yield str(NAMES[clock.key]), lasting(clock, settings), str(SINCE[clock.key]), str(THEN[clock.key])


def state_of(disposal: Disposal) -> str:
    """Tell where a list stands."""
    if disposal.done_at:
        return str(_("exécuté"))
    if disposal.started_at:
        return str(_("en cours"))
    return str(_("signé") if disposal.visa_on else _("à faire signer"))


def kept_words(why: str) -> str:
    """Tell why a file is kept: what staff wrote, or that it moved."""
    return str(MOVED) if why == "moved" else why
