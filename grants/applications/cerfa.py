"""The file once more, in the order of the State's form for other funders (Cerfa 12156*06): PDF, or text to edit.

In French whatever the reader's language, since funders read it. What the file does not know stays an empty box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale

from grants import pdf
from grants.applications.odt import odt
from grants.domain.accounts import CHARGES, PRODUCTS, Heading, by_account
from grants.domain.bank import DOTS
from grants.domain.file import BudgetLine, parse, text_of
from grants.domain.identifiers import grouped
from grants.domain.money import format_euros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.applications.papers import Paper
    from grants.domain.accounts import Account
    from grants.domain.file import File
    from grants.domain.territory import Territory

SHEETS = ("print-fonts.css", "cerfa.css")
TITLE = "Demande de subvention"
MODEL = (
    "Sur le modèle du formulaire Cerfa n° 12156*06. Ce document n’est pas le formulaire officiel : il en suit l’ordre, "
    "rempli avec ce que dit votre dossier. Les cases vides sont à compléter."
)
LONGEST = 6_000
"""Signs printed of one answer."""


@dataclass(frozen=True, slots=True)
class Money:
    """One side of a budget under the accounts, with its total in words."""

    caption: str
    headings: tuple[Heading[BudgetLine], ...]
    total: str


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part: boxes of one line, boxes of several, sides of a budget, a sentence to agree with."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    money: tuple[Money, ...] = ()
    words: str = ""


def as_pdf(paper: Paper) -> bytes:
    """Print the form; raises PdfUnavailable."""
    with force_locale("fr"):
        template = current_app.jinja_env.get_template("applications/cerfa_12156.html")
        html = template.render(paper=paper, parts=parts_of(paper), title=TITLE, model=MODEL)
    return pdf.render(html, stylesheets=SHEETS, lang="fr", title=f"{TITLE} – {paper.title}")


def as_odt(paper: Paper) -> bytes:
    """Write the form as a text that any word processor opens, to complete it."""
    blocks: list[tuple[str, Sequence[str]]] = [("title", [TITLE]), ("text", [MODEL])]
    for part in parts_of(paper):
        blocks.append(("heading", [part.title]))
        blocks += [("text", [part.words])] if part.words else []
        blocks += [("row", row) for row in part.rows]
        for label, text in part.texts:
            blocks += [("label", [label]), ("text", [text])]
        for side in part.money:
            blocks.append(("label", [side.caption]))
            for heading in side.headings:
                sums = [(line.label, format_euros(line.cents)) for line in heading.lines]
                blocks += [("label", [f"{heading.account.number} – {heading.account.name}"])]
                blocks += [("row", row) for row in sums]
            blocks.append(("row", ["Total", side.total]))
    return odt(blocks, f"{TITLE} – {paper.title}")


def parts_of(paper: Paper) -> tuple[Part, ...]:
    """Return the parts of the form, filled with what the file says."""
    file = parse({key: value[:LONGEST] for key, value in paper.answers.items()})
    return (
        *_association(file, paper.town),
        _budget_of_the_year(paper),
        *_project(file, paper),
        _attestation(file, text_of(paper.answers, "iban")),
    )


def _association(file: File, town: Territory) -> tuple[Part, ...]:
    """Tell who asks: identity, relations, people."""
    place = town.neighbourhood(file.neighbourhood)
    identity = (
        ("Nom de l’association", file.name),
        *((("Portée par", file.carrier),) if file.carrier else ()),
        ("Sigle, site internet", ""),
        ("Numéro SIRET", grouped(file.siret)),
        ("Numéro RNA ou récépissé", file.rna),
        ("Adresse du siège social", file.address),
        ("Quartier", place.name if place else ""),
        ("Représentant légal, fonction", ", ".join(filter(None, (file.cer_name, file.cer_role)))),
        ("Téléphone, courriel", ""),
        ("Personne chargée du dossier", ", ".join(filter(None, (file.contact_name, file.contact_role)))),
        ("Son téléphone, son courriel", ", ".join(filter(None, (file.contact_phone, file.contact_email)))),
    )
    ties = (
        ("Agrément(s) : type, par qui, date", ""),
        ("Reconnue d’utilité publique (oui, non)", ""),
        ("Assujettie aux impôts commerciaux (oui, non)", ""),
    )
    people = (
        ("Bénévoles", _number(file.volunteers)),
        ("Volontaires (service civique…)", ""),
        ("Salariés", _number(file.staff)),
        ("dont emplois aidés", ""),
        ("Salariés en équivalent temps plein", ""),
        ("Personnels mis à disposition", ""),
        ("Adhérents", _number(file.members)),
    )
    return (
        Part("1. Identification de l’association", identity),
        Part("2. Relations avec l’administration", ties),
        Part("3. Relations avec d’autres associations", (("Fédération, union ou réseau", ""),)),
        Part("4. Moyens humains au 31 décembre de l’année écoulée", people),
    )


def _budget_of_the_year(paper: Paper) -> Part:
    """Leave the association's own budget to be filled: the file never asks for it."""
    rows = (("Total des charges de l’association", ""), ("Total des produits de l’association", ""))
    return Part(f"5. Budget de l’association, année {paper.year}", rows)


