"""The words of versions: side by side, what changes between two, what moves bring, what is asked of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from grants.plenary.programme_words import (
    amount,
    beside_ordinary,
    listed,
    origin_words,
    poorest_words,
    share_words,
    speaking_words,
)

__all__ = ["amount", "beside_ordinary"]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flask_babel.speaklater import LazyString

    from grants.plenary.models import Demand, Participant
    from grants.plenary.queries import Guest
    from grants.plenary.queries.changes import Changes, MovedPassage, MovedSeat
    from grants.plenary.queries.compared import Compared
    from grants.plenary.services.moving import Effect

_CAUTIONS: dict[str, LazyString] = {
    "crowded_table": _l(
        "La table %(table)s aurait %(people_there)s personnes au tour %(round)s, pour %(most)s places\u00a0: ajoutez"
        " des chaises."
    ),
    "alone_at_table": _l("%(people)s serait sans personne en face, table %(table)s, au tour %(round)s."),
    "friends_at_table": _l("De la même association à la table %(table)s, au tour %(round)s\u00a0: %(people)s."),
    "left_own_table": _l(
        "%(people)s devait rester à la table %(table)s et la quitterait au tour %(round)s (table gardée ou accessible)."
    ),
    "not_there_yet": _l("%(people)s n’est pas là au tour %(round)s, d’après ses heures."),
    "no_table_left": _l("%(people)s n’aurait plus de table au tour %(round)s."),
    "seated_twice": _l("%(people)s est annoncé deux fois et serait à deux tables au tour %(round)s."),
    "no_longer_together": _l("Ne se rencontreraient plus, alors que c’est demandé\u00a0: %(people)s."),
}


def _(text: str, **figures: object) -> str:
    return str(gettext(text, **figures))


def compared_lines(found: Sequence[Compared]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give each thing that counts with its value in every version, in words."""

    def line(label: str, name: str) -> tuple[str, tuple[str, ...]]:
        return label, tuple(str(each.figures.get(name, "")) for each in found)

    yield _("Part du possible"), tuple(share_words(each.made) for each in found)
    yield _("La soirée la moins riche"), tuple(poorest_words(each.made) for each in found)
    yield line(_("Besoins qui trouvent une réponse à table"), "needs")
    yield line(_("Rencontres qui ont une raison"), "reasons")
    yield line(_("Rencontres en tout"), "met")
    yield line(_("Paires qui se revoient"), "twice")
    yield _("Souhaits de rencontre tenus"), tuple(_kept(each.figures.get("wishes")) for each in found)
    yield _("Ce qui n’a pas pu être tenu"), tuple(str(len(each.made.notes.get("concessions", ()))) for each in found)
    yield _("Durée des présentations"), tuple(speaking_words(each.speaking) for each in found)
    yield _("Comment elle est faite"), tuple(origin_words(each.made) for each in found)
    if any(each.moved is not None for each in found):
        yield (
            _("Personnes qui changent de table, par rapport à la version publiée"),
            tuple("" if each.moved is None else str(each.moved) for each in found),
        )


def _kept(wishes: Sequence[int] | None) -> str:
    if not wishes or not wishes[1]:
        return _("aucun souhait")
    return _("%(kept)s sur %(all)s", kept=wishes[0], all=wishes[1])


def changes_words(found: Changes) -> str:
    """Sum up what changes, for whoever has to tell people."""
    if not (found.seats or found.passages):
        return _("Rien ne change\u00a0: les mêmes personnes sont aux mêmes tables, dans le même ordre.")
    seats = ngettext("%(num)s personne change de table", "%(num)s personnes changent de table", found.people)
    passages = ngettext("%(num)s présentation change", "%(num)s présentations changent", len(found.passages))
    told = [words for words, count in ((seats, found.people), (passages, len(found.passages))) if count]
    return _("%(changes)s.", changes=", ".join(told))


