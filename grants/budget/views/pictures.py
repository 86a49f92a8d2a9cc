"""The money of a year in pictures, each with the sentence that says what is to be seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from grants.budget import queries
from grants.budget.forms.words.sums import euros
from grants.domain.chart import Bars, Dot, Histogram, Step, bars, discs, histogram, waterfall
from grants.domain.chart.places import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grants.budget.queries import CreditMoves, EnvelopeFigures, YearSums
    from grants.domain.territory import Territory


MOST_YEARS = 6
"""Years drawn side by side."""


@dataclass(frozen=True, slots=True)
class Fall:
    """From what was opened to what is left."""

    words: str
    drawn: Bars


@dataclass(frozen=True, slots=True)
class Awards:
    """How many files receive how much; `proposed` before the vote."""

    words: str
    drawn: Histogram
    cap: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Places:
    """How much each quarter receives; `rows` are (quarter, projects, cents), what has no quarter last."""

    words: str
    dots: list[Dot]
    lines: list[tuple[Dot, Dot]]
    rows: list[tuple[str, int, int]]


def gauge(envelope: EnvelopeFigures) -> Bars:
    """Draw an envelope: what is open is the ceiling of all the rest."""
    steps = (
        (_("Crédits ouverts"), envelope.allocated),
        (_("Demandé, plafonné"), envelope.capped),
        (_("Engagé"), envelope.committed),
        (_("Mandaté"), envelope.ordered),
        (_("Payé"), envelope.paid),
    )
    return bars(steps, ceiling=envelope.allocated)


def gauges(envelopes: Iterable[EnvelopeFigures]) -> dict[str, Bars]:
    """Draw each envelope, by its key."""
    return {each.key: gauge(each) for each in envelopes}


def fall(moves: CreditMoves) -> Fall:
    """Draw how the credits opened became what is left."""
    open_credits = moves.opened + moves.amended + moves.transferred
    left = open_credits - moves.committed + moves.released
    steps = [
        Step(_("Budget voté"), moves.opened),
        Step(_("Décisions modificatives"), moves.amended),
        *([Step(_("Virements"), moves.transferred)] if moves.transferred else []),
        Step(_("Crédits ouverts"), open_credits, whole=True),
        Step(_("Engagé par le vote"), -moves.committed),
        *([Step(_("Dégagé depuis"), moves.released)] if moves.released else []),
        Step(_("Disponible"), left, whole=True),
    ]
    words = _("Sur %(credits)s ouverts, il reste %(left)s.", credits=euros(open_credits), left=euros(left))
    return Fall(words, waterfall(steps))


def by_year(years: Iterable[YearSums]) -> list[tuple[str, str, str, Bars]]:
    """Draw the last years that had envelopes on one scale: what was open is the ceiling of the rest."""
    known = [each for each in years if each.allocated][:MOST_YEARS]
    most = max((each.allocated for each in known), default=1)
    return [(f"annee-{each.year}", str(each.year), "", _year(each, most)) for each in known] if len(known) > 1 else []


def _year(sums: YearSums, most: int) -> Bars:
    """Draw one year, `most` being the largest sum of all years."""
    steps = ((_("Crédits ouverts"), sums.allocated), (_("Voté"), sums.voted), (_("Payé"), sums.paid))
    return bars(steps, ceiling=sums.allocated, most=most)


def awards(amounts: Iterable[int], cap: int, *, proposed: bool = False) -> Awards | None:
    """Draw what files receive under the cap (cents), or what is proposed to the council."""
    amounts = [cents for cents in amounts if cents]
    if not amounts:
        return None
    words = ngettext(
        "%(num)s aide, de %(least)s à %(most)s.",
        "%(num)s aides, de %(least)s à %(most)s.",
        len(amounts),
        least=euros(min(amounts)),
        most=euros(max(amounts)),
    )
    at_cap = sum(cents >= cap for cents in amounts)
    if at_cap:
        words += " " + ngettext("%(num)s est au plafond de l’appel.", "%(num)s sont au plafond de l’appel.", at_cap)
    return Awards(words, histogram(amounts, cap), _("plafond %(cap)s", cap=euros(cap)), proposed)


def places(town: Territory, where: Mapping[int, list[str]], amounts: Mapping[int, int]) -> Places | None:
    """Draw how much each quarter receives: `where` gives the quarters of each project, `amounts` its cents."""
    sums = queries.sums_by_place(where, amounts)
    quarters = {place.key: place.name for place in town.neighbourhoods}
    if not any(sums.get(key) for key in quarters):
        return None
    number = Counter(key for project, cents in amounts.items() if cents for key in where.get(project, [""]))
    rows = [(name, number[key], sums.get(key, 0)) for key, name in quarters.items()]
    met = sum(bool(cents) for _name, _projects, cents in rows)
    if sums.get(""):
        rows.append((_("Sans quartier indiqué"), number[""], sums[""]))
    dots = discs(town, {key: sums.get(key, 0) for key in quarters})
    words = ngettext("%(num)s quartier en reçoit.", "%(num)s quartiers en reçoivent.", met)
    return Places(words, dots, lines(town, dots), rows)
