"""Which column of a past year's table holds what: cities name their columns each in their own way."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "amount": (
        "montant",
        "sub montant",
        "montant attribue",
        "montant vote",
        "montant accorde",
        "montant alloue",
        "montant verse",
        "montant de la subvention",
        "montant subvention",
        "montant en euros",
        "montant euros",
        "montant ttc",
        "subvention attribuee",
        "subvention votee",
        "subvention accordee",
        "subvention",
        "attribue",
        "vote",
        "somme",
        "amount",
        "amountawarded",
        "amount awarded",
    ),
    "recipient": (
        "nombeneficiaire",
        "nom beneficiaire",
        "nom du beneficiaire",
        "attrib nom",
        "beneficiaire",
        "nom de l association",
        "nom association",
        "association",
        "associations",
        "raison sociale",
        "raison sociale beneficiaire",
        "nom du tiers",
        "libelle tiers",
        "tiers",
        "organisme",
        "nom organisme",
        "structure",
        "denomination",
        "nom de la structure",
        "nom du club",
        "nom",
        "recipient",
        "recipient name",
    ),
    "recipient_id": (
        "idbeneficiaire",
        "id beneficiaire",
        "attrib siret",
        "siret beneficiaire",
        "siret du beneficiaire",
        "numero siret",
        "n siret",
        "no siret",
        "siret",
        "siren",
        "identifiant beneficiaire",
    ),
    "rna": ("rnabeneficiaire", "rna beneficiaire", "numero rna", "n rna", "rna"),
    "purpose": (
        "objet",
        "sub objet",
        "sub obj",
        "objet de la subvention",
        "objet subvention",
        "intitule",
        "intitule du projet",
        "projet",
        "nom du projet",
        "action",
        "libelle",
        "description",
        "motif",
        "nature de la subvention",
        "purpose",
    ),
    "date": (
        "dateconvention",
        "date convention",
        "date de la convention",
        "acte date",
        "date de deliberation",
        "date deliberation",
        "date de la deliberation",
        "date de decision",
        "date decision",
        "date du vote",
        "date de vote",
        "date d attribution",
        "date attribution",
        "date acte",
        "date",
    ),
    "act": (
        "referencedecision",
        "reference decision",
        "reference de la decision",
        "acte ref",
        "numero de deliberation",
        "n deliberation",
        "no deliberation",
        "deliberation",
        "numero acte",
        "reference",
    ),
    "year": ("annee", "exercice", "annee budgetaire", "millesime", "year"),
    "funder": (
        "nomattribuant",
        "nom attribuant",
        "coll nom",
        "attribuant",
        "collectivite",
        "nom de la collectivite",
        "funder",
    ),
    "funder_id": ("idattribuant", "id attribuant", "coll siret", "siret attribuant", "siret collectivite"),
    "period": ("datesperiodeversement", "dates periode versement", "periode de versement", "periode"),
    "nature": ("nature", "nature de l aide"),
    "conditions": ("conditionsversement", "conditions versement", "conditions de versement"),
    "scheme": ("dispositifaide", "dispositif aide", "dispositif"),
}
"""Known names of each field, plain (no case, no accent, no sign), the most telling first."""

ASKED: Final = re.compile(r"\b(demande|demandee|sollicite|sollicitee|propose|proposee|n 1|precedent)\b")
"""A column of sums asked, proposed or of another year is not what was given, nor is the day of asking its day."""

TEXTS: Final = frozenset({"purpose"})
"""Fields of words: `Objet de la demande` says what the grant is for all the same."""

NAMED_YEAR: Final = re.compile(r"\b((?:19|20|21)[0-9]{2})\b")

NEEDED: Final = frozenset({"amount", "recipient"})
DEEPEST_HEADER: Final = 30
"""How many lines may stand above the names of the columns (titles, logos, empty lines)."""


LONGEST_NAME: Final = 300
"""Signs of a cell that are looked at for a column's name."""


def plain(text: object) -> str:
    """Return a column's name without case, accents or signs: `N° SIRET` is `n siret`."""
    folded = unicodedata.normalize("NFKD", str(text)[:LONGEST_NAME]).casefold()
    kept = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(re.findall(r"[a-z0-9]+", kept.replace("n°", "n ").replace("nº", "n ")))


def match_columns(header: Sequence[object], year: int | None = None) -> dict[str, int]:
    """Return the place of each field recognised in a header, exact names before names that only begin alike.

    Of several columns that name their year (`Montant 2016`, `Montant 2017`), that of `year` is taken, else the newest.
    """
    names = [_singular(plain(cell)) for cell in header]
    found: dict[str, int] = {}
    for exact in (True, False):
        for field, known in FIELDS.items():
            taken = set(found.values())
            free = {
                place: given
                for place, given in enumerate(names)
                if given and place not in taken and (field in TEXTS or not ASKED.search(given))
            }
            place = _place(free, [_singular(name) for name in known], exact=exact, year=year)
            if field not in found and place is not None:
                found[field] = place
    return found


def year_named(name: object) -> int | None:
    """Return the year that a column's name tells."""
    found = NAMED_YEAR.search(str(name))
    return int(found[1]) if found else None


def _singular(name: str) -> str:
    """Return a plain name with each word in the singular: towns write `Subventions accordées` too."""
    return " ".join(word.removesuffix("s") for word in name.split())


def _place(names: Mapping[int, str], known: Sequence[str], *, exact: bool, year: int | None) -> int | None:
    """Return the first column bearing one of these names, or beginning with it when `exact` is false."""
    for name in known:
        alike = [
            place for place, given in names.items() if given == name or (not exact and given.startswith(f"{name} "))
        ]
        if alike:
            return max(alike, key=lambda place: _nearness(year_named(names[place]), year))
    return None


def _nearness(named: int | None, year: int | None) -> tuple[bool, int]:
    """Put the year wanted first, then the newest; a column without year comes last."""
    return named is not None and named == year, named or 0


def find_header(rows: Sequence[Sequence[object]], year: int | None = None) -> tuple[int, dict[str, int]] | None:
    """Return the line that names the columns (from 0) and what it names; None when no line does.

    `year` is the one wanted when several columns of sums name theirs.
    """
    best: tuple[int, dict[str, int]] | None = None
    for place, row in enumerate(rows[:DEEPEST_HEADER]):
        columns = match_columns(row, year)
        if columns.keys() >= NEEDED and (best is None or len(columns) > len(best[1])):
            best = (place, columns)
    return best
