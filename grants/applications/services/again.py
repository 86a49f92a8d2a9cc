"""Again this year: a new draft from an earlier file, with what must be read again marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.accounts.queries import is_member
from grants.accounts.services import hold
from grants.applications.services.drafts import start_draft
from grants.applications.services.writers import note
from grants.calls.schemes import scheme_of
from grants.db import db
from grants.domain.file import CONTACT, HANDOVER, confirmed, copy_answers, text_of, to_reread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person
    from grants.applications.models import Application
    from grants.calls.models import Call


def start_again(call: Call, person: Person, source: Application, key: str = "") -> Application:
    """Open a draft that begins with the answers of an earlier file, which stays as it is; pressing twice opens one.

    Whoever starts it is another person than the contact of the source: the contact waits to be read again too.
    """
    draft = start_draft(call, person, key)
    hold(draft)
    if draft.copied_from_id is not None or draft.version > 1:
        return draft
    answers, waiting = copy_answers(source.answers, (source.call.year, call.year), scheme_of(call).fields)
    if text_of(answers, "contact_email").lower() != person.email:
        waiting |= to_reread(answers, CONTACT, HANDOVER)
    draft.answers = {**draft.answers, **answers}
    draft.to_reread, draft.copied_from_id = waiting, source.id
    if is_member(person, source.association_id):
        draft.association_id = source.association_id
    note(draft, "copied", person.email, source=source.number or "", year=source.call.year)
    return draft


def confirm(application: Application, parts: Sequence[str]) -> None:
    """Note that these parts, copied from elsewhere, are right as they are."""
    if parts and application.to_reread:
        hold(application)
        application.to_reread = confirmed(application.to_reread, parts)
        db.session.flush()
