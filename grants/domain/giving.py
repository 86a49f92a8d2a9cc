"""Voted grants in the 360Giving standard: the fields it requires, and those that help to understand them."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from grants.domain import identifiers


@dataclass(frozen=True, slots=True)
class GivenGrant:
    """One voted grant and what the standard tells of it. Amounts in cents.

    `recipients` are (our key, name, SIRET), who is paid first; `places` are (name, latitude, longitude).
    """

    reference: str
    title: str
    description: str
    requested_cents: int
    awarded_cents: int
    paid_cents: int
    awarded_on: date
    starts_on: date
    ends_on: date
    funder: str
    funder_siret: str
    recipients: tuple[tuple[str, str, str], ...]
    programme_code: str
    programme: str
    themes: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, float, float], ...]
    page: str
    changed_at: datetime


def record(grant: GivenGrant) -> dict[str, Any]:
    """Give one grant as the standard's JSON object."""
    siren = grant.funder_siret[:9]
    written: dict[str, Any] = {
        "id": f"360G-{siren}-{_slug(grant.reference)}",
        "title": grant.title,
        "description": grant.description or grant.title,
        "currency": "EUR",
        "amountAppliedFor": _euros(grant.requested_cents),
        "amountAwarded": _euros(grant.awarded_cents),
        "amountDisbursed": _euros(grant.paid_cents),
        "awardDate": grant.awarded_on.isoformat(),
        "plannedDates": [{"startDate": grant.starts_on.isoformat(), "endDate": grant.ends_on.isoformat()}],
        "fundingOrganization": [{"id": f"FR-RCS-{siren}", "name": grant.funder}],
        "recipientOrganization": [
            {"id": _recipient_id(grant, key, siret), "name": name} for key, name, siret in grant.recipients
        ],
        "grantProgramme": [{"code": grant.programme_code, "title": grant.programme}],
        "classifications": [{"vocabulary": "theme", "code": code, "title": title} for code, title in grant.themes],
        "beneficiaryLocation": [
            {"name": name, "countryCode": "FR", "latitude": str(latitude), "longitude": str(longitude)}
            for name, latitude, longitude in grant.places
        ],
        "fromOpenCall": "Yes",
        "url": grant.page,
        "dateModified": grant.changed_at.isoformat(),
    }
    return {name: value for name, value in written.items() if value != []}


def package(grants: list[dict[str, Any]], *, funder: str, funder_siret: str, licence: str, page: str) -> dict[str, Any]:
    """Wrap grants as the standard's package, with its publisher and its licence (an address)."""
    return {
        "version": "1.4",
        "title": f"Subventions : {funder}",
        "publisher": {"name": funder, "identifier": f"FR-RCS-{funder_siret[:9]}"},
        "license": licence,
        "accessURL": page,
        "grants": grants,
    }


def _recipient_id(grant: GivenGrant, key: str, siret: str) -> str:
    """Return the public register's identifier when the SIRET is valid, else ours, as the standard asks."""
    with suppress(identifiers.IdentifierError):
        return f"FR-RCS-{identifiers.siret(siret)[:9]}"
    return f"360G-{grant.funder_siret[:9]}-org-{_slug(key)}"


def _slug(text: str) -> str:
    """Keep only what an identifier may hold."""
    return re.sub(r"[^0-9A-Za-z]+", "-", text).strip("-")


def _euros(cents: int) -> float:
    """Give euros as a JSON number; two decimals are exact far beyond any town's sums."""
    return cents / 100
