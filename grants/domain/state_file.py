"""Voted grants with the forty columns by which the State gathers grants of every source, one line per recipient.

The State's service « Data.Subvention » describes a grant as a flat record (`ApplicationFlat` of its public library
@api-subventions-asso/dto, 2026). It has 46 fields; six are the service's own (`idUnique`, `idSubvention`,
`fournisseur`, `idJointure`, `descriptionIdJointure`, `dateMiseAJour`): whoever publishes cannot know them. The
forty that remain stand here in the order of that description. No text of law fixes this file: where the two differ,
SCDL 2.1.1 is the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from grants.domain import scdl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = (
    "idSubventionProvider",
    "statutLabel",
    "montantDemande",
    "montantAccorde",
    "exerciceBudgetaire",
    "typeIdEtablissementBeneficiaire",
    "idEtablissementBeneficiaire",
    "nomAttribuant",
    "typeIdAttribuant",
    "idAttribuant",
    "nomAutoriteGestion",
    "idAutoriteGestion",
    "typeIdAutoriteGestion",
    "nomServiceInstructeur",
    "typeIdServiceInstructeur",
    "idServiceInstructeur",
    "pluriannualite",
    "anneesPluriannualite",
    "dateDecision",
    "dateConvention",
    "referenceDecision",
    "dateDepotDemande",
    "anneeDemande",
    "dispositif",
    "sousDispositif",
    "objet",
    "nature",
    "montantTotal",
    "ej",
    "idVersement",
    "conditionsVersements",
    "descriptionConditionsVersements",
    "datesPeriodeVersement",
    "cofinancementsSollicites",
    "nomsAttribuantsCofinanceurs",
    "typeIdCofinanceursSollicites",
    "idCofinanceursSollicites",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
)
GRANTED = "Accordé"
MONEY, KIND = "Aide en numéraire", "Aide en nature"
WHOLE = 100


@dataclass(frozen=True, slots=True)
class GatheredGrant:
    """A voted grant, the cents asked, its year, its call's name, and the day its file came (if known)."""

    voted: scdl.VotedGrant
    requested_cents: int
    year: int
    programme: str
    filed_on: date | None


def lines(grants: Iterable[GatheredGrant]) -> Iterator[tuple[str, ...]]:
    """Give the lines, header left out; who has no valid SIRET is left out, since the record needs an establishment."""
    for grant in grants:
        voted = grant.voted
        if voted.total_cents <= 0:
            continue
        shares = scdl.shares([recipient.share_cents for recipient in voted.recipients])
        for recipient, share in zip(voted.recipients, shares, strict=True):
            if scdl.valid_siret(recipient.siret):
                yield tuple(_cells(grant, recipient, share)[name] for name in COLUMNS)


def _cells(grant: GatheredGrant, recipient: scdl.Recipient, share: int) -> dict[str, str]:
    """Fill the columns that a town knows; the others stay empty. `share` in ten-thousandths."""
    voted = grant.voted
    known = {
        "idSubventionProvider": voted.reference,
        "statutLabel": GRANTED,
        "montantDemande": scdl.euros(grant.requested_cents),
        "montantAccorde": scdl.euros(recipient.share_cents),
        "exerciceBudgetaire": str(voted.voted_on.year),
        "typeIdEtablissementBeneficiaire": "siret",
        "idEtablissementBeneficiaire": scdl.valid_siret(recipient.siret),
        "nomAttribuant": scdl.harmless(voted.funder),
        "typeIdAttribuant": "siret",
        "idAttribuant": scdl.valid_siret(voted.funder_siret),
        "pluriannualite": "false",
        "dateDecision": voted.voted_on.isoformat(),
        "dateConvention": voted.voted_on.isoformat(),
        "referenceDecision": scdl.harmless(voted.decision),
        "dateDepotDemande": grant.filed_on.isoformat() if grant.filed_on else "",
        "anneeDemande": str(grant.year),
        "dispositif": scdl.harmless(grant.programme),
        "objet": scdl.harmless(voted.purpose, scdl.LONGEST_PURPOSE),
        "nature": KIND if voted.in_kind_cents and not voted.cash_cents else MONEY,
        "montantTotal": scdl.euros(voted.total_cents),
        "conditionsVersements": "PHASED" if voted.instalments else "UNIQUE",
        "datesPeriodeVersement": scdl.period(voted),
        "notificationUE": "false",
        "pourcentageSubvention": f"{share * WHOLE / scdl.WHOLE:g}",
    }
    return dict.fromkeys(COLUMNS, "") | known
