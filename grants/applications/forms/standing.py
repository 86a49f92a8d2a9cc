"""Where a file stands, in sentences: what happened, what comes next, what there is to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from grants.applications.forms.words import STATES
from grants.calls.forms import write_day
from grants.domain.calendar import CallDates
from grants.domain.milestones import Step
from grants.domain.states import State

if TYPE_CHECKING:
    from grants.domain.milestones import Milestone


@dataclass(frozen=True, slots=True)
class Standing:
    """Three sentences, each may be empty but the first."""

    now: str
    coming: str = ""
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file's log and its call say: days by kind of step, the act that voted it, points left to complete."""

    number: str
    days: Mapping[str, date]
    dates: CallDates
    act: str = ""
    money: bool = True
    left: int = 0


def standing(state: State, facts: Facts) -> Standing:
    """Say where a file that was sent stands."""
    if state is State.TO_COMPLETE:
        return _to_complete(facts)
    if state is State.VOTED:
        return Standing(_voted(facts), _after_vote(facts))
    words = {
        State.SUBMITTED: (_("Votre dossier est envoyé."), ""),
        State.RECEIVABLE: (
            _("Votre dossier est complet."),
            _("Il sera mis au vote du conseil le %(day)s.", day=_long(facts.dates.council_on)),
        ),
        State.PAID: (
            _("L’aide est payée depuis le %(day)s.", day=_long(facts.days.get("paid"))),
            _("Le bilan est attendu au plus tard le %(day)s.", day=_long(facts.dates.report_by)),
        ),
        State.REPORTED: (_("Le bilan est bien reçu\u00a0: merci\u00a0!"), ""),
        State.WITHDRAWN: (_("Ce dossier est retiré, à la demande de l’association."), ""),
        State.REDIRECTED: (_("Votre projet est orienté ailleurs\u00a0: la raison et l’adresse sont ci-dessous."), ""),
    }
    return Standing(*words[state])


def step_words(step: Milestone, facts: Facts, state: State) -> str:
    """Name one step, done or to come."""
    if step.step is Step.VOTED and step.done and facts.act:
        return str(_("Voté par le conseil, délibération n°\u00a0%(act)s", act=facts.act))
    done, planned = {
        Step.RECEIVED: (_("Reçu, sous le numéro %(number)s", number=facts.number), ""),
        Step.COMPLETE: (_("Complet"), _("Complet, si possible avant ce jour")),
        Step.VOTED: (_("Voté par le conseil"), _("Mis au vote du conseil")),
        Step.ORDERED: (
            _("Ordre de paiement parti à la trésorerie"),
            _("Ordre de paiement envoyé à la trésorerie"),
        ),
        Step.PAID: (_("Payé"), _("Payé, au plus tard")),
        Step.PLENARY: (_("Plénière\u00a0: tous les projets se rencontrent"),) * 2,
        Step.REPORTED: (_("Bilan reçu"), _("Bilan, au plus tard")),
        Step.LEFT: (str(STATES[state]), ""),
    }[step.step]
    return str(done if step.done else planned)


def _to_complete(facts: Facts) -> Standing:
    """Say what is left to complete, or that it only has to be sent."""
    if not facts.left:
        to_do = _("Tout est corrigé\u00a0: il vous reste à le renvoyer.")
    else:
        to_do = ngettext(
            "Il vous reste un point à compléter, si possible avant le %(day)s.",
            "Il vous reste %(num)s points à compléter, si possible avant le %(day)s.",
            facts.left,
            day=_long(facts.dates.complete_by),
        )
    coming = _("Une fois complet, il sera mis au vote du conseil le %(day)s.", day=_long(facts.dates.council_on))
    return Standing(_("Votre dossier est bien reçu, sous le numéro %(number)s.", number=facts.number), coming, to_do)


def _voted(facts: Facts) -> str:
    """Say what the council, then the treasury were given."""
    if "ordered" in facts.days:
        return str(_("L’ordre de paiement est parti à la trésorerie le %(day)s.", day=_long(facts.days["ordered"])))
    day = _long(facts.days.get("voted"))
    if facts.act:
        return str(_("Le conseil a voté le %(day)s (délibération n°\u00a0%(act)s).", day=day, act=facts.act))
    return str(_("Le conseil a voté le %(day)s.", day=day))


def _after_vote(facts: Facts) -> str:
    """Say what follows the vote."""
    if not facts.money:
        return str(_("Le service vous dira comment l’aide en nature vous parvient."))
    day = _long(facts.dates.pay_by)
    if "ordered" in facts.days:
        return str(_("Le virement est prévu au plus tard le %(day)s.", day=day))
    return str(
        _("L’ordre de paiement part ensuite à la trésorerie, pour un virement au plus tard le %(day)s.", day=day)
    )


def _long(day: date | None) -> str:
    """Write a day in full."""
    return write_day(day) if day else ""
