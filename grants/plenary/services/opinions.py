"""Answering the two short questionnaires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.questions import read_answers
from grants.plenary.models import Opinion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.plenary.models import Participant


def give_opinion(me: Participant, moment: str, typed: Mapping[str, Sequence[str]]) -> Opinion:
    """Keep what somebody answers; answered again, the last answers stand. Raises RuleError `nothing_answered`."""
    cleaned = {key: [clean(each) for each in given] for key, given in typed.items()}
    answers = read_answers(moment, cleaned)
    if not answers:
        raise RuleError("nothing_answered")
    asked = select(Opinion).filter_by(participant_id=me.id, moment=moment)
    opinion = db.session.scalar(asked)
    if opinion is None:
        try:
            with db.session.begin_nested():
                opinion = Opinion(plenary_id=me.plenary_id, participant_id=me.id, moment=moment)
                db.session.add(opinion)
        except IntegrityError:  # the same form, sent twice
            opinion = db.session.scalars(asked).one()
    opinion.answers, opinion.at = dict(answers), now()
    db.session.flush()
    return opinion
