"""What the files of a call ask in kind, set against the town's catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.applications.models import Application
from grants.db import db
from grants.domain.catalogue import Demand, demands, read_chosen
from grants.domain.file import texts_of
from grants.domain.states import State
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.calls.models import Call

ASIDE = (State.DRAFT.value, State.WITHDRAWN.value, State.REDIRECTED.value)
"""Files that ask nothing of the town: not sent yet, withdrawn, or gone elsewhere."""


def demands_of(call: Call) -> list[Demand]:
    """Return what is asked of each thing of the catalogue, by whom, in the order of filing; each `by` is a file."""
    sent = select(Application).where(Application.call_id == call.id, Application.state.not_in(ASIDE))
    files = db.session.scalars(sent.order_by(Application.sent_at, Application.id)).all()
    chosen = ((file, read_chosen(texts_of(file.answers, "aids"))) for file in files)
    return demands(chosen, territory(call.territory).in_kind)


def free_wishes(call: Call) -> list[tuple[Application, str]]:
    """Return the files that wrote a wish in kind in their own words, in the order of filing."""
    sent = select(Application).where(Application.call_id == call.id, Application.state.not_in(ASIDE))
    files = db.session.scalars(sent.order_by(Application.sent_at, Application.id)).all()
    told = ((file, str(file.answers.get("in_kind", "")).strip()) for file in files)
    return [(file, words) for file, words in told if words]
