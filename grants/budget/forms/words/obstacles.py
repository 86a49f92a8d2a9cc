"""What stands between a file and its payment order, what to do, and how long is left, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from grants.domain.countdown import Pressure
from grants.domain.instalments import When
from grants.domain.payable import Obstacle
from grants.domain.thresholds import Mark
from grants.domain.year_end import Passing, Return

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask_babel.speaklater import LazyString

    from grants.domain.countdown import Countdown

OBSTACLES: dict[str, tuple[LazyString, LazyString]] = {
    Obstacle.WITHDRAWN: (_l("Projet retiré"), _l("Dégagez la somme depuis la page du dossier.")),
    Obstacle.IBAN_MISSING: (
        _l("IBAN manquant"),
        _l("Demandez un relevé d’identité bancaire par un message du dossier."),
    ),
    Obstacle.IBAN_WRONG: (_l("IBAN inexact"), _l("Demandez un relevé d’identité bancaire, puis notez l’IBAN exact.")),
    Obstacle.SIRET_MISSING: (
        _l("SIRET manquant"),
        _l("L’association le demande à l’INSEE, gratuitement ; notez-le ensuite."),
    ),
    Obstacle.SIRET_WRONG: (
        _l("SIRET inexact"),
        _l("Vérifiez-le sur annuaire-entreprises.data.gouv.fr, puis notez-le."),
    ),
    Obstacle.AGREEMENT: (
        _l("Convention manquante au-dessus de 23 000 €"),
        _l("Faites signer la convention, puis enregistrez-la à la page des cumuls."),
    ),
}
"""By obstacle: the reason, and what to do."""

WAITS: dict[str, LazyString] = {
    When.NOW: _l("dès la notification"),
    When.REPORT: _l("au bilan reçu"),
    When.DAY: _l("à une date"),
}

MARKS: dict[str, LazyString] = {
    Mark.NONE: _l("rien à signaler"),
    Mark.AUDIT: _l("plus de 1 500 € : la chambre régionale des comptes peut contrôler"),
    Mark.NEAR: _l("proche de 23 000 € : préparez la convention"),
    Mark.AGREEMENT: _l("plus de 23 000 € : convention obligatoire"),
    Mark.ANSWERED: _l("convention enregistrée"),
}

PASSINGS: dict[str, LazyString] = {
    Passing.ATTACHED: _l("rattaché à l’exercice"),
    Passing.CARRIED: _l("reporté sur l’exercice suivant"),
    Passing.RELEASED: _l("dégagé"),
}

RETURNS: dict[str, LazyString] = {
    Return.CANCELLATION: _l("mandat annulé dans l’année : les crédits se rétablissent"),
    Return.REVENUE: _l("recette : les crédits ne se rétablissent pas"),
}


def clock_words(clock: Countdown) -> str:
    """Say how long is left to pay."""
    if clock.left is None:
        return str(_("pas encore notifié"))
    if clock.pressure is Pressure.OVERDUE:
        late: str = ngettext("en retard d’un jour", "en retard de %(num)s jours", -clock.left)
        return late
    if clock.left == 0:
        return str(_("dernier jour aujourd’hui"))
    left: str = ngettext("reste un jour", "restent %(num)s jours", clock.left)
    return left


def pressing_words(clocks: Iterable[Countdown]) -> list[tuple[str, str]]:
    """Say how many awards are late to be paid, and how many soon will be: words, and `alert` or `warn`."""
    near = [each.pressure for each in clocks]
    late, urgent, soon = (near.count(each) for each in (Pressure.OVERDUE, Pressure.URGENT, Pressure.SOON))
    said: list[tuple[str, str]] = []
    if late:
        words = ngettext(
            "Un dossier n’est pas payé, 60 jours après sa notification.",
            "%(num)s dossiers ne sont pas payés, 60 jours après leur notification.",
            late,
        )
        said.append((words, "alert"))
    if urgent:
        words = ngettext(
            "Un dossier doit être payé dans les trois jours.",
            "%(num)s dossiers doivent être payés dans les trois jours.",
            urgent,
        )
        said.append((words, "alert"))
    if soon:
        words = ngettext(
            "Un dossier doit être payé dans les quatorze jours.",
            "%(num)s dossiers doivent être payés dans les quatorze jours.",
            soon,
        )
        said.append((words, "warn"))
    return said
