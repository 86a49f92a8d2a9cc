"""The demonstration's associations and what they want to do, as answers to the two pages."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from grants.domain.identifiers import luhn

if TYPE_CHECKING:
    from datetime import date

FOLDER = Path(__file__).resolve().parent
BANK, BRANCH = "99999", "29000"
FAMILY_NAMES = ("Le Goff", "Kerdraon", "Riou", "Tanguy", "Madec", "Prigent", "Abgrall", "Morvan", "Cloarec", "Haddad")


@lru_cache
def projects() -> tuple[dict[str, Any], ...]:
    """Return the projects as written in this folder's files, in their order."""
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob("projects_*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    return tuple(found)


def choose(count: int, seed: int, year: int) -> list[tuple[int, dict[str, Any]]]:
    """Return `count` projects with their place in the files, mixed by seed and year; past the last, they come again."""
    order = list(range(len(projects())))
    Random(f"{seed}/{year}").shuffle(order)  # noqa: S311 - for variety, not for secrets
    rounds = ((order[turn % len(order)], turn // len(order)) for turn in range(count))
    return [(place + len(order) * again, projects()[place]) for place, again in rounds]


def siret_of(place: int) -> str:
    """Return a SIRET that is well formed and belongs to nobody: no SIREN begins with 999."""
    return _with_key(_with_key(f"999{place:05d}") + "0001")


def _with_key(digits: str) -> str:
    """Add the check digit (Luhn)."""
    return next(digits + key for key in "0123456789" if luhn(digits + key))


def iban_of(place: int) -> str:
    """Return an IBAN that is well formed, of a bank that does not exist."""
    account = f"{place:011d}"
    key = 97 - (89 * int(BANK) + 15 * int(BRANCH) + 3 * int(account)) % 97
    basic = f"{BANK}{BRANCH}{account}{key:02d}"
    check = 98 - int(f"{basic}152700") % 97
    return f"FR{check:02d}{basic}"


def address_of(place: int) -> str:
    """Return the e-mail address of an association's contact, in a domain that receives nothing."""
    return f"asso-{place + 1:03d}@port-leon.example"


def answers_of(place: int, project: dict[str, Any], signed_on: date) -> dict[str, Any]:
    """Return the two pages of a project as its association would have typed them."""
    round_trip = place // len(projects())
    again = f" ({round_trip + 1})" if round_trip else ""
    carried = "carried_by" in project
    answers: dict[str, Any] = {
        "name": project.get("group", project["association"]) + again,
        "neighbourhood": project["quarter"],
        "address": f"{place % 60 + 1} rue du Port, 29999 Port-Léon",
        "contact_name": project["contact"],
        "contact_role": project["role"],
        "contact_email": address_of(place),
        "contact_phone": f"02 98 00 {place % 90 + 10:02d} {place * 7 % 90 + 10:02d}",
        "first_time": "yes" if project.get("first") else "no",
        "title": project["title"] + again,
        "hook": project["hook"],
        "what": project["what"].strip(),
        "for_whom": project["for_whom"],
        "where": project["where"],
        "when": project["when"],
        "themes": project["themes"],
        "requested": str(project["requested"]),
        **_in_kind(project),
        "commons": project.get("commons", ""),
        "other_funders": ", ".join(name for name, _ in project.get("others", [])),
        "licence": "CC BY-SA 4.0",
        "cer_signed": "yes",
        "cer_name": project["contact"],
        "cer_role": project["role"],
        "cer_date": signed_on.isoformat(),
        "consent": "yes",
        "iban": iban_of(place + 1),
        **dict(zip(("members", "volunteers", "staff"), map(str, project["people"]), strict=True)),
        **_lines(project),
    }
    if carried:
        return answers | {"carrier": project["carried_by"], "carrier_email": f"porteur-{place:03d}@port-leon.example"}
    if place % 7 == 3:  # noqa: PLR2004 - one in seven has no SIRET yet, as in life
        return answers | {"rna": f"W29{place + 1:07d}"}
    return answers | {"siret": siret_of(place)}


def _in_kind(project: dict[str, Any]) -> dict[str, Any]:
    """Return what is chosen from the catalogue, and what is written besides."""
    return {
        "aids": project.get("aids", []),
        "in_kind": project.get("in_kind", ""),
        "in_kind_value": str(project.get("in_kind_value", "")),
    }


def _lines(project: dict[str, Any]) -> dict[str, str]:
    """Return the lines of the budget, of needs and of offers."""
    asked = [["Aide de la ville demandée", project["requested"]]] if project["requested"] else []
    answers: dict[str, str] = {}
    for side, lines in (("charge", project["budget"]), ("product", asked + project.get("others", []))):
        for number, (label, amount) in enumerate(lines, start=1):
            answers |= {f"{side}_{number}_label": label, f"{side}_{number}_amount": str(amount)}
    for side in ("need", "offer"):
        for number, (kind, sentence) in enumerate(project[f"{side}s"], start=1):
            answers |= {f"{side}_{number}_kind": kind, f"{side}_{number}_text": sentence}
    return answers
