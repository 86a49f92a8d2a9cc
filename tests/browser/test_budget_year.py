"""A whole budget year through the screens, in a real browser; then every figure again from the exported ledger."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from tests.browser.reconciling import cents, figures, purses

# The same verbs are proven on both databases by tests/budget; here are the screens.
pytestmark = pytest.mark.one_database

DESK = "/gestion/budget/2026"
SHOWN = ("allocated", "committed", "available")
BY_FILE = {"Voté": "committed", "Mandaté": "ordered", "Payé": "paid", "Reversé": "repaid"}
TODAY = date.today().strftime("%d/%m/%Y")  # noqa: DTZ011 - as a clerk reads it on the wall


@pytest.fixture
def town(app):
    """Return the demonstration year when no file can be sent any more."""
    words = ["demo", "load", "--projects", "12", "--year", "2026", "--stage", "closed"]
    loaded = app.test_cli_runner().invoke(args=words)
    assert loaded.exit_code == 0, loaded.output
    return app


class Clerk:
    """Somebody at the budget desk."""

    def __init__(self, context, server):
        self.page, self.server = context.new_page(), server

    def open(self, address=""):
        assert self.page.goto(f"{self.server}{DESK}{address}").status == 200

    def fill(self, **typed):
        """Write in the fields, by name."""
        for name, text in typed.items():
            field = self.page.locator(f"main [name='{name}']").first
            if field.get_attribute("type") == "radio":
                self.page.check(f"main [name='{name}'][value='{text}']")
            elif field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(label=text)
            else:
                field.fill(text)

    def press(self, words):
        """Press a button; what comes back is no page of errors."""
        with self.page.expect_navigation():
            self.page.click(f"main button:has-text('{words}')")
        assert self.page.locator("#problems, .summary.alert").count() == 0, self.page.inner_text("main")

    def said(self, words):
        assert words in self.page.inner_text("body"), self.page.inner_text("main")

    def download(self, press):
        """Return what a button or a link gives."""
        with self.page.expect_download() as coming:
            press()
        return coming.value.path().read_bytes()

    def envelopes(self):
        """Return what the page of envelopes says, in cents, by name."""
        self.open("/enveloppes")
        found = {}
        for row in self.page.locator("main table").first.locator("tbody tr").all():
            cells = [cell.inner_text() for cell in row.locator("th, td").all()]
            found[cells[0].split("\n")[0]] = dict(zip(SHOWN, map(cents, cells[4:7]), strict=True))
        return found

    def files(self):
        """Return what the table of files says once taken away, in cents, by number."""
        self.open()
        sheet = self.download(lambda: self.page.click("main a:has-text('CSV') >> nth=0"))
        rows = csv.DictReader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";")
        return {row["Numéro"]: {ours: cents(row[name] or "0") for name, ours in BY_FILE.items()} for row in rows}

    def sums(self):
        """Return the key sums of the desk, in cents, by their words."""
        self.open()
        words = self.page.locator("main dl.figures dt").all_inner_texts()
        sums = self.page.locator("main dl.figures dd").all_inner_texts()
        return {word: cents(said) for word, said in zip(words, sums, strict=True) if "€" in said}


def test_a_year_with_an_amendment_a_transfer_a_withdrawal_and_a_repayment(clerk, server, tmp_path):
    at = Clerk(clerk, server)
    open_credits(at)
    settle(at)
    lose_a_funder(at)
    settle(at)
    vote(at)
    order_and_pay(at)
    take_back(at)

    books = take_books(at, tmp_path)
    proven = subprocess.run([sys.executable, "-I", books / "verify.py"], capture_output=True, text=True, check=False)  # noqa: S603
    assert proven.returncode == 0, proven.stderr
    whole, keys, numbers = read_books(books)

    shown = at.envelopes()
    assert {name: {each: figures(whole, "envelope", keys[name])[each] for each in SHOWN} for name in shown} == shown
    rows = at.files()
    assert len(rows) == 12
    for number, said in rows.items():
        found = figures(whole, "file", numbers.get(number, ""))
        assert said == {each: found[each] for each in said}, number
    sums = at.sums()
    money = [figures(whole, "envelope", keys[name]) for name in shown]
    for words, each in {
        "crédits ouverts": "allocated", "disponible": "available", "engagé": "committed",
        "mandaté": "ordered", "payé": "paid", "reversé": "repaid",
    }.items():  # fmt: skip
        assert sums[words] == sum(one[each] for one in money), words


def open_credits(at):
    """Credits too short for what is asked: an amendment, a transfer, one more funder."""
    at.open("/enveloppes/nouvelle")
    at.fill(name="Fondation du Port", funder="Fondation du Port", kind="money", earmark="none", cents="3 000")
    at.press("Ouvrir")
    at.open("/credits")
    at.fill(
        envelope="Crédits de la ville", way="take", cents="42 500,50", reason="Le budget a été resserré", act="DM 1"
    )
    at.press("Enregistrer")
    at.open("/virement")
    at.fill(source="Crédits de la ville", target="Fondation du Port", cents="500", reason="Part promise")
    at.press("Enregistrer")
    at.open("/credits")
    at.fill(envelope="Politique de la ville", way="take", cents="27 000", reason="Le contrat a baissé", act="DM 2")
    at.press("Enregistrer")
    assert at.envelopes() == {
        "Crédits de la ville": {"allocated": 499_950, "committed": 0, "available": 499_950},
        "Politique de la ville": {"allocated": 500_000, "committed": 0, "available": 500_000},
        "Fondation du Port": {"allocated": 350_000, "committed": 0, "available": 350_000},
    }


def settle(at):
    """Compute the common cap, read it, keep it."""
    at.open("/plafond?step=1000")
    at.said("Rien n’est encore gardé")
    at.press("Garder ce plafond commun")


def lose_a_funder(at):
    """A co-funder goes away before the vote: all it has not promised leaves."""
    at.open("/enveloppes")
    at.page.locator("main tr:has-text('Fondation du Port') a:has-text('se retire')").click()
    at.fill(reason="La fondation ferme ses portes", act="Lettre du 12")
    at.press("Retirer")
    at.open()
    at.said("depuis le calcul du plafond commun")


def vote(at):
    """The council votes what is proposed, but ten euros less for one file."""
    at.open("/vote")
    at.fill(number="2026-118", voted_on=TODAY)
    first = at.page.locator("main input[name^='amount_']").first
    first.fill(str(cents(first.input_value()) // 100 - 10))
    at.press("Relire avant d’enregistrer")
    at.said("montants qui diffèrent")
    at.press("Enregistrer le vote")
    at.said("2026-118")


def order_and_pay(at):
    """Order in one batch what can be, then note that finance paid it."""
    at.open("/paiements")
    at.fill(act="B-7")
    at.press("Mandater les dossiers cochés")
    at.said("Mandaté")
    at.page.click("main a:has-text('B-7')")
    at.fill(act="P-7")
    at.press("Noter")
    at.said("Paiement noté")


def take_back(at):
    """One association pays a part back."""
    at.open("/paiements")
    number = next(number for number, sums in at.files().items() if sums["paid"])
    at.open(f"/dossiers/{number}/reversement")
    at.fill(cents="50", reason="Sortie annulée")
    at.press("Noter la demande")
    at.open("/reversements")
    at.page.click("main table tbody a >> nth=0")
    at.fill(cents="50")
    at.press("Noter le reversement")


def take_books(at, folder):
    """Take the whole books away."""
    at.open("/journal")
    archive = at.download(lambda: at.page.click("main button:has-text('Emporter les livres')"))
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        file.extractall(folder)
    return folder / "livres"


def read_books(books):
    """Return the purses, and how the ledger calls each envelope and each file."""
    with (books / "envelopes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
        keys = {row["name"]: row["id"] for row in rows}
        apart = {row["id"] for row in rows if row["kind"] == "in_kind"}
    with (books / "shares.csv").open(encoding="utf-8-sig", newline="") as file:
        numbers = {row["file"]: row["application"] for row in csv.DictReader(file, delimiter=";")}
    return purses(books / "ledger.csv", apart), keys, numbers


def test_a_figure_that_moved_would_be_seen(tmp_path):
    lines = ["number;kind;amount;envelope;application;reverses"]
    lines += ["1;allocation;1000;1;;", "2;commitment;400;1;7;", "3;payment_order;400;1;7;", "4;reversal;400;1;7;3"]
    (tmp_path / "ledger.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    found = figures(purses(tmp_path / "ledger.csv"), "envelope", "1")
    assert found == {"allocated": 1000, "available": 600, "committed": 400, "ordered": 0, "paid": 0, "repaid": 0}
    (tmp_path / "ledger.csv").write_text("\n".join([*lines, "5;release;1;1;7;"]), encoding="utf-8-sig")
    assert figures(purses(tmp_path / "ledger.csv"), "envelope", "1") != found
