"""Who works for the town, for all its calls or for some, and who no longer does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from grants import audit, mail
from grants.accounts.models import CallRole, Invitation, Person, SignInRequest
from grants.accounts.services.factors import forget_factors
from grants.accounts.services.identities import forget_identities
from grants.accounts.services.sessions import end_sessions
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.security import Part

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody is to do for the town: a `role` for all its calls (`staff`, `admin`), or parts of some.

    `parts`: (id of the call, part) with what people call that call, `2026`. It ends at the instant `ends_at`, if any:
    the end of the day `until` in the town.
    """

    role: str
    parts: dict[tuple[int, Part], str]
    until: date | None = None
    ends_at: datetime | None = None

    @property
    def told(self) -> dict[str, object]:
        """What the log keeps of it."""
        named = defaultdict(list)
        for (_, part), name in self.parts.items():
            named[f"role_{part}"].append(name)
        calls = {part: ", ".join(names) for part, names in named.items()}
        return {"role": self.role, **calls} | ({"role_until": self.until} if self.until else {})


def give_role(person: Person, given: Given, actor: str) -> None:
    """Have somebody do this for the town, in place of what they did; it holds from their next page.

    Whoever did nothing here before signs in anew. Raises RuleError `nothing_given`, or `last_admin`: a town keeps an
    administrator whose role has no end.
    """
    if given.role == "member" and not given.parts:
        raise RuleError("nothing_given")
    hold_admins()
    db.session.refresh(person)
    if given.role != "admin" or given.ends_at is not None:
        _leave_an_administrator(person)
    if not person.works_here:
        end_sessions(person)
    person.role = given.role
    person.role_ends_at = None if given.role == "member" else given.ends_at
    _look_after(person, given)
    audit.record(actor, "role_given", f"person:{person.id}", given.told)
    mail.post(person.email, "role_given", person.language)
    db.session.flush()


def remove_from_staff(person: Person, actor: str) -> None:
    """Take somebody's roles, the sight of accounts, their second factor and every way in that was open, at once.

    The next request of any of their browsers, on any machine, meets it: role and session are read from the database
    each time. They stay a member, who may sign in again as anybody does; the log and a mail say it. Raises RuleError
    `not_staff`, or `last_admin`.
    """
    hold_admins()
    db.session.refresh(person)
    if person.role == "member" and not person.call_roles:
        raise RuleError("not_staff")
    _leave_an_administrator(person)
    details = {"role": person.role, "accounts": person.sees_bank_details}
    person.role, person.role_ends_at, person.sees_bank_details = "member", None, False
    person.call_roles.clear()
    forget_factors(person)
    close_doors(person)
    forget_identities(person)
    audit.record(actor, "staff_removed", f"person:{person.id}", details)
    mail.post(person.email, "staff_removed", person.language)
    db.session.flush()


def hold_admins() -> None:
    """Hold the administrators until the end of the transaction: two who remove each other must not leave none."""
    db.session.execute(select(Person.id).where(Person.role == "admin").order_by(Person.id).with_for_update())


def _leave_an_administrator(person: Person) -> None:
    """Raise RuleError `last_admin` when nobody else would administer the town without an end."""
    others = select(func.count()).where(Person.role == "admin", Person.role_ends_at.is_(None), Person.id != person.id)
    if person.role == "admin" and not db.session.scalar(others):
        raise RuleError("last_admin")


def _look_after(person: Person, given: Given) -> None:
    """Have somebody look after these parts of calls, and no other."""
    kept = {(each.call_id, each.part): each for each in person.call_roles}
    for place, role in kept.items():
        if place in given.parts:
            role.ends_at = given.ends_at
        else:
            person.call_roles.remove(role)
    for call_id, part in given.parts:
        if (call_id, part) not in kept:
            person.call_roles.append(CallRole(call_id=call_id, part=part, ends_at=given.ends_at))


def close_doors(person: Person) -> None:
    """End the sessions of somebody, the sign-in mails that wait, and the roles offered by links nobody pressed yet."""
    instant = now()
    end_sessions(person)
    doors = (
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
