"""One whole year, through the pages, from a clerk's invitation to the booklet in everybody's hand."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

import pypdf
import pytest

from grants.accounts.services import invite
from grants.db import db
from grants.demo.content import answers_of, projects
from grants.territories.queries import territory
from tests.journeys.walker import Walker
from tests.scdl_validator import errors_of

YEAR = 2027
FILES = 8
CLERK = "agent@port-leon.example"
CAP = "2 300,00"
MOMENTS = {
    "opening": datetime(YEAR, 5, 20, 9, tzinfo=UTC),
    "filing": datetime(YEAR, 9, 10, 9, tzinfo=UTC),
    "settling": datetime(YEAR, 10, 20, 9, tzinfo=UTC),
    "voting": datetime(YEAR, 12, 6, 9, tzinfo=UTC),
    "paying": datetime(YEAR + 1, 1, 12, 9, tzinfo=UTC),
}
DATES = {
    "opens_on": "01/06/2027",
    "closes_on": "15/09/2027",
    "complete_by": "10/10/2027",
    "settle_on": "20/10/2027",
    "council_on": "05/12/2027",
    "notify_by": "15/12/2027",
    "pay_by": "13/02/2028",
    "plenary_on": "25/01/2028",
    "report_by": "30/06/2029",
}
SCREENS = ("association", "envie", "budget", "ensemble")


class Town:
    """The people of the journey, each with their browser."""

    def __init__(self, app, outbox, time_machine) -> None:
        self.app, self.outbox, self.time_machine = app, outbox, time_machine

    def at(self, moment: str) -> None:
        """Let the year go on to that moment."""
        self.time_machine.move_to(MOMENTS[moment], tick=True)

    def clerk(self) -> Walker:
        """Invite somebody to work for the town, and have them accept."""
        with self.app.app_context():
            token = invite(CLERK, "staff")
            db.session.commit()
        return Walker(self.app.test_client()).open(f"/invitation/{token}").press("Accepter")

    def sign_in(self, email: str, target: str, link: str = "") -> Walker:
        """Sign somebody in by the code of their mail, on the way to a page, or by a link of a page open to all."""
        walker = Walker(self.app.test_client()).open(target)
        walker = (walker.follow(link) if link else walker).press("Recevoir", email=email)
        code = re.search(r"\b\d{3} \d{3}\b", self.outbox.last_to(email).text)[0]
        return walker.press("Entrer", code=code)


@pytest.fixture
def town(app, outbox, time_machine):
    """Return the town on the day its call is prepared."""
    found = Town(app, outbox, time_machine)
    found.at("opening")
    return found


def apply(town: Town, place: int) -> tuple[Walker, dict[str, object]]:
    """Have one association write its two pages and send them; return where they end and what they wrote."""
    answers = answers_of(place, projects()[place], MOMENTS["filing"].date())
    propose = f"/appels/{YEAR}/proposer"
    walker = town.sign_in(str(answers["contact_email"]), propose, "Se connecter pour commencer").press("Commencer")
    for number, _ in enumerate(SCREENS):
        here = {name: value for name, value in answers.items() if f'name="{name}"' in walker.text and value}
        walker.press("Enregistrer et relire" if number == len(SCREENS) - 1 else "Enregistrer et continuer", **here)
        assert walker.status == 200, walker.words
    return walker.press("Envoyer le dossier"), answers


def lent_euros(answers: dict[str, object]) -> int:
    """Return what a file's choices in the town's catalogue are worth."""
    worth = {aid.key: aid.value_cents // 100 for aid in territory("port-leon").in_kind}
    chosen = (choice.split(":") for choice in answers["aids"])
    return sum(worth[key] * int(quantity) for key, quantity in chosen)


def test_a_whole_year_goes_from_the_first_word_to_the_booklet(town, app, outbox, tmp_path):
    clerk = town.clerk()
    clerk.open("/gestion/appels/nouveau").press(
        "ppel", year=str(YEAR), title=f"Appel à envie de faire {YEAR}", cap="2300", **DATES
    )
    assert clerk.status == 200
    assert "15 novembre 2027" in clerk.words, "the two-month limit is printed in the call's calendar"
    clerk.open(f"/gestion/budget/{YEAR}").press("Ouvrir ces crédits")
    assert "48 000,00 €" in clerk.words

    town.at("filing")
    sent = [apply(town, place) for place in range(FILES)]
    for number, (walker, answers) in enumerate(sent, start=1):
        assert f"{YEAR}-{number:04d}" in walker.words
        mail = outbox.last_to(str(answers["contact_email"]))
        assert f"{YEAR}-{number:04d}" in mail.text
        assert mail.attachments[0]["type"] == "application/pdf"

    reader = Walker(app.test_client()).open(f"/projets/?annee={YEAR}")
    for _, answers in sent:
        assert str(answers["title"]) in reader.words
    reader.follow(str(sent[0][1]["title"]))
    assert str(sent[0][1]["hook"]) in reader.words
    assert "€" not in reader.words, "no sum is public before the council's vote"
    assert str(sent[0][1]["iban"]) not in reader.text

    town.at("settling")
    clerk = (
        town.sign_in(CLERK, f"/gestion/budget/{YEAR}")
        .press("Calculer le plafond commun")
        .press("Garder ce plafond commun")
    )
    assert CAP in clerk.words
    town.at("voting")
    clerk = town.sign_in(CLERK, f"/gestion/budget/{YEAR}/vote")
    clerk.press("Relire avant d’enregistrer", number="2027-12-087", voted_on="05/12/2027")
    clerk.press("Enregistrer le vote")
    assert "2027-12-087" in clerk.words
    clerk.open(f"/gestion/budget/{YEAR}").press("Mandater")
    town.at("paying")
    clerk = town.sign_in(CLERK, f"/gestion/budget/{YEAR}").press("Noter les paiements")

    asked = sum(int(str(answers["requested"])) for _, answers in sent)
    money = reader.open(f"/budget/{YEAR}").words
    assert f"{asked:,},00 €".replace(",", " ", 1) in money

    rows = Walker(app.test_client()).open("/donnees/subventions.csv").text
    assert errors_of(rows) == []
    lines = list(csv.DictReader(io.StringIO(rows)))
    kind = sum(int(str(answers["in_kind_value"]) or 0) for _, answers in sent)
    kind += sum(lent_euros(answers) for _, answers in sent)
    assert sum(float(line["montant"]) for line in lines) == asked + kind

    clerk.open(f"/gestion/pleniere/{YEAR}")
    if "Enregistrer" not in clerk.text:
        clerk.press("Préparer")
    clerk.open(f"/gestion/pleniere/{YEAR}/personnes").press("Envoyer")
    for _, answers in sent:
        link = re.search(rf"/pleniere/{YEAR}/venir/\S+", outbox.last_to(str(answers["contact_email"])).text)[0]
        assert "nous vous attendons" in Walker(app.test_client()).open(link).press("Envoyer ma", coming="yes").words
    clerk.open(f"/gestion/pleniere/{YEAR}/programmes").press("Chercher", seconds="1")
    clerk.open(f"/gestion/pleniere/{YEAR}/programmes").press("Publier")
    evening = reader.open(f"/pleniere/{YEAR}").words
    for _, answers in sent:
        assert str(answers["name"]) in evening

    booklet = tmp_path / "livret.pdf"
    printed = app.test_cli_runner().invoke(args=["plenary", "booklet", str(YEAR), "-o", str(booklet)])
    assert printed.exit_code == 0, printed.output
    pages = [page.extract_text() for page in pypdf.PdfReader(booklet).pages]
    told = re.sub(r"\s+", " ", " ".join(pages))
    for _, answers in sent:
        assert str(answers["title"]).replace("\u00a0", " ") in told.replace("\u00a0", " ")
    assert re.search(r"Tour 1", told)
    imposed = tmp_path / "imposed.pdf"
    assert (
        app.test_cli_runner()
        .invoke(args=["plenary", "booklet", str(YEAR), "--format", "a4-imposed", "-o", str(imposed)])
        .exit_code
        == 0
    )
    assert len(pypdf.PdfReader(imposed).pages) * 2 == len(pages)
