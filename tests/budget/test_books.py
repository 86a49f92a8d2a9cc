"""The books: looked through, balanced, taken away, and checked without the application."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from copy import deepcopy
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from grants.applications.queries import local_day
from grants.audit import AuditEntry, record
from grants.budget import books, queries, services
from grants.budget.books import verify
from grants.budget.models import LedgerEntry
from grants.budget.queries import Sought
from grants.budget.services import EnvelopeWords, NewEnvelope
from grants.db import db
from grants.domain.ledger import Account, Kind
from tests.budget.conftest import make_year
from tests.budget.tampering import chained, tampered

DESK = "/gestion/budget/2026"


def live(year):
    """Live a year with every kind of line: voted, in kind, transferred, ordered, paid, paid back, undone, closed."""
    call, clerk = year.call, year.clerk
    kind = NewEnvelope(EnvelopeWords("Prêts", "=FONDATION()"), 50_000, kind="in_kind")
    services.open_envelope(call, kind, "person:1", year.note())
    for number in range(1, 6):
        year.ask(number, 100_000, priority=number == 5).in_kind_cents = 5_000
    services.settle(call, "command")
    year.vote(**{f"n{number}": 90_000 for number in range(1, 6)})
    other = services.open_envelope(call, NewEnvelope(EnvelopeWords("Autre"), 70_000), "person:1", year.note())
    general, earmarked = queries.envelopes_of(call)[:2]
    services.transfer(general.id, earmarked.id, 10_000, "person:1", year.note("Virement"))
    services.amend(general.id, -20_000, "person:1", year.note("DM"))
    services.order_payments(call, clerk, year.note())
    services.reverse(queries.last_line(call), "person:1", year.note("RIB"))
    services.record_payments(call, clerk, year.note())
    services.move_award(Kind.REPAYMENT, year.award(1).id, 3_000, clerk, year.note("Reste"))
    services.move_award(Kind.RELEASE, year.award(5).id, 1_000, clerk, year.note("Moins cher"))
    services.release_in_kind(year.award(2).id, 2_000, clerk, year.note("Salle prise"))
    services.close_envelope(call, other.id, "person:1", year.note("=Fin"))
    record("command", "books_exported", "books", {"files": ["a", "b"]}, year=2026)
    db.session.commit()
    return year


@pytest.fixture
def lived(year):
    return live(year)


@pytest.fixture
def folder(lived, tmp_path):
    assert lived
    books.write_files(tmp_path / "livres")
    db.session.commit()
    return tmp_path / "livres"


def alone(folder, *words):
    """Run the script of the folder with Python alone, isolated from this house."""
    line = [sys.executable, "-I", "verify.py", *words]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own words


def test_the_books_are_checked_without_the_application(folder):
    answer = alone(folder)
    assert answer.returncode == 0, answer.stderr
    number, head = queries.ledger_head()
    assert f"Grand livre : {number} lignes, tête {head}" in answer.stdout
    assert "aucun compte n'est à découvert" in answer.stdout
    assert alone(folder, "--head", head).returncode == 0
    answer = alone(folder, "--head", "0" * 63 + "1")
    assert answer.returncode == 1
    assert answer.stderr == "Grand livre : l'empreinte publiée ne s'y trouve pas ; il a été coupé ou réécrit.\n"


def test_the_script_uses_the_standard_library_alone(folder):
    text = (folder / "verify.py").read_text(encoding="utf-8")
    names = set(re.findall(r"^(?:from|import) ([a-z_]+)", text, flags=re.MULTILINE))
    assert names <= sys.stdlib_module_names | {"__future__"}


@pytest.mark.parametrize("name", ["ledger.csv", "audit.csv", "envelopes.csv", "shares.csv"])
def test_a_spreadsheet_that_was_changed_is_found(folder, name):
    path = folder / name
    assert "\r\n" in path.read_bytes().decode("utf-8-sig")
    assert not re.search(r"(?m)(^|;)=", path.read_text(encoding="utf-8-sig"))
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1] + "2"]), encoding="utf-8-sig")
    assert alone(folder).stderr.startswith(name)
    path.write_text("\n".join(lines[:-1]), encoding="utf-8-sig")
    assert "ne se lit pas" in alone(folder).stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("heads.json", "[1]"),
        ("heads.json", "{"),
        ("envelopes.jsonl", "{}\n"),
        ("ledger.jsonl", "7\n"),
        ("audit.csv", ""),
    ],
)
def test_files_that_make_no_sense_are_said_unreadable_without_a_crash(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    answer = alone(folder)
    assert answer.returncode == 1
    assert "ne se lit pas" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.fixture
def read(folder):
    return verify.read(folder)


def broken(read, **changes):
    with pytest.raises(verify.WrongError) as raised:
        verify.check(replace(read, **changes))
    return raised.value.code


def test_every_tampering_is_found_against_the_published_heads(read):
    rng = Random(4)  # noqa: S311 - a test must be repeatable
    for name in ("ledger", "audit"):
        for _ in range(150):
            rows = tampered(getattr(read, name), rng)
            assert broken(read, **{name: rows}) in {"shape", "hash", "head"}


def test_without_a_published_head_a_book_written_anew_is_not_found(read):
    """The control: it is the head, known outside, that makes the difference."""
    silent = replace(read, audit_head=None)
    verify.check(replace(silent, audit=read.audit[:2]))


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("envelopes", {"paid": 1}, "balance"),
        ("envelopes", {"closed_at": "2026-01-01"}, "closed"),
        ("shares", {"committed": 1}, "share"),
    ],
)
def test_a_balance_that_left_its_lines_is_found(read, name, changes, code):
    rows = deepcopy(getattr(read, name))
    rows[0] |= changes
    assert broken(read, **{name: rows}) == code
    assert broken(read, **{name: rows[1:]}) in {"envelope_unknown", "unlisted"}


def test_a_money_line_on_an_envelope_said_to_be_in_kind_is_found(read):
    rows = [row | {"kind": "in_kind"} for row in read.envelopes]
    assert broken(read, envelopes=rows) == "in_kind_paid"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "gift"}, "kind_unknown"),
        ({"amount": 0}, "amount"),
        ({"kind": "commitment", "amount": -5}, "amount"),
        ({"amount": True}, "amount"),
        ({"kind": "commitment", "amount": 10**9}, "ceiling"),
        ({"kind": "reversal", "reverses": None}, "not_reversible"),
        ({"kind": "reversal", "reverses": 1}, "not_reversible"),
        ({"kind": "transfer", "amount": 5}, "transfers"),
    ],
)
def test_a_line_that_cannot_stand_is_found_even_in_a_chain_that_holds(read, changes, code):
    rows = chained([*deepcopy(read.ledger), deepcopy(read.ledger[0]) | changes])
    assert broken(read, ledger=rows, head=None) == code


def test_commands_export_and_check_the_files(lived, app, tmp_path):
    run = app.test_cli_runner().invoke
    db.session.rollback()
    answer = run(args=["audit", "export", str(tmp_path / "out")])
    assert answer.exit_code == 0, answer.output
    assert "verify.py" in answer.output
    answer = run(args=["audit", "verify", "--from", str(tmp_path / "out")])
    assert (answer.exit_code, "Grand livre" in answer.output) == (0, True), answer.output
    (tmp_path / "out" / "ledger.jsonl").write_text("{", encoding="utf-8")
    answer = run(args=["audit", "verify", "--from", str(tmp_path / "out")])
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ledger : le fichier manque")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(args=["audit", "export", str(tmp_path / "file" / "out")]).exit_code == 1
    assert lived.call.year == 2026


def test_the_accounts_balance_and_agree_with_the_envelopes(lived):
    trials = queries.trial_balances(lived.call, Sought())
    money = {account: rest for account, _, _, rest in trials["money"].rows()}
    figures = queries.figures_of(lived.call)
    assert sum(money.values()) == 0
    assert money[Account.TRANSFERS] == 0
    assert money[Account.AVAILABLE] == sum(each.available for each in figures)
    assert money[Account.PAID] == sum(each.paid - each.repaid for each in figures)
    assert -money[Account.FUNDERS] == sum(each.allocated for each in figures)
    kind = {account: rest for account, _, _, rest in trials["in_kind"].rows()}
    assert (kind[Account.FUNDERS], kind[Account.COMMITTED], kind[Account.PAID]) == (-50_000, 23_000, 0)


def test_one_finds_lines_by_kind_envelope_file_and_day(lived):
    general = queries.envelopes_of(lived.call)[0].id
    day = local_day(lived.call, db.session.query(LedgerEntry).first().at)

    def found(**sought):
        lines, _ = queries.sought_entries(lived.call, Sought(**sought), 1)
        assert len(list(queries.all_sought(lived.call, Sought(**sought)))) == len(lines)
        return {line.kind for line in lines}, len(lines)

    assert found(kind="transfer") == ({"transfer"}, 2)
    assert found(kind="transfer", envelope=general)[1] == 1
    assert found(file="2026-0001") == ({"request", "commitment", "payment_order", "payment", "repayment"}, 6)
    assert found(since=day, until=day)[1] > 20
    assert found(since=date(2100, 1, 1))[1] == 0
    assert found(until=date(2000, 1, 1))[1] == 0


@pytest.fixture
def clerk(app, signed_in):
    with app.app_context():
        live(make_year())
    return signed_in("agent@port-leon.example", "staff")


def plain(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " ").replace("\u202f", " ").split())


def test_the_ledgers_page_filters_balances_and_says_what_it_cannot_read(clerk):
    page = plain(clerk.get(f"{DESK}/journal"))
    assert "Balance des comptes" in page
    assert "Engagé, non mandaté" in page
    page = clerk.get(f"{DESK}/journal?kind=transfer")
    assert "Virement entre" not in plain(page).split("Lignes du grand livre")[1].split("Balance")[0]
    assert "journal.ods?kind=transfer" in page.text
    wrong = clerk.get(f"{DESK}/journal?kind=x&envelope=abc&since=bientôt&until=31/02/2026&page=-4&file={'x' * 99}")
    assert wrong.status_code == 200
    assert "n’existe pas dans le calendrier" in plain(wrong)
    assert 'value="bientôt"' in wrong.text
    sheet = clerk.get(f"{DESK}/journal.csv?kind=repayment")
    assert len(sheet.text.strip().splitlines()) == 2


def test_the_log_of_acts_is_told_in_words(clerk):
    page = plain(clerk.get(f"{DESK}/actes"))
    for words in (
        "Enveloppe ouverte",
        "Enveloppe fermée",
        "motif : =Fin",
        "somme : 700,00 €",
        "aide en nature",
        "commande",
    ):
        assert words in page


def test_the_books_leave_as_one_archive_and_the_log_says_so(clerk, app, post_form, tmp_path):
    answer = post_form(clerk, f"{DESK}/journal", {"once": "a" * 22}, action=f"{DESK}/livres")
    assert answer.content_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(tmp_path)
    assert alone(tmp_path / "livres").returncode == 0
    with app.app_context():
        last = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert (last.act, last.actor.startswith("person:")) == ("books_exported", True)
    assert post_form(clerk, f"{DESK}/journal", {"once": "x"}, action=f"{DESK}/livres").status_code == 302


def test_the_heads_of_both_books_are_public(clerk, client, app):
    assert clerk
    told = json.loads(client.get("/budget/tete.json").text)
    with app.app_context():
        assert (told["ledger"]["number"], told["ledger"]["hash"]) == queries.ledger_head()
    assert told["audit"]["number"] == 6
    assert "/budget/tete.json" in client.get("/budget/2026").text


def test_empty_books_have_no_head_and_still_hold(client, app, tmp_path):
    assert client.get("/budget/tete.json").json == {"ledger": None, "audit": None}
    with app.app_context():
        books.write_files(tmp_path)
        db.session.rollback()
    assert alone(tmp_path).returncode == 0
