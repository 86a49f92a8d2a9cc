"""What a project's own people do on its page: they tell news, with photographs, change them, withdraw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants.audit import record
from grants.db import db, now
from grants.files import keep_drawn
from grants.projects.services import page_changed
from grants.reports.services import Drawn
from grants.voices.models import Hand, Voice, VoicePhotograph
from grants.voices.services import note_gifts

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.projects.models import Project

MOST_PHOTOGRAPHS: Final = 4
AUTHORS: Final = "authors"
"""Who withdrew news: its own people, not a moderator."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A photograph ready to be kept and what it shows; no words for one that only decorates."""

    drawn: Drawn
    alternative: str


@dataclass(frozen=True, slots=True)
class News:
    """What is told: a title, a text, new photographs in their order, what is given (see `Voice.gift`)."""

    title: str
    words: str
    photographs: Sequence[Seen] = ()
    gift: Mapping[str, str] = field(default_factory=dict)


def tell_news(project: Project, person: Person, name: str, news: News, once: str) -> Voice:
    """Publish news signed `name` at once; sent again with the same `once`, changes nothing."""
    key = f"news:{project.id}:{person.id}:{once}"
    known = db.session.scalar(select(Voice).where(Voice.once == key))
    if known is not None:
        return known
    hand = _hand_of(person, name)
    voice = Voice(
        once=key, kind="news", project_id=project.id, hand_id=hand.id, name=name, title=news.title, words=news.words,
        gift=dict(news.gift), state="shown", at=now(),
    )  # fmt: skip
    db.session.add(voice)
    db.session.flush()
    _add(voice, news.photographs)
    page_changed(project)
    note_gifts(project)
    record(f"person:{person.id}", "project_news_told", f"voice:{voice.id}")
    return voice


def change_news(voice: Voice, news: News, kept: Mapping[int, str], actor: str) -> None:
    """Tell news again: `kept` gives, by number, the words of the photographs that stay; the others leave for good."""
    voice.title, voice.words, voice.gift = news.title, news.words, dict(news.gift)
    for photograph in list(voice.photographs):
        if photograph.id in kept:
            photograph.alternative = kept[photograph.id]
        else:
            voice.photographs.remove(photograph)
            for file in (photograph.large, photograph.small):
                db.session.delete(file)
    db.session.flush()
    _add(voice, news.photographs)
    page_changed(voice.project)
    note_gifts(voice.project)
    record(actor, "project_news_changed", f"voice:{voice.id}")


def withdraw_news(voice: Voice, actor: str) -> None:
    """Take news off the pages: its own people do not want it there any more; its address says so."""
    voice.state, voice.hidden_by, voice.hidden_at = "hidden", AUTHORS, now()
    page_changed(voice.project)
    db.session.flush()
    note_gifts(voice.project)
    record(actor, "project_news_withdrawn", f"voice:{voice.id}")


def _add(voice: Voice, photographs: Sequence[Seen]) -> None:
    """Keep photographs after those already there, four in all."""
    last = max((each.position for each in voice.photographs), default=0)
    room = MOST_PHOTOGRAPHS - len(voice.photographs)
    for position, seen in enumerate(photographs[:room], start=last + 1):
        drawn = seen.drawn
        voice.photographs.append(
            VoicePhotograph(
                large_id=keep_drawn(drawn.name, drawn.large).id,
                small_id=keep_drawn(drawn.name, drawn.small).id,
                width=drawn.width,
                height=drawn.height,
                alternative=seen.alternative,
                position=position,
            )
        )
    db.session.flush()


def _hand_of(person: Person, name: str) -> Hand:
    """Return the hand of somebody who is signed in, known by their account."""
    hand = db.session.scalar(select(Hand).where(Hand.person_id == person.id).order_by(Hand.id).limit(1))
    if hand is None:
        hand = Hand(key=f"person:{person.id}", person_id=person.id, name=name, trusted=True)
        db.session.add(hand)
    hand.last_seen = now()
    db.session.flush()
    return hand
