"""Reads of open writing: what a page shows, what waits for a person, what one hand wrote."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from grants.accounts.models import Membership, Person
from grants.applications.models import Application, FileWriter
from grants.db import db
from grants.projects.models import NeedOffer, Project
from grants.voices.models import Hand, Voice, VoiceReport

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Select

ANSWERS = ("help", "interest")
MOST = 200
"""Words of one kind that a page or the desk shows, the newest ones."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """What readers wrote on a project's page, oldest first; answers by the sentence they answer."""

    comments: list[Voice] = field(default_factory=list)
    answers: dict[str, list[Voice]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandWork:
    """What one hand wrote: words by state, corrections in force, pages touched, other hands of the same address."""

    states: dict[str, int]
    corrections: int
    pages: int
    neighbours: tuple[int, ...]


def voices_on(project_id: int) -> OnPage:
    """Return what a page shows: words shown, and the place of those that were removed with a reason."""
    told = Voice.kind.in_(("comment", *ANSWERS))
    asked = _shown().where(Voice.project_id == project_id, told).order_by(Voice.at.desc(), Voice.id.desc()).limit(MOST)
    found = OnPage()
    for voice in db.session.scalars(asked):
        if voice.kind == "comment":
            found.comments.insert(0, voice)
        elif voice.kind in ANSWERS:
            found.answers.setdefault(voice.wish, []).insert(0, voice)
    return found


def counts_on(project_ids: Collection[int]) -> dict[int, int]:
    """Return how many words each of these projects' pages shows."""
    asked = select(Voice.project_id, func.count()).where(Voice.project_id.in_(project_ids), Voice.state == "shown")
    return dict(db.session.execute(asked.group_by(Voice.project_id)).all())


def latest_words(limit: int = 20) -> Sequence[Voice]:
    """Return the last words shown on public pages, newest first, with their projects."""
    asked = _public().order_by(Voice.at.desc(), Voice.id.desc()).limit(limit)
    return db.session.scalars(asked).all()


def words_since(instant: datetime, project_ids: Collection[int]) -> Sequence[Voice]:
    """Return the words shown since an instant on these projects' public pages, oldest first."""
    asked = _public().where(Voice.at > instant, Voice.project_id.in_(project_ids)).order_by(Voice.at, Voice.id)
    return db.session.scalars(asked).all()


def voice_numbered(number: int) -> Voice | None:
    """Return one message with its page and its hand."""
    asked = select(Voice).options(joinedload(Voice.project), joinedload(Voice.hand)).where(Voice.id == number)
    return db.session.scalars(asked).one_or_none()


def corrections_shown(project_id: int) -> dict[int, int]:
    """Return which word made each version of a page that a correction made and that is still read, by version."""
    made = select(Voice.revision, Voice.id).where(
        Voice.project_id == project_id,
        Voice.kind == "correction",
        Voice.state == "shown",
        Voice.revision.is_not(None),
    )
    return {version: number for version, number in db.session.execute(made.order_by(Voice.id)) if version is not None}


def wish_of(project: Project, number: int) -> NeedOffer | None:
    """Return a need or an offer of this project."""
    return next((each for each in project.needs_and_offers if each.id == number), None)


def hand_numbered(number: int) -> Hand | None:
    """Return a hand."""
    return db.session.get(Hand, number)


def hand_of(key: str) -> Hand | None:
    """Return the hand of that key."""
    return db.session.scalars(select(Hand).where(Hand.key == key)).one_or_none()


def recent_texts(limit: int = 300) -> list[str]:
    """Return the last texts written by anybody, to know one that is said again."""
    asked = select(Voice.words).where(Voice.kind != "news").order_by(Voice.id.desc()).limit(limit)
    return list(db.session.scalars(asked))


def written_once(once: str) -> Voice | None:
    """Return what an earlier press of the same form wrote."""
    return db.session.scalars(select(Voice).where(Voice.once == once)).one_or_none()


def people_told(project: Project) -> list[Person]:
    """Return the people of a project: those of its association and those who write its file, by address."""
    members = select(Membership.person_id).where(
        Membership.association_id == project.association_id, Membership.ended_at.is_(None)
    )
    writers = (
        select(FileWriter.person_id)
        .join(Application, Application.id == FileWriter.application_id)
        .where(Application.project_id == project.id, FileWriter.ended_at.is_(None))
    )
    asked = select(Person).where(or_(Person.id.in_(members), Person.id.in_(writers))).order_by(Person.email)
    return list(db.session.scalars(asked))


def waiting() -> Sequence[Voice]:
    """Return what is held until a person looks, oldest first."""
    return db.session.scalars(_desk().where(Voice.state == "held").order_by(Voice.id).limit(MOST)).all()


def reported() -> Sequence[Voice]:
    """Return what readers reported and nobody settled yet, oldest report first."""
    open_reports = select(VoiceReport.voice_id).where(VoiceReport.settled.is_(False))
    return db.session.scalars(_desk().where(Voice.id.in_(open_reports)).order_by(Voice.id).limit(MOST)).all()


def written(limit: int = MOST) -> Sequence[Voice]:
    """Return the last words written, whatever became of them, newest first."""
    return db.session.scalars(_desk().order_by(Voice.id.desc()).limit(limit)).all()


def every_word() -> Iterator[Voice]:
    """Give every word written, newest first, some at a time."""
    last = None
    while batch := db.session.scalars(
        _desk().where(Voice.id < last if last else true()).order_by(Voice.id.desc()).limit(MOST)
    ).all():
        yield from batch
        last = batch[-1].id


def written_by(hands: Collection[int]) -> Sequence[Voice]:
    """Return the last words of these hands, newest first."""
    return db.session.scalars(_desk().where(Voice.hand_id.in_(hands)).order_by(Voice.id.desc()).limit(MOST)).all()


def gives_in_news(project_id: int) -> bool:
    """Tell whether shown news of a project give something in common."""
    told = select(Voice.gift).where(Voice.project_id == project_id, Voice.kind == "news", Voice.state == "shown")
    return any(db.session.scalars(told.order_by(Voice.id)))


def projects_of(hands: Collection[int]) -> Sequence[Project]:
    """Return the projects where these hands told news, by id."""
    told = select(Voice.project_id).where(Voice.hand_id.in_(hands), Voice.kind == "news")
    return db.session.scalars(select(Project).where(Project.id.in_(told)).order_by(Project.id)).all()


def to_moderate() -> int:
    """Count what waits for a person: words held, and words reported."""
    open_reports = select(VoiceReport.voice_id).where(VoiceReport.settled.is_(False))
    asked = select(func.count()).where(or_(Voice.state == "held", Voice.id.in_(open_reports)))
    return db.session.scalar(asked) or 0


def work_of(hand: Hand) -> HandWork:
    """Count what one hand wrote, before it is undone."""
    states: dict[str, int] = defaultdict(int)
    states |= dict(
        db.session.execute(
            select(Voice.state, func.count()).where(Voice.hand_id == hand.id).group_by(Voice.state)
        ).all()
    )
    corrections = select(func.count()).where(
        Voice.hand_id == hand.id, Voice.kind == "correction", Voice.state == "shown"
    )
    pages = select(func.count(Voice.project_id.distinct())).where(Voice.hand_id == hand.id)
    near = select(Hand.id).where(Hand.address_key == hand.address_key, Hand.address_key != "", Hand.id != hand.id)
    return HandWork(
        dict(states),
        db.session.scalar(corrections) or 0,
        db.session.scalar(pages) or 0,
        tuple(db.session.scalars(near.order_by(Hand.id))),
    )


def _shown() -> Select[Voice]:
    """Words shown, or removed with a reason that stands in their place."""
    return select(Voice).where(or_(Voice.state == "shown", (Voice.state == "hidden") & (Voice.hidden_why != "")))


def _public() -> Select[Voice]:
    """Words shown on pages that are public."""
    asked = select(Voice).join(Voice.project).options(joinedload(Voice.project))
    return asked.where(Voice.state == "shown", Project.public_since.is_not(None))


def _desk() -> Select[Voice]:
    """Words with all that the desk says of them."""
    return select(Voice).options(joinedload(Voice.project), joinedload(Voice.hand), selectinload(Voice.reports))
