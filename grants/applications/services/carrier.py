"""The association that carries a group: asked by mail whether it does, and what becomes of its answer."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from grants import mail
from grants.accounts.services import LINKS_PER_DAY, TOKEN_BYTES, hashed
from grants.applications.models import Application, ApplicationEvent, CarrierRequest
from grants.applications.queries.together import carrier_link, readers_of
from grants.applications.services.writers import note
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean, parse
from grants.domain.states import State
from grants.security import take_token
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.accounts.models import Person

MOST_A_DAY = 3
DAY = timedelta(days=1)


def ask_carrier(application: Application, author: Person, language: str) -> None:
    """Ask the carrier named on the file, by mail, whether it carries it; an earlier link to that address still works.

    Raises RuleError `carrier_missing` when no carrier can be reached, `too_many_links` after three mails in a day.
    """
    file = parse(application.answers)
    if not (file.is_carried and file.carrier_email):
        raise RuleError("carrier_missing")
    address = file.carrier_email.lower()
    if not take_token("carrier", f"{application.id} {address}", most=MOST_A_DAY, per=DAY):
        raise RuleError("too_many_links")
    if not take_token("link_from", author.email, most=LINKS_PER_DAY, per=DAY):  # another address each time, or not
        raise RuleError("too_many_links")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(
        CarrierRequest(application_id=application.id, token_hash=hashed(token), carrier=file.carrier, email=address)
    )
    note(application, "carrier_asked", author.email, whom=address)
    town = territory(application.call.territory)
    mail.post(
        address, "application_carrier", language,
        application=application, file=file, town=town, call=application.call, token=token,
    )  # fmt: skip


def answer_carrier(token: str, answer: str, who: tuple[str, str], words: str, default_words: str) -> CarrierRequest:
    """Note what the carrier answers, once: `answer` is `yes` or `no`, `who` the name and role of who answers.

    A “no” never takes the project away: a complete file goes back to be completed, for which `default_words` say why.
    Raises RuleError `link_over`.
    """
    request = carrier_link(hashed(token))
    if request is None:
        raise RuleError("link_over")
    name, role = (clean(each).strip() for each in who)
    words = clean(words).strip()
    answered = db.session.execute(
        update(CarrierRequest)
        .where(CarrierRequest.id == request.id, CarrierRequest.answered_at.is_(None))
        .values(answered_at=now(), answer=answer, name=name, role=role, words=words)
        .execution_options(synchronize_session=False)
    )
    if answered.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("link_over")
    db.session.refresh(request)
    application = request.application
    details = {"name": name, "role": role, "carrier": request.carrier}
    _log(application, f"carrier_{answer}", request.email, words, details)
    if answer == "no":
        _send_back(application, request.email, default_words)
    _tell(application, request)
    return request


def _send_back(application: Application, actor: str, words: str) -> None:
    """Let the applicant name another carrier: a file that was complete is so no more."""
    moved = db.session.execute(
        update(Application)
        .where(Application.id == application.id, Application.state == State.RECEIVABLE.value)
        .values(state=State.TO_COMPLETE.value, version=Application.version + 1, updated_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(application)
    if moved.rowcount == 1:  # type: ignore[attr-defined]
        _log(application, State.TO_COMPLETE.value, actor, words, {"fields": [], "asked": True})


def _log(application: Application, kind: str, actor: str, words: str, details: Mapping[str, object]) -> None:
    """Write a line of the file's log, with the words written then."""
    db.session.add(
        ApplicationEvent(application_id=application.id, kind=kind, actor=actor, words=words, details=dict(details))
    )
    db.session.flush()


def _tell(application: Application, request: CarrierRequest) -> None:
    """Write what the carrier answered to the people of the file."""
    file, town = parse(application.answers), territory(application.call.territory)
    for person in readers_of(application):
        mail.post(
            person.email, "application_carrier_answer", person.language,
            application=application, file=file, town=town, answered=request,
        )  # fmt: skip
