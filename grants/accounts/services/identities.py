"""Staff whom another house identified: they are known by its lasting name for them, and it makes nobody staff."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from grants.accounts.models import Identity, Invitation, SessionRow
from grants.accounts.queries import identity_of, is_tied, person_by_email
from grants.accounts.services.people import ensure_person
from grants.accounts.services.sessions import end_sessions
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.security import take_token
from grants.settings import current_settings

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.accounts.proconnect import Visitor

TRIPS_PER_HOUR: Final = 300
"""Of a whole town hall behind one address: each has the site ask the provider four times."""
STATE_LIFE: Final = timedelta(days=7)
"""A state serves once; its trip is over after minutes, long before what remembers it is forgotten."""


def take_trip(state: str, network: str) -> None:
    """Use the state of a trip, once under any concurrency; the caller commits in every case, before anything is asked.

    Raises RuleError `trip_over`, or `too_many_trips` from one network.
    """
    if not take_token("proconnect_state", state, most=1, per=STATE_LIFE):
        raise RuleError("trip_over")
    if not take_token("proconnect_from", network, most=TRIPS_PER_HOUR, per=timedelta(hours=1)):
        raise RuleError("too_many_trips")


def recognise(visitor: Visitor, language: str) -> Identity:
    """Return the identity of a visitor who works for the town, made at their first coming.

    They are found by the house's own name for them; by their address only when that name was never seen, and never
    when somebody else already came in full under this address. Raises RuleError `unverified`, `other_organisation`,
    `low_level`, `not_of_the_team`, `other_identity`.
    """
    _hold_to_settings(visitor)
    known = identity_of(visitor.issuer, visitor.subject)
    if known is not None:
        if not known.person.works_here:
            raise RuleError("not_of_the_team")
        if known.confirmed_at is None and is_tied(known.person, visitor.issuer):
            raise RuleError("other_identity")
        return known
    person = _of_the_team(visitor, language)
    if is_tied(person, visitor.issuer):
        raise RuleError("other_identity")
    identity = Identity(person=person, issuer=visitor.issuer, known_as=visitor.subject)
    db.session.add(identity)
    db.session.flush()
    return identity


def stands_for_factor(identity: Identity, level: str) -> bool:
    """Tell whether a level of assurance stands for our second factor: the settings say so, and it is not a first time.

    At the first time whoever has a second factor here shows it, so that an address alone never opens their desk.
    """
    counts = level in current_settings().proconnect_factor_acr
    return counts and (identity.confirmed_at is not None or identity.person.factor_since is None)


def forget_identities(person: Person) -> None:
    """Forget by which houses somebody came: the next time they are found by their address."""
    here = update(SessionRow).where(SessionRow.person_id == person.id, SessionRow.identity_id.is_not(None))
    db.session.execute(here.values(identity_id=None, id_token=""))
    db.session.execute(delete(Identity).where(Identity.person_id == person.id))


def _hold_to_settings(visitor: Visitor) -> None:
    """Hold a visitor to a verified address, the organisations and the levels of the settings."""
    settings = current_settings()
    if not visitor.verified:
        raise RuleError("unverified")
    if settings.proconnect_sirets and visitor.siret not in settings.proconnect_sirets:
        raise RuleError("other_organisation")
    if settings.proconnect_acr and visitor.level not in settings.proconnect_acr:
        raise RuleError("low_level")


def _of_the_team(visitor: Visitor, language: str) -> Person:
    """Return whoever works for the town under this address, or was invited to by an administrator."""
    person = person_by_email(visitor.email)
    if person is not None and person.works_here:
        return person
    waiting = select(Invitation).where(Invitation.email == visitor.email, Invitation.used_at.is_(None))
    offer = db.session.scalar(waiting.where(Invitation.expires_at > now()).order_by(Invitation.id.desc()).limit(1))
    if offer is None:
        raise RuleError("not_of_the_team")
    offer.used_at = now()
    person = ensure_person(visitor.email, language=language)
    person.role = offer.role
    end_sessions(person)
    return person
