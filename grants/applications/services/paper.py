"""A file that staff type in from paper, at somebody's request: who, how, where the paper is, when it came."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grants.applications.models import Application, ApplicationEvent, PaperForm
from grants.applications.queries import TYPED, local_day
from grants.applications.services.drafts import KEY, new_key
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean, keep
from grants.domain.states import State

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """What staff note of a paper form: who asked and how (a key of PaperForm.way), where it is kept, when it came."""

    asked_by: str
    way: str
    kept_at: str
    received_on: date


def start_paper(call: Call, clerk: Person, plan: PaperPlan, key: str = "") -> Application:
    """Open a file for an association from its paper form; the same key from the same clerk opens it once.

    Raises RuleError `received_later` when the paper would come from the future.
    """
    plan = _checked(call, plan)
    key = key if KEY.fullmatch(key) else new_key()
    found = _named(key)
    if found is None:
        try:
            with db.session.begin_nested():
                return _opened(call, clerk, plan, key)
        except IntegrityError:  # another press of the same button came first
            found = _named(key)
    ours = found is not None and found.paper is not None and found.paper.typed_by == clerk.email
    return found if found is not None and ours else start_paper(call, clerk, plan)


def change_paper(application: Application, clerk: Person, plan: PaperPlan) -> None:
    """Mend what was noted of a paper form, before the file is sent.

    Raises RuleError `received_later` or, once it is sent, `not_editable`.
    """
    if application.paper is None or application.state != State.DRAFT:
        raise RuleError("not_editable", state=application.state)
    plan = _checked(application.call, plan)
    for name, value in asdict(plan).items():
        setattr(application.paper, name, value)
    _log(application, clerk, plan)


def _checked(call: Call, plan: PaperPlan) -> PaperPlan:
    """Clean the words; make sure the paper has come already."""
    if plan.received_on > local_day(call, now()):
        raise RuleError("received_later")
    return PaperPlan(clean(plan.asked_by).strip(), plan.way, clean(plan.kept_at).strip(), plan.received_on)


def _named(key: str) -> Application | None:
    """Return the file of that name."""
    return db.session.scalar(select(Application).where(Application.public_id == key))


def _opened(call: Call, clerk: Person, plan: PaperPlan, key: str) -> Application:
    """Write the file, what is known of its paper, and the first line of its log."""
    scheme = scheme_of(call)
    answers = keep({}, {"licence": scheme.licences[0]}, scheme.fields)[0]
    application = Application(public_id=key, call_id=call.id, answers=answers)
    db.session.add(application)
    db.session.flush()
    db.session.add(PaperForm(application_id=application.id, typed_by=clerk.email, **asdict(plan)))
    _log(application, clerk, plan)
    return application


def _log(application: Application, clerk: Person, plan: PaperPlan) -> None:
    """Keep in the file's log who typed it, at whose request, and where the paper is."""
    details = asdict(plan) | {"received_on": plan.received_on.isoformat()}
    db.session.add(
        ApplicationEvent(application_id=application.id, kind=TYPED, actor=clerk.email, details={"paper": details})
    )
    db.session.flush()
