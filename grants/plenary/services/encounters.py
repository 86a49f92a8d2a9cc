"""Going on after the evening: either side says so, details pass once both gave theirs, both tell how it lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.following import LIVES, times_open
from grants.plenary.models import Encounter, EncounterNews, EncounterSide, Participant, Plenary
from grants.plenary.services.letters_after import tell_contacts
from grants.projects.services import page_changed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

    from grants.accounts.models import Person

LONGEST_CONTACT = 120
LONGEST_TEXT = 300
CONTACTS_KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Slip:
    """A paper slip that both signed: what they want to do, and how each may be reached (empty: not given)."""

    one: Participant
    other: Participant
    words: str = ""
    contact_one: str = ""
    contact_other: str = ""


def choose(me: Participant, wanted: Collection[int], dropped: Collection[int], contact: str) -> None:
    """Keep with whom somebody wants to go on and with whom no longer; `contact` is given to those who give theirs.

    People of another evening, one's own project and unknown numbers are left out.
    """
    contact = _line(contact, LONGEST_CONTACT)
    own = {_other_of(encounter, me): encounter for encounter in _locked(_mine(me))}
    for other in _people_of(me, {*wanted, *dropped}):
        if other.id in wanted and other.id not in own:
            own[other.id] = _held(me, other)
        if other.id in own:
            side = _side(own[other.id], me)
            side.said_at = (side.said_at or now()) if other.id in wanted else None
    for encounter in own.values():
        side = _side(encounter, me)
        if encounter.exchanged_at is None:
            side.contact = contact if side.said_at else ""
        _settle(encounter)


def say_what(encounter: Encounter, me: Participant, words: str) -> None:
    """Keep what somebody wants to do with the other."""
    encounter = _lock(encounter)
    _side(encounter, me).words = _line(words, LONGEST_TEXT)
    _pages_changed(encounter)


def type_slip(slip: Slip, clerk: Person) -> Encounter:
    """Keep a paper slip that both signed; typed twice, it is the same encounter.

    Raises RuleError `same_person`, `same_project` or `not_of_evening`.
    """
    if slip.one.id == slip.other.id:
        raise RuleError("same_person")
    if slip.one.plenary_id != slip.other.plenary_id:
        raise RuleError("not_of_evening")
    if slip.one.project_id is not None and slip.one.project_id == slip.other.project_id:
        raise RuleError("same_project")
    encounter = _held(slip.one, slip.other)
    for person, given in ((slip.one, slip.contact_one), (slip.other, slip.contact_other)):
        side = _side(encounter, person)
        side.said_at = side.said_at or now()
        side.words = _line(slip.words, LONGEST_TEXT) or side.words
        agreed = person.contact if person.shares_contact else ""
        side.contact = _line(given, LONGEST_CONTACT) or side.contact or agreed
    encounter.typed_by = f"person:{clerk.id}"
    _settle(encounter)
    plenary = db.session.get_one(Plenary, encounter.plenary_id)
    record(f"person:{clerk.id}", "slip_typed", f"encounter:{encounter.id}", year=plenary.call.year)
    return encounter


def tell_news(encounter: Encounter, me: Participant, months: int, told: tuple[str, str], today: date) -> EncounterNews:
    """Keep how an encounter lives (state, words) as one side tells it; told again, the last words stand.

    Raises RuleError `too_early` before that time, `unknown_answer` for a state that is none.
    """
    state, words = told
    held_on = db.session.get_one(Plenary, encounter.plenary_id).held_on
    if months not in times_open(held_on, today):
        raise RuleError("too_early")
    if state not in LIVES:
        raise RuleError("unknown_answer")
    encounter = _lock(encounter)
    news = next((each for each in encounter.news if (each.participant_id, each.months) == (me.id, months)), None)
    if news is None:
        news = EncounterNews(participant_id=me.id, months=months, state=state)
        encounter.news.append(news)
    news.state, news.words, news.at = state, _line(words, LONGEST_TEXT), now()
    _pages_changed(encounter)
    return news


def hide_news(news: EncounterNews, clerk: Person, *, hidden: bool) -> None:
    """Take the news of an encounter off the public pages, or put it back."""
    _hide(news, db.session.get_one(Encounter, news.encounter_id), clerk, "news", hidden=hidden)


def hide_words(encounter: Encounter, clerk: Person, *, hidden: bool) -> None:
    """Take what two people say they will do off the public pages, or put it back."""
    _hide(encounter, encounter, clerk, "words", hidden=hidden)


def _hide(what: EncounterNews | Encounter, encounter: Encounter, clerk: Person, name: str, *, hidden: bool) -> None:
    if (what.hidden_at is not None) is hidden:
        return
    what.hidden_at = now() if hidden else None
    year = db.session.get_one(Plenary, encounter.plenary_id).call.year
    _pages_changed(encounter)
    act = f"{name}_hidden" if hidden else f"{name}_shown"
    record(f"person:{clerk.id}", act, f"encounter:{encounter.id}", year=year)


def forget_contacts() -> None:
    """Erase the contact details that people gave one another, a year after their evening."""
    old = select(Plenary.id).where(Plenary.held_on < now().date() - CONTACTS_KEPT)
    theirs = select(Encounter.id).where(Encounter.plenary_id.in_(old))
    given = update(EncounterSide).where(EncounterSide.encounter_id.in_(theirs), EncounterSide.contact != "")
    db.session.execute(given.values(contact=""), execution_options={"synchronize_session": False})


def _settle(encounter: Encounter) -> None:
    """Note since when both agree, pass the contact details on once, and forget what nobody wants any more."""
    db.session.flush()
    agreed = len(encounter.sides) == 2 and all(side.said_at for side in encounter.sides)  # noqa: PLR2004 - two sides
    if agreed != (encounter.agreed_at is not None):
        encounter.agreed_at = now() if agreed else None
        _pages_changed(encounter)
    if agreed and encounter.exchanged_at is None and all(side.contact for side in encounter.sides):
        encounter.exchanged_at = now()
        tell_contacts(encounter)
    if not encounter.news and not any(side.said_at for side in encounter.sides):
        db.session.delete(encounter)
    db.session.flush()


def _pages_changed(encounter: Encounter) -> None:
    """Have both projects' pages read again."""
    db.session.flush()
    for person in (encounter.one, encounter.other):
        page_changed(person.project)


