"""Who works for the town, and who no longer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from grants import audit, mail
from grants.accounts.models import Invitation, Person, SessionRow, SignInRequest
from grants.accounts.services.identities import forget_identities
from grants.db import db, now
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence


def remove_from_staff(person: Person, actor: str) -> None:
    """Take somebody's role, the sight of accounts, and every way in that was open, in one transaction.

    The next request of any of their browsers, on any machine, meets it: role and session are read from the database
    each time. They stay a member, who may sign in again as anybody does; the log and a mail say it. Raises RuleError
    `not_staff`, or `last_admin`: a town keeps somebody who can give roles.
    """
    hold_admins()
    db.session.refresh(person)
    if not person.is_staff:
        raise RuleError("not_staff")
    others = select(func.count()).select_from(Person).where(Person.role == "admin", Person.id != person.id)
    if person.role == "admin" and not db.session.scalar(others):
        raise RuleError("last_admin")
    details = {"role": person.role, "accounts": person.sees_bank_details}
    person.role, person.sees_bank_details = "member", False
    close_doors(person)
    forget_identities(person)
    audit.record(actor, "staff_removed", f"person:{person.id}", details)
    mail.post(person.email, "staff_removed", person.language)
    db.session.flush()


def hold_admins() -> None:
    """Hold the administrators until the end of the transaction: two who remove each other must not leave none."""
    db.session.execute(select(Person.id).where(Person.role == "admin").order_by(Person.id).with_for_update())


def close_doors(person: Person) -> None:
    """End the sessions of somebody, the sign-in mails that wait, and the roles offered by links nobody pressed yet."""
    instant = now()
    doors = (
        update(SessionRow)
        .where(SessionRow.person_id == person.id, SessionRow.ended_at.is_(None))
        .values(ended_at=instant, id_token=""),
        update(SignInRequest)
        .where(SignInRequest.email == person.email, SignInRequest.used_at.is_(None))
        .values(used_at=instant),
        update(Invitation)
        .where(Invitation.email == person.email, Invitation.used_at.is_(None))
        .values(used_at=instant),
    )
    for door in doors:
        db.session.execute(door.execution_options(synchronize_session=False))


def open_invitations() -> Sequence[Invitation]:
    """Return the offers of a role that nobody answered yet, the oldest first."""
    waiting = select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > now())
    return db.session.scalars(waiting.order_by(Invitation.id)).all()
