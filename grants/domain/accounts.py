"""The lines of a simple budget under the headings of the French chart of accounts, as funders' forms have them.

People write « Bois et vis »; the forms ask for account 60. A word decides; what no word decides goes under “other”.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from grants.domain.words import plain

L = TypeVar("L")

_NO_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Account:
    """A heading: its number, its name in the forms, and the beginnings of words that lead to it."""

    number: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading(Generic[L]):
    """A heading with the lines that stand under it."""

    account: Account
    lines: tuple[L, ...]


CHARGES: Final = (
    Account(
        "60",
        "Achats",
        (
            "achat", "acheter", "alimentation", "bois", "boisson", "buffet", "carburant", "courses", "electricite",
            "fourniture", "gouter", "graine", "ingredient", "livre", "materiau", "materiel", "nourriture", "outil",
            "papier", "peinture", "petit equipement", "plant", "repas", "terre", "tissu",
        ),
    ),
    Account(
        "61",
        "Services extérieurs",
        ("assurance", "documentation", "entretien", "location", "louer", "reparation"),
    ),
    Account(
        "62",
        "Autres services extérieurs",
        (
            "affiche", "annonce", "artiste", "banque", "cachet", "communication", "deplacement", "flyer", "formateur",
            "formation", "graphiste", "honoraire", "impression", "imprim", "intervenant", "mission", "photograph",
            "poste", "prestat", "publicite", "reception", "sacem", "telephone", "train", "transport", "trajet",
            "timbre",
        ),
    ),
    Account("63", "Impôts et taxes", ("impot", "taxe")),
    Account("64", "Charges de personnel", ("charges sociales", "remuneration", "salair", "salarie", "personnel")),
    Account("65", "Autres charges de gestion courante", ("adhesion", "cotisation", "droits d auteur")),
    Account("66", "Charges financières", ("interet", "agios")),
)  # fmt: skip
PRODUCTS: Final = (
    Account(
        "70",
        "Ventes de produits finis, prestations de services",
        ("billet", "buvette", "entree", "participation", "prestation", "recette", "tombola", "vente"),
    ),
    Account(
        "74",
        "Subventions d’exploitation",
        (
            "aide", "appel", "bailleur", "caf", "commune", "contrat de ville", "conseil", "departement", "dotation",
            "etat", "europe", "fdva", "feder", "fondation", "metropole", "region", "subvention", "ville",
        ),
    ),
    Account(
        "75",
        "Autres produits de gestion courante",
        ("adherent", "adhesion", "autofinancement", "collecte", "cotisation", "don", "fonds propres", "mecen"),
    ),
    Account("76", "Produits financiers", ("interet",)),
)  # fmt: skip
OTHER: Final = {"6": "65", "7": "75"}
"""Where a line goes when no word of it decides, by class of accounts."""


def account_of(accounts: Sequence[Account], label: str) -> Account:
    """Return the heading of a label: that of its first word that says one, else “other current management”."""
    said = _NO_LETTER.sub(" ", f" {plain(label)}")
    places = [
        (place, account) for account in accounts for word in account.words if (place := said.find(f" {word}")) >= 0
    ]
    if places:
        return min(places, key=lambda found: found[0])[1]
    other = OTHER[accounts[0].number[0]]
    return next(account for account in accounts if account.number == other)


def by_account(accounts: Sequence[Account], lines: Iterable[L], label: Callable[[L], str]) -> list[Heading[L]]:
    """Return the headings that have lines, in the order of the chart, each with its lines in theirs."""
    placed = [(account_of(accounts, label(line)), line) for line in lines]
    found = [Heading(account, tuple(line for its, line in placed if its == account)) for account in accounts]
    return [heading for heading in found if heading.lines]
