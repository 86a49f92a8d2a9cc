"""Machines as they write in real logs, and honest people: what each sends, for the test and the full measure.

A naive one posts at once, or fills every field, or stores a form; a slow one reads the form, waits as a person does,
fills what a person fills, and brings what it is paid for: an address, a number, a trade, another alphabet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.holding import Sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

PRAISE = ("Great project!", "Très beau projet, bravo.", "I like your page.", "Merci pour ce partage.", "Nice work here")
GOODS = (
    "https://cheap.example/x{n}", "www.best{n}.top", "[url=http://a{n}.ru]ici[/url]", "visit shop{n}.xyz today",
    "promo{n} (dot) com", "<a href='//x{n}.cn'>voir</a>", "écrivez à prets{n}@mail.ru", "WhatsApp +44 7700 900{n:03}",
    "Telegram @gains_{n}", "casino en ligne {n}", "prêt entre particuliers {n}", "crypto investment {n}%",
    "Купить дешево {n} штук", "买便宜的东西 {n}", "ПРОДАЖА {n}", "GAGNEZ DE L’ARGENT VITE AVEC NOUS MAINTENANT {n}",
    "viagra {n}", "voyance et retour d’affection {n}", "hxxps://evil{n}.test", "backlinks and seo {n}",
)  # fmt: skip
HONEST = (
    "Bravo ! J’ai hâte de voir ça.",
    "Bonjour, est-ce accessible en fauteuil ? Merci d’avance.",
    "Je peux prêter une tonnelle le samedi. De plus, mon fils peut aider à monter.",
    "Nous avons fait pareil à Saint-Marc en 2022 : prévoyez de l’ombre, et des bancs.",
    "Le rendez-vous est à 14 h.Venez nombreux, on partagera un goûter.",
    "Rendez-vous vendredi. Le soir, on chante. Me dire si vous venez.",
    "À quelle heure ? Ma fille de 9 ans voudrait venir avec deux amies, c’est possible ?",
    "Merci à Yann et Soizic, c’était chouette. On recommence quand ?",
    "Kenavo ar wech all !",
    "OUI !!! Enfin un jardin !",
)


def naive(number: int, random: Random) -> Sent:
    """Return what a machine that does not know the form sends."""
    text = f"{random.choice(PRAISE)} {random.choice(GOODS).format(n=number)}"
    return random.choice(
        (
            Sent(texts=[text], seconds=None),
            Sent(texts=[text], seconds=random.uniform(0, 2.9)),
            Sent(texts=[text], seconds=40, trap=text),
            Sent(texts=[text], seconds=random.uniform(90_000, 900_000)),
            Sent(texts=[text], seconds=40, replayed=True),
        )
    )


def slow(number: int, random: Random, recent: list[str]) -> Sent:
    """Return what a machine that waits and fills only what is seen sends; one in ten only praises, again and again."""
    praise = random.choice(PRAISE)
    goods = random.choice(GOODS).format(n=number)
    only = random.random() < 0.1
    text = f"{praise} {praise} {praise} Réf {number}" if only else f"{praise} {goods}"
    sent = Sent(texts=[text], seconds=random.uniform(4, 600), recent=list(recent[-300:]), over_rate=False)
    recent.append(text)
    return sent


def people(random: Random) -> Iterator[Sent]:
    """Give what honest people send, fast typists and those who paste among them."""
    for text in HONEST:
        yield Sent(texts=["", text], seconds=random.uniform(3.1, 3_600))
