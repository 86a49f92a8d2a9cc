"""The people of an association: invited, joining, asking to join, leaving; each step is a line of its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from grants import audit, mail
from grants.accounts.models import AssociationEvent, AssociationInvitation, Claim, Membership
from grants.accounts.queries import association_link, is_member, open_claims, people_of, person_by_email
from grants.accounts.services.links import hold, new_link, use_once
from grants.accounts.services.people import ensure_person, hashed
from grants.db import db, now
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from grants.accounts.models import Association, Person

LONGEST_WORDS = 1000


def note(association: Association, kind: str, actor: str, whom: str = "") -> None:
    """Write a line of the association's log."""
    db.session.add(AssociationEvent(association_id=association.id, kind=kind, actor=actor, whom=whom))
    told = {"whom": _reference(whom)} if whom and whom != actor else {}
    audit.record(_reference(actor), f"association_{kind}", f"association:{association.id}", told)


def _reference(address: str) -> str:
    """Return how the log calls whoever has an address: it is kept for ever, and holds no address."""
    known = person_by_email(address)
    return f"person:{known.id}" if known else "person"


def join_association(person: Person, association: Association, actor: str = "") -> None:
    """Make the person act for the association, unless they already do; `actor` let them in, by default themselves."""
    if is_member(person, association.id):
        return
    row = db.session.scalar(select(Membership).filter_by(person_id=person.id, association_id=association.id))
    if row is None:
        db.session.add(Membership(person_id=person.id, association_id=association.id))
    else:
        row.ended_at, row.since = None, now()
    note(association, "joined", actor or person.email, person.email)


def invite_to_association(
    association: Association, author: Person, email: str, language: str, *, leaves: bool = False
) -> AssociationInvitation:
    """Ask somebody by mail to act for the association; `leaves`: the author goes when they accept.

    Asking again sends the same invitation anew. Raises RuleError `already_there` or those of `new_link`.
    """
    hold(association)
    address = email.strip().lower()
    if any(row.person.email == address for row in people_of(association)):
        raise RuleError("already_there")
    about = {"association_id": association.id}
    link, secret = new_link(AssociationInvitation, author, address, leaves=leaves, **about)
    note(association, "invited", author.email, address)
    mail.post(address, "association_invitation", language, association=association, author=author, token=secret)
    return link


def join_by_link(token: str, language: str) -> tuple[Person, Association]:
    """Make whoever holds the mail act for the association, once; raise RuleError `link_over`."""
    waiting = association_link(hashed(token))
    if waiting is None:
        raise RuleError("link_over")
    hold(waiting.association)
    link = use_once(AssociationInvitation, token)
    person = ensure_person(link.email, language=language)
    join_association(person, link.association, link.invited_by.email)
    if link.leaves and is_member(link.invited_by, link.association_id):
        _end(link.association, link.invited_by, link.invited_by)
    _tell(link.association, "joined", person, person)
    return person, link.association


def leave_association(association: Association, person: Person, author: Person) -> None:
    """End what somebody does for an association, at once, by themselves, one of its people, or the town.

    Raises RuleError `not_there`; `last_one` when nobody would be left, unless the town does it.
    """
    hold(association)
    people = [row.person for row in people_of(association)]
    if person not in people:
        raise RuleError("not_there")
    if len(people) == 1 and not author.is_staff:
        raise RuleError("last_one")
    _end(association, person, author)
    _tell(association, "left" if person.id == author.id else "removed", person, author)


def ask_to_join(association: Association, person: Person, words: str) -> bool:
    """Ask the people of an association to let somebody in; tell whether it is a new question (one waits at a time)."""
    hold(association)
    if is_member(person, association.id) or any(each.person_id == person.id for each in open_claims(association)):
        return False
    db.session.add(Claim(association_id=association.id, person_id=person.id, words=words.strip()[:LONGEST_WORDS]))
    note(association, "asked", person.email)
    return True


def answer_claim(association: Association, claim_id: int, author: Person, *, accept: bool) -> None:
    """Let somebody in who asked to join, or not; raise RuleError `link_over` when it was answered already."""
    answered = db.session.execute(
        update(Claim)
        .where(Claim.id == claim_id, Claim.association_id == association.id, Claim.answered_at.is_(None))
        .values(answered_at=now(), answer="yes" if accept else "no")
        .execution_options(synchronize_session=False)
    )
    if answered.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("link_over")
    person = db.session.scalars(select(Claim).filter_by(id=claim_id)).one().person
    if accept:
        join_association(person, association, author.email)
        _tell(association, "joined", person, author)
    else:
        note(association, "not_joined", author.email, person.email)
        _tell(association, "not_joined", person, author)


def _end(association: Association, person: Person, author: Person) -> None:
    """Write the end of a membership."""
    row = db.session.scalars(select(Membership).filter_by(person_id=person.id, association_id=association.id)).one()
    row.ended_at = now()
    note(association, "left" if person.id == author.id else "removed", author.email, person.email)


def _tell(association: Association, what: str, person: Person, author: Person) -> None:
    """Write to the people of the association, and to the person concerned, except whoever did it."""
    people = {row.person.email: row.person.language for row in people_of(association)}
    people[person.email] = person.language
    for address, language in people.items():
        if address != author.email:
            mail.post(
                address, "association_people", language,
                association=association, what=what, whom=person.email, author=author, mine=address == person.email,
            )  # fmt: skip