def _project(file: File, paper: Paper) -> tuple[Part, ...]:
    """Tell what for: object, description, public, territory, means, evaluation, dates, then its budget."""
    places = [place.name for place in paper.town.neighbourhoods if place.key in file.where]
    help_asked = [format_euros(file.requested_cents)] if file.requested_cents else []
    means = "\n".join(filter(None, (file.in_kind, *(line.text for line in file.offers))))
    texts = (
        ("Objectifs", file.hook),
        ("Description", file.what),
        ("Bénéficiaires", file.for_whom),
        ("Territoire", ", ".join([*places, *filter(None, [file.where_text])])),
        ("Moyens matériels et humains", means),
        ("Date ou période de réalisation", file.when),
        ("Évaluation : comment saurez-vous que cela valait la peine", ""),
        ("Ce que le projet donnera en commun", file.commons),
        ("Autres financeurs sollicités", file.other_funders),
    )
    rows = (("Intitulé", file.title), ("Somme demandée à cet appel", ", ".join(help_asked)))
    money = (
        _side("Charges", CHARGES, file.charges, file.charges_cents),
        _side("Produits", PRODUCTS, file.products, file.products_cents),
    )
    volunteers = format_euros(file.volunteers_cents) if file.volunteers_cents else ""
    apart = (("86 – 87 Contributions volontaires en nature (bénévolat), à part", volunteers),)
    return (Part("6. Projet – Objet de la demande", rows, texts), Part("6. Budget du projet", apart, money=money))


def _attestation(file: File, iban: str) -> Part:
    """Leave to be signed what the law asks."""
    words = (
        "La personne qui signe déclare que l’association est à jour de ses obligations administratives, comptables, "
        "sociales et fiscales, qu’elle souscrit au contrat d’engagement républicain, que les informations de cette "
        "demande sont exactes, et que l’aide sera versée au compte de l’association."
    )
    rows = (
        ("Nom et fonction", ", ".join(filter(None, (file.cer_name, file.cer_role)))),
        ("IBAN de l’association", grouped(file.iban) or (iban if DOTS in iban else "")),
        ("Fait le, à", ""),
        ("Signature", ""),
    )
    return Part("7. Attestations", rows, words=words)


def _side(caption: str, accounts: Sequence[Account], lines: Sequence[BudgetLine], total: int) -> Money:
    """Put one side of the budget under its accounts."""
    return Money(caption, tuple(by_account(accounts, lines, lambda line: line.label)), format_euros(total))


def _number(count: int | None) -> str:
    """Write a number, or leave its box empty."""
    return "" if count is None else str(count)