def _people_of(me: Participant, numbers: Collection[int]) -> list[Participant]:
    """Return those people of one's evening, oneself and one's own project left out."""
    chosen = select(Participant).where(Participant.plenary_id == me.plenary_id, Participant.id.in_(numbers))
    found = db.session.scalars(chosen.where(Participant.id != me.id).order_by(Participant.id))
    return [each for each in found if me.project_id is None or each.project_id != me.project_id]


def _mine(me: Participant) -> ColumnElement[bool]:
    return or_(Encounter.one_id == me.id, Encounter.other_id == me.id)


def _other_of(encounter: Encounter, me: Participant) -> int:
    return encounter.other_id if encounter.one_id == me.id else encounter.one_id


def _held(one: Participant, other: Participant) -> Encounter:
    """Return the encounter of two people, opened once however many ask for it, and held until the end."""
    first, second = sorted((one, other), key=lambda each: each.id)
    pair = (Encounter.one_id == first.id) & (Encounter.other_id == second.id)
    for encounter in _locked(pair):
        return encounter
    try:
        with db.session.begin_nested():
            encounter = Encounter(plenary_id=one.plenary_id, one=first, other=second)
            db.session.add(encounter)
    except IntegrityError:  # the other side pressed the button at the same instant
        encounter = _locked(pair)[0]
    return encounter


def _lock(encounter: Encounter) -> Encounter:
    return _locked(Encounter.id == encounter.id)[0]


def _locked(chosen: ColumnElement[bool]) -> Sequence[Encounter]:
    """Hold encounters until the end of the transaction, as they are now, by everybody in the same order."""
    asked = (
        select(Encounter)
        .options(selectinload(Encounter.sides), selectinload(Encounter.news))
        .where(chosen)
        .order_by(Encounter.id)
        .with_for_update()
    )
    return db.session.scalars(asked.execution_options(populate_existing=True)).all()


def _side(encounter: Encounter, person: Participant) -> EncounterSide:
    """Return the side of somebody, made at need."""
    side = next((each for each in encounter.sides if each.participant_id == person.id), None)
    if side is None:
        side = EncounterSide(participant_id=person.id)
        encounter.sides.append(side)
    return side


def _line(text: str, longest: int) -> str:
    return " ".join(clean(text).split())[:longest]
