"""What follows the evening, as spreadsheets: encounters, minutes, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.plenary.forms.words_after import ANSWERS, ASKED, LIFE_WORDS, MOMENTS_ASKED
from grants.plenary.queries.encounters import who_of
from grants.plenary.queries.followed import followed
from grants.plenary.queries.minutes import minutes_of
from grants.plenary.queries.opinions import opinions_of
from grants.plenary.views import bp
from grants.plenary.views.after_desk import PLACE, shown_in_address
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.sheets import INTEGER, MOMENT, Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import EncounterNews, MinuteEntry, Participant
    from grants.plenary.queries.followed import Followed
    from grants.plenary.queries.opinions import Counted
    from grants.sheets import Cell


@bp.get(f"{PLACE}/suites.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def suites_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the encounters as the page shows them; contact details stay out."""
    heads = (
        _("Personne"), _("Projet"), _("Avec"), _("Son projet"), _("Voulue par"), _("Ce qu’elles veulent faire"),
        _("À un mois"), _("En quelques mots"), _("À six mois"), _("En quelques mots"),
    )  # fmt: skip
    rows = _suites(followed(asked_plenary(year), shown_in_address()))
    return sent(Table(_("Les rencontres"), tuple(map(Column, heads)), rows), ending, f"pleniere-{year}-suites")


@bp.get(f"{PLACE}/compte-rendu.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def minutes_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give every paragraph of the minutes, hidden ones included."""
    columns = (Column(_("Écrit le"), MOMENT), *map(Column, (_("Par"), _("Texte"), _("Caché, pourquoi"))))
    table = Table(_("Le compte rendu"), columns, _minutes(minutes_of(asked_plenary(year))))
    return sent(table, ending, f"pleniere-{year}-compte-rendu")


@bp.get(f"{PLACE}/questionnaires.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def opinions_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give how many gave each answer, and what was written, without names."""
    columns = (
        *map(Column, (_("Questionnaire"), _("Question"), _("Réponse"))),
        Column(_("Personnes"), INTEGER),
    )
    table = Table(_("Les questionnaires"), columns, _answers(opinions_of(asked_plenary(year))))
    return sent(table, ending, f"pleniere-{year}-questionnaires")


def _suites(rows: Iterable[Followed]) -> Iterator[tuple[Cell, ...]]:
    """Give one line an encounter."""
    for row in rows:
        both = str(_("les deux") if row.agreed else _("une seule"))
        told = (cell for news in row.news.values() for cell in _told(news))
        yield (*_who(row.encounter.one), *_who(row.encounter.other), both, " / ".join(row.words), *told)


def _who(person: Participant) -> tuple[str, str]:
    """Name somebody, and what they came for."""
    return person.name, f"{person.project.title} ({who_of(person)})" if person.project else str(_("Invité"))


def _told(news: EncounterNews | None) -> tuple[str, str]:
    """Say how an encounter lives, in a word and in the teller's own."""
    return (str(LIFE_WORDS[news.state]), news.words) if news else ("", "")


def _minutes(entries: Iterable[MinuteEntry]) -> Iterator[tuple[Cell, ...]]:
    """Give one line a paragraph."""
    for entry in entries:
        yield entry.at, str(_("La ville")) if entry.by_town else entry.author, entry.words, entry.hidden_why


def _answers(asked: Iterable[Counted]) -> Iterator[tuple[Cell, ...]]:
    """Give one line an answer, then one a text."""
    for each in asked:
        title, labels = str(MOMENTS_ASKED[each.moment]), ASKED[each.moment]
        for key, counts in each.counts.items():
            for choice, number in counts.items():
                yield title, str(labels[key]), str(ANSWERS[key][choice]), number
        for words in each.words:
            yield title, str(labels["words"]), words, None
