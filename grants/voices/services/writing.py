"""Words are written: shown at once, or held until a person has looked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from grants.db import db, now
from grants.domain.differences import NEW, difference
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.holding import NEW_PER_ADDRESS, PER_ADDRESS, PER_HAND, Sent, why_held, without_addresses
from grants.security import take_token
from grants.voices.models import Voice
from grants.voices.queries import recent_texts, written_once
from grants.voices.services.publishing import put_online

if TYPE_CHECKING:
    from grants.projects.models import Project
    from grants.voices.models import Hand

LONGEST_WORDS = 4_000
LONGEST_NAME = 80
LONGEST_CONTACT = 200
HOUR = timedelta(hours=1)
NO_ADDRESS = "[…]"
"""Stands where somebody typed an e-mail address: none is ever shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody writes. `changes` of a correction: by part of the page, [read, written]."""

    kind: str
    words: str = ""
    name: str = ""
    wish: str = ""
    contact: str = ""
    changes: Mapping[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Came:
    """How it came: the signed form's own key and its age in seconds (None when unsigned), the trap, the address."""

    once: str = ""
    seconds: float | None = None
    trap: str = ""
    address: str = ""


def write(project: Project, hand: Hand, said: Said, came: Came) -> Voice:
    """Keep what somebody writes, once however often it is sent: shown at once, or held with the reason.

    Raises RuleError `words_missing`.
    """
    said = _cleaned(said)
    if not (said.words or said.changes):
        raise RuleError("words_missing")
    before = written_once(came.once) if came.once else None
    if before is not None and _same(before, said):
        return before
    why = why_held(_sent(hand, said, came, replayed=before is not None))
    voice = _kept(project, hand, said, came.once if before is None else "")
    voice.held_why = why.value if why else ""
    if why is None:
        put_online(voice)
    db.session.flush()
    return voice


def _cleaned(said: Said) -> Said:
    """Drop what no text may hold, and the addresses nobody should read."""
    return Said(
        kind=said.kind,
        words=without_addresses(clean(said.words).strip()[:LONGEST_WORDS], NO_ADDRESS),
        name=without_addresses(" ".join(clean(said.name).split())[:LONGEST_NAME], NO_ADDRESS),
        wish=said.wish,
        contact=" ".join(clean(said.contact).split())[:LONGEST_CONTACT],
        changes={part: [before, _masked(after)] for part, (before, after) in said.changes.items()},
    )


def _masked(part: Any) -> Any:  # noqa: ANN401 - a text, or the rows of a list
    """Return what a correction writes without the addresses nobody should read, whoever writes it."""
    if isinstance(part, str):
        return without_addresses(part, NO_ADDRESS)
    return [[without_addresses(str(cell), NO_ADDRESS) for cell in row] for row in part or ()]


def _same(voice: Voice, said: Said) -> bool:
    """Tell whether the same button was pressed twice."""
    return (voice.words, voice.name, voice.kind) == (said.words, said.name, said.kind) and voice.changes == said.changes


def _sent(hand: Hand, said: Said, came: Came, *, replayed: bool) -> Sent:
    """Gather what the rules look at; of a correction, only the words that it adds."""
    known = hand.trusted or hand.person_id is not None
    calm = take_token("voice", f"hand:{hand.id}", most=PER_HAND, per=HOUR)
    calm &= take_token("voice", f"address:{came.address}", most=PER_ADDRESS, per=HOUR)
    if not known:
        calm &= take_token("voice-new", f"address:{came.address}", most=NEW_PER_ADDRESS, per=HOUR)
    added = [_added(*pair) for pair in said.changes.values()]
    return Sent(
        texts=[said.name, said.words, *added],
        trap=came.trap,
        seconds=came.seconds,
        replayed=replayed,
        known=known,
        over_rate=not calm,
        recent=recent_texts() if said.words else (),
        wiped=any(
            _weight(before) > 0 and _weight(after) < _weight(before) / 2 for before, after in said.changes.values()
        ),
    )


def _added(before: object, after: object) -> str:
    """Return the words that a correction brings in."""
    pieces = difference(_as_text(before), _as_text(after))
    return "".join(piece.words for piece in pieces if piece.kind == NEW)


def _as_text(part: object) -> str:
    """Write a part of a page as one text: the rows of a list one a line."""
    return part if isinstance(part, str) else "\n".join(" ".join(map(str, row)) for row in part or ())  # type: ignore[attr-defined]


def _weight(part: object) -> int:
    """Count the signs of a part of a page."""
    return len(_as_text(part).strip())


def _kept(project: Project, hand: Hand, said: Said, once: str) -> Voice:
    """Write the row, held; another press of the same button at the same instant finds that of the first."""
    voice = Voice(
        once=once or secrets.token_urlsafe(16),
        kind=said.kind,
        project=project,
        hand=hand,
        name=said.name,
        words=said.words,
        wish=said.wish,
        contact=said.contact,
        changes=dict(said.changes),
        state="held",
        at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(voice)
    except IntegrityError as error:
        raise RuleError("sent_twice") from error
    return voice
