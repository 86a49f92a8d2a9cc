"""The words of a programme: what it reaches, what nobody goes without, and what it could not hold to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _l

from grants.domain.cautions import Caution
from grants.plenary.hours import caution_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask_babel.speaklater import LazyString

    from grants.plenary.models import Programme

ALL_WELL = 60
"""Percent of an ordinary evening below which somebody's evening is poor."""
MINUTE = 60
NAMES_TOLD = 6

ORIGINS: dict[str, LazyString] = {
    "computed": _l("Calculée"),
    "moved": _l("Changée à la main, depuis la version %(version)s"),
    "repaired": _l("Réparée le jour même, depuis la version %(version)s"),
}

_CONCESSIONS: dict[str, LazyString] = {
    "not_together": _l(
        "%(people)s devaient se rencontrer, et c’est impossible avec le reste de ce qui est demandé. Relisez les"
        " demandes qui les concernent."
    ),
    "no_host": _l(
        "Ne gardent pas leur table toute la soirée\u00a0: %(people)s. Leurs demandes se contredisent ou la table est"
        " pleine\u00a0: choisissez une autre table."
    ),
    "no_table_to_host": _l(
        "%(people)s devait garder la table %(table)s, et cette table n’est pas dressée. Choisissez-en une autre."
    ),
    "no_accessible_seat": _l(
        "Sans place à une table accessible\u00a0: %(people)s. Dites quelles tables sont accessibles, ou ajoutez-en une."
    ),
    "free_round": _l(
        "Des souhaits dits en privé ne tiennent pas tous avec si peu de tables\u00a0: ils sont respectés, et des"
        " personnes ont un tour libre (%(rounds)s). Ajoutez une table pour que tout le monde soit assis."
    ),
}


def _(text: str, **figures: object) -> str:
    return str(gettext(text, **figures))


def concession_words(concession: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Say what a programme could not hold to, and what to change; `names` gives people by their numbers."""
    figures = concession.get("figures", {})
    if concession["code"] not in _CONCESSIONS:
        return caution_words(Caution(concession["code"], figures))
    rounds = (
        _("%(who)s, tour %(number)s", who=_named(person, names), number=number)
        for person, number in concession.get("rounds", ())
    )
    people = listed(_named(person, names) for person in concession.get("people", ()))
    said = {**figures, "people": people, "rounds": "\u00a0; ".join(rounds)}
    return str(_CONCESSIONS[concession["code"]]) % said


def reach_words(programme: Programme) -> str:
    """Say how near a programme comes to what none could pass."""
    if not programme.bound:
        return _("Rien de commun n’est connu entre ces projets\u00a0: chacun fait connaissance.")
    return _(
        "%(share)s\u00a0%% de ce qu’aucun programme ne pourrait dépasser",
        share=int(100 * programme.value / programme.bound),
    )


def share_words(programme: Programme) -> str:
    """Say the same in a table: what is reached of what none could pass."""
    if not programme.bound:
        return "–"
    return _("%(share)s\u00a0%%", share=int(100 * programme.value / programme.bound))


def fairness_words(programme: Programme, names: Mapping[int, str]) -> str:
    """Say whether anybody goes home with little, beside an ordinary evening (as many have more as have less)."""
    figures = programme.notes.get("figures", {})
    if not figures.get("median"):
        return ""
    share = round(100 * programme.poorest / figures["median"])
    if share >= ALL_WELL:
        return _(
            "Personne n’est laissé de côté\u00a0: la soirée la moins riche vaut %(share)s\u00a0%% d’une soirée"
            " ordinaire.",
            share=share,
        )
    return _(
        "Une soirée reste pauvre\u00a0: elle vaut %(share)s\u00a0%% d’une soirée ordinaire (%(people)s). Vérifiez ce"
        " que leur projet cherche et propose, ou déplacez-les à la main.",
        share=share,
        people=listed(_named(person, names) for person in figures.get("least", ())),
    )


def poorest_words(programme: Programme) -> str:
    """Say what the least rich evening is worth, beside an ordinary one."""
    return beside_ordinary(programme.poorest, programme.notes.get("figures", {}))


def beside_ordinary(poorest: float, figures: Mapping[str, Any]) -> str:
    """Say what an evening is worth beside an ordinary one; empty when nothing is known."""
    middle = figures.get("median")
    if not middle:
        return ""
    return _("%(share)s\u00a0%% d’une soirée ordinaire", share=round(100 * poorest / middle))


def origin_words(programme: Programme) -> str:
    """Say how a version was made."""
    return str(ORIGINS[programme.origin]) % {"version": programme.based_on}


def speaking_words(seconds: int) -> str:
    """Say how long all presentations take together."""
    minutes = -(-seconds // MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    if not hours:
        return _("%(minutes)s\u00a0min", minutes=minutes)
    return _("%(hours)s\u00a0h\u00a0%(minutes)s", hours=hours, minutes=f"{minutes:02}")


def amount(value: float) -> str:
    """Write a worth with one decimal."""
    return str(format_decimal(round(value, 1), format="#,##0.0"))


def listed(names: Iterable[str]) -> str:
    """Name people one after the other, and count those left when they are many."""
    known = list(names)
    if len(known) <= NAMES_TOLD:
        return ", ".join(known)
    more = len(known) - NAMES_TOLD
    shown = ", ".join(known[:NAMES_TOLD])
    return str(ngettext("%(names)s et une autre personne", "%(names)s et %(num)s autres personnes", more, names=shown))


def _named(person: int, names: Mapping[int, str]) -> str:
    return names.get(person) or _("une personne qui n’est plus annoncée")
