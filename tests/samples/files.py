"""Random files as associations write them: short, full to the second page's foot, too long, with odd signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.file import LICENCES, Kind
from tests.envie import FIELDS

if TYPE_CHECKING:
    import random

SENTENCES = """
Nous posons dix bancs dans le quartier et nous écoutons qui s’y assied.
Les enfants dessinent la rue telle qu’ils la voudraient ; les grands la construisent avec eux.
Chaque mercredi, l’atelier répare vélos, radios et grille-pain : on repart avec l’objet et le savoir-faire.
On se retrouve à la salle du Petit-Port, on goûte, on chante, on s’apprend des mots d’ici et d’ailleurs.
Qui vient une fois revient avec une voisine.
À la fin, un livre de recettes écrit à cinquante mains, que tout le monde peut copier.
C’hoariomp asambles e-barzh ar c’harter.
Le jardin nourrit d’abord l’amitié, puis les lapins de l’école (il y en a trois).
Une balade de nuit, sans lampe, pour entendre le port.
Rien n’est à vendre 🙂 : tout se prête, se donne, se répare.
""".strip().splitlines()
ODD = [
    "https://exemple.org/" + "chemin-" * 20,
    "ÀÉÎŒ " * 5,
    "« guillemets »",
    "مرحبا بالجيران",
    "1 234,56 €",
    "œuf\n\n\nœuf",
]
CHOICES = {
    Kind.PLACE: ["bellevue"],
    Kind.WISH_KIND: ["room", "skill", "other"],
    Kind.LICENCE: list(LICENCES),
    Kind.TICK: ["yes"],
    Kind.YES_NO: ["yes", "no"],
    Kind.EUROS: ["250", "1 500", "40"],
    Kind.NUMBER: ["12", "150"],
    Kind.EMAIL: ["ana@example.org"],
    Kind.PHONE: ["02 98 00 00 00"],
    Kind.DATE: ["12/09/2026"],
    Kind.SIRET: ["732 829 320 00074"],
    Kind.RNA: ["W291000123"],
    Kind.IBAN: ["FR14 2004 1010 0505 0001 3M02 606"],
}


def prose(chance: random.Random, signs: int, *, odd: bool = False) -> str:
    """Return about that many signs, in sentences, sometimes with a new paragraph."""
    parts: list[str] = []
    while sum(len(part) + 1 for part in parts) < signs:
        parts.append(chance.choice(ODD) if odd and chance.random() < 0.1 else chance.choice(SENTENCES))
        if chance.random() < 0.06:
            parts[-1] += "\n"
    return " ".join(parts)[: max(signs, 1)].strip()


def answers(chance: random.Random, share: float, *, odd: bool = False) -> dict[str, str | list[str]]:
    """Return a file whose texts fill about that share of their limits; below 0.5 some questions are left out."""
    made: dict[str, str | list[str]] = {}
    for field in FIELDS:
        if share < 0.5 and chance.random() < 0.4:
            continue
        if field.kind is Kind.THEMES:
            made[field.key] = ["culture", "mer"]
        elif field.kind is Kind.PLACES:
            made[field.key] = ["centre", "bellevue"]
        elif field.kind in CHOICES:
            made[field.key] = chance.choice(CHOICES[field.kind])
        else:
            text = prose(chance, round(field.limit * share * chance.uniform(0.7, 1.3)), odd=odd)
            made[field.key] = text if field.kind is Kind.TEXT else text.replace("\n", " ")
    return made


def full(chance: random.Random) -> dict[str, str | list[str]]:
    """Return a file that fills both pages, all its lines of budget, needs and offers written."""
    made = answers(chance, 1)
    for field in FIELDS:
        text = made.get(field.key, "")
        if field.limit and isinstance(text, str):
            made[field.key] = text[: field.limit]
    return made


def over(chance: random.Random) -> dict[str, str | list[str]]:
    """Return a file too long by a line or by a page, mostly in one answer as people do it."""
    made = full(chance)
    key = chance.choices(["what", "for_whom", "commons", "other_funders", "need_1_text", "hook"], [10, 4, 2, 1, 1, 1])[
        0
    ]
    made[key] = prose(chance, chance.randint(1500, 5000))
    return made


def without_words(chance: random.Random, text: str, words: int) -> str:
    """Take that many words out of a text, here and there."""
    kept = [(line, word) for line, words_ in enumerate(text.split("\n")) for word in words_.split(" ")]
    for _ in range(min(words, len(kept))):
        kept.pop(chance.randrange(len(kept)))
    lines: dict[int, list[str]] = {}
    for line, word in kept:
        lines.setdefault(line, []).append(word)
    return "\n".join(" ".join(words_) for words_ in lines.values())
