"""People as the others know them: an address, and secrets of which only a hash is kept."""

from __future__ import annotations

import hashlib

from grants.accounts.models import Person
from grants.accounts.queries import person_by_email
from grants.db import db

TOKEN_BYTES = 32


def hashed(secret: str) -> str:
    """Return what is stored of a secret: its SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ensure_person(email: str, *, name: str = "", language: str = "fr") -> Person:
    """Return the person of that address, made if unknown."""
    person = person_by_email(email)
    if person is None:
        person = Person(email=email.strip().lower(), name=name, language=language)
        db.session.add(person)
        db.session.flush()
    return person
