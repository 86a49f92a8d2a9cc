"""What a fluctuation test changes, told line by line: before, after, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from grants.budget.forms.words.sums import euros

if TYPE_CHECKING:
    from datetime import date

    from grants.domain.trials import Outcome

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One figure, worded: `gap` says by how much it changes, empty when it does not. `group` is its heading."""

    key: str
    group: str
    label: str
    before: str
    after: str
    gap: str

    @property
    def changed(self) -> bool:
        """Whether the card changes it."""
        return self.before != self.after


def lines_of(before: Outcome, after: Outcome) -> list[TrialLine]:
    """Return every line of a test: money, awards, calendar, cash, plenary."""
    return [*_money(before, after), *_calendar(before, after), *_cash(before, after), *_plenary(before, after)]


def few_lines(lines: list[TrialLine], most: int = 5) -> list[TrialLine]:
    """Return what is read from the back of a room: the common cap, then what changes most to the eye."""
    order = ("cap", "files", "credits", "awarded", "council", "paid", "people", "advanced", "left", "late", "smallest")
    known = {line.key: line for line in lines}
    changed = [known[key] for key in order[1:] if known[key].changed]
    same = [known[key] for key in order[1:] if not known[key].changed]
    return [known["cap"], *changed, *same][:most]


def _money(before: Outcome, after: Outcome) -> list[TrialLine]:
    """Tell files, credits and awards."""
    group = _("Plafond et aides")
    return [
        _number("files", group, _("Dossiers"), before.files, after.files),
        _sum("credits", group, _("Crédits"), before.credits, after.credits),
        _sum("asked", group, _("Demandé, sous le plafond de l’appel"), before.asked, after.asked),
        _sum("cap", group, _("Plafond commun"), before.cap, after.cap),
        _sum("awarded", group, _("Proposé en tout"), before.awarded, after.awarded),
        _number("whole", group, _("Projets qui ont toute leur demande"), before.met_whole, after.met_whole),
        _sum("smallest", group, _("Plus petite aide"), before.smallest, after.smallest),
        _sum("left", group, _("Crédits sans emploi"), before.left, after.left),
    ]


def _calendar(before: Outcome, after: Outcome) -> list[TrialLine]:
    """Tell the days."""
    group = _("Calendrier")
    return [
        _day("council", group, _("Vote du conseil"), before.council_on, after.council_on),
        _day("letters", group, _("Lettres d’attente avant le"), before.letters_by, after.letters_by),
        _day("paid", group, _("Dernier paiement"), before.paid_on, after.paid_on),
        _number("late", group, _("Jours au-delà des 60 jours pour payer"), before.late_days, after.late_days),
    ]


def _cash(before: Outcome, after: Outcome) -> list[TrialLine]:
    """Tell what leaves the bank in each year, and the most the town advances."""
    group = _("Trésorerie")
    years = sorted(before.by_year.keys() | after.by_year.keys())
    paid = [
        _sum(
            f"year{year}",
            group,
            _("Payé en %(year)s", year=year),
            before.by_year.get(year, 0),
            after.by_year.get(year, 0),
        )
        for year in years
    ]
    label = _("Au plus fort, sorti et pas encore rentré")
    return [*paid, _sum("advanced", group, label, before.most_advanced, after.most_advanced)]


def _plenary(before: Outcome, after: Outcome) -> list[TrialLine]:
    """Tell who comes."""
    group = _("Plénière")
    return [
        _number("people", group, _("Personnes présentes"), before.people, after.people),
        _number("tables", group, _("Tables"), before.tables, after.tables),
    ]


def _sum(key: str, group: str, label: str, before: int, after: int) -> TrialLine:
    """Tell a sum."""
    gap = euros(after - before) if after != before else ""
    return TrialLine(key, group, label, euros(before), euros(after), _signed(gap))


def _number(key: str, group: str, label: str, before: int, after: int) -> TrialLine:
    """Tell a number."""
    gap = str(after - before).replace("-", MINUS) if after != before else ""
    return TrialLine(key, group, label, str(before), str(after), _signed(gap))


def _day(key: str, group: str, label: str, before: date | None, after: date | None) -> TrialLine:
    """Tell a day."""
    told = [format_date(day, "long") if day else _("sans objet") for day in (before, after)]
    days = (after - before).days if before and after else 0
    gap = _signed(str(ngettext("%(num)s jour", "%(num)s jours", abs(days)))) if days > 0 else ""
    return TrialLine(key, group, label, str(told[0]), str(told[1]), gap)


def _signed(gap: str) -> str:
    """Put a plus before what grows."""
    return f"+{gap}" if gap and not gap.startswith(MINUS) else gap
