"""What waits for a clerk on a Monday morning: each function looks at the year and says what is due.

To add one: write a function that takes the desk and today's day, and gives Alerts; add it to ALERTS, in the order in
which a clerk should read them. One that needs to read more asks its own query, and only one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from grants.budget import queries
from grants.budget.forms.words.obstacles import pressing_words
from grants.budget.forms.words.sums import euros
from grants.budget.queries.payables import pressing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from grants.budget.queries import Desk


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to see to: what, where it is done, and whether it is late (`alert`), due (`warn`) or to come (``)."""

    words: str
    address: str = ""
    link: str = ""
    tone: str = ""


def outdated_cap(desk: Desk, _today: date) -> Iterator[Alert]:
    """Say that files or credits moved since the common cap was computed."""
    settlement = None if desk.acts else desk.settlement
    if queries.is_outdated(settlement, desk.call.cap_cents, desk.envelopes, desk.waiting):
        yield Alert(
            _("Des dossiers ou des crédits ont changé depuis le calcul du plafond commun\u00a0: refaites-le."),
            url_for("budget.settle", year=desk.call.year),
            _("Calculer le plafond commun"),
            "alert",
        )


def no_cap_yet(desk: Desk, today: date) -> Iterator[Alert]:
    """Say that the day to compute the common cap has come."""
    if desk.settlement is None and desk.waiting and not desk.acts and today >= desk.call.settle_on:
        yield Alert(
            _("Le plafond commun devait se calculer le %(day)s.", day=format_date(desk.call.settle_on, "long")),
            url_for("budget.settle", year=desk.call.year),
            _("Calculer le plafond commun"),
            "warn",
        )


def vote_to_record(desk: Desk, today: date) -> Iterator[Alert]:
    """Say how many files wait for the council, and that it sat already."""
    number, day = len(desk.waiting), desk.call.council_on
    if not number:
        return
    words = ngettext(
        "%(num)s dossier attend le vote du conseil.", "%(num)s dossiers attendent le vote du conseil.", number
    )
    told = format_date(day, "long")
    said = _("Il siégeait le %(day)s.", day=told) if today > day else _("Il siège le %(day)s.", day=told)
    link = url_for("budget.vote", year=desk.call.year), _("Enregistrer le vote")
    yield Alert(f"{words} {said}", *link, tone="warn" if today > day else "")


def to_order(desk: Desk, _today: date) -> Iterator[Alert]:
    """Say what was voted and not ordered."""
    if desk.to_order:
        yield Alert(
            _("Voté et pas encore mandaté\u00a0: %(sum)s.", sum=euros(desk.to_order)), "#mandater", _("Mandater")
        )


def to_pay(desk: Desk, _today: date) -> Iterator[Alert]:
    """Say what was ordered and not paid."""
    if desk.to_pay:
        words = _("Mandaté et pas encore noté comme payé\u00a0: %(sum)s.", sum=euros(desk.to_pay))
        yield Alert(words, "#payer", _("Noter les paiements"))


def two_months(desk: Desk, today: date) -> Iterator[Alert]:
    """Say which files, still without an answer, see the two months of the law run out."""
    limits = queries.limits_near(desk.call, today)
    if not limits:
        return
    words = ngettext(
        "%(num)s dossier sans réponse voit ses deux mois finir le %(day)s.",
        "%(num)s dossiers sans réponse voient leurs deux mois finir, le premier le %(day)s.",
        len(limits),
        day=format_date(limits[0], "long"),
    )
    late = limits[0] < today
    link = url_for("budget.waiting", year=desk.call.year), _("Envoyer les lettres d’attente")
    yield Alert(words, *link, tone="alert" if late else "warn")


def to_pay_in_time(desk: Desk, today: date) -> Iterator[Alert]:
    """Say what was notified and must be paid soon, or should have been."""
    address = url_for("budget.payments", year=desk.call.year)
    for words, tone in pressing_words(pressing_of(desk.files, today)):
        yield Alert(words, address, _("Mandats et paiements"), tone)


ALERTS: tuple[Callable[[Desk, date], Iterable[Alert]], ...] = (
    outdated_cap,
    no_cap_yet,
    two_months,
    vote_to_record,
    to_pay_in_time,
    to_order,
    to_pay,
)


def alerts(desk: Desk, today: date) -> list[Alert]:
    """Return all that waits."""
    return [alert for each in ALERTS for alert in each(desk, today)]
