"""What people ask of what is held of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.audit import record
from grants.db import db, now
from grants.privacy.models import PrivacyRequest
from grants.privacy.queries import request_of, trace

if TYPE_CHECKING:
    from grants.accounts.models import Person


def ask_erasure(person: Person) -> PrivacyRequest:
    """Note that somebody asks to be erased; asking twice is asking once."""
    waiting = request_of(person)
    if waiting is not None:
        return waiting
    made = PrivacyRequest(person_id=person.id, kind="erasure")
    db.session.add(made)
    record(f"person:{person.id}", "erasure_asked", f"person:{person.id}")
    return made


def answer_request(request: PrivacyRequest, actor: str) -> None:
    """Note that a request was dealt with otherwise than by erasing: called back, or answered by hand."""
    request.answered_at, request.answered_by = now(), actor
    record(actor, "erasure_set_aside", f"person:{request.person_id}")


def note_given(address: str, actor: str) -> None:
    """Note that all that is held of a person was given to whoever asked it for them."""
    number = trace(address).person_id
    record(actor, "person_given", f"person:{number}" if number else "person")