def by_person(found: Changes) -> list[tuple[Guest, str]]:
    """Say, person by person in the order of their names, where they go."""
    told: dict[int, list[MovedSeat]] = {}
    for seat in found.seats:
        told.setdefault(seat.guest.participant.id, []).append(seat)
    return [(seats[0].guest, "\u00a0; ".join(map(seat_words, seats))) for seats in told.values()]


def seat_words(seat: MovedSeat) -> str:
    """Say where somebody goes in a round."""
    before, after, number = seat.before, seat.after, seat.round
    if before is None:
        return _("au tour %(number)s\u00a0: table %(after)s (n’avait pas de table)", number=number, after=after)
    if after is None:
        return _("au tour %(number)s\u00a0: plus de table (avait la table %(before)s)", number=number, before=before)
    return _(
        "au tour %(number)s\u00a0: table %(after)s au lieu de %(before)s", number=number, after=after, before=before
    )


def passage_words(passage: MovedPassage) -> str:
    """Say where a project is presented now."""
    if passage.after is None:
        return _("n’est plus présenté")
    if passage.before is None:
        return _("présenté désormais\u00a0: %(after)s", after=passage_place(passage.after))
    return _(
        "%(after)s, au lieu de\u00a0: %(before)s",
        after=passage_place(passage.after),
        before=passage_place(passage.before),
    )


def table_place(table: int | None) -> str:
    """Name a table, or say that there is none."""
    return _("sans table") if table is None else _("table %(number)s", number=table)


def passage_place(where: tuple[int, int] | None) -> str:
    """Say where a project is presented."""
    if where is None:
        return _("pas présenté")
    return _("série %(block)s, %(place)s", block=where[0], place=_ordinal(where[1]))


def _ordinal(place: int) -> str:
    return _("1ᵉʳ") if place == 1 else _("%(place)sᵉ", place=place)


def move_words(move: Any, names: Mapping[int, str]) -> str:  # noqa: ANN401 - a move, read from an address
    """Say a move."""
    who = names.get(move.person, "")
    if move.other is not None:
        return _(
            "Tour %(number)s\u00a0: %(one)s et %(other)s échangent leurs places",
            number=move.round,
            one=who,
            other=names.get(move.other, ""),
        )
    if move.table == 0:
        return _("Tour %(number)s\u00a0: %(one)s n’a plus de table", number=move.round, one=who)
    return _("Tour %(number)s\u00a0: %(one)s va à la table %(table)s", number=move.round, one=who, table=move.table)


def effect_words(effect: Effect) -> str:
    """Say whether the evening gains or loses by the moves."""
    before, after = effect.before.value, effect.after.value
    change = 100 * (after - before) / before if before else 0.0
    worth = amount(abs(change))
    if worth == amount(0):
        return _("La soirée vaut autant qu’avant.")
    if change > 0:
        return _("La soirée gagne %(worth)s\u00a0%%.", worth=worth)
    return _("La soirée perd %(worth)s\u00a0%%.", worth=worth)


def caution_words(caution: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Say what a move would break."""
    people = listed(names.get(person, "") for person in caution.get("people", ()))
    figures = dict(caution.get("figures", {}))
    return str(_CAUTIONS[caution["code"]]) % {**figures, "people_there": figures.get("people"), "people": people}


def demand_words(demand: Demand) -> str:
    """Say what is asked."""
    one = person_label(demand.participant)
    if demand.other is None:
        return _("%(one)s garde la table %(table)s toute la soirée", one=one, table=demand.number)
    other = person_label(demand.other)
    if demand.kind == "together":
        return _("%(one)s et %(other)s se rencontrent", one=one, other=other)
    return _("%(one)s et %(other)s se connaissent déjà", one=one, other=other)


def person_label(participant: Participant) -> str:
    """Name somebody with the project they come for."""
    project = participant.project
    return participant.name if project is None else f"{participant.name} ({project.title})"
