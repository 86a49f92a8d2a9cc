"""Payments, parts, repayments, year end and yearly sums, as a browser meets them."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader
from python_calamine import load_workbook

from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.audit import AuditEntry
from grants.budget import services
from grants.budget.models import Award, PaymentBatch, RepaymentClaim
from grants.budget.queries.payables import payables
from grants.calls.queries import call_of_year
from grants.db import db
from grants.demo.content import iban_of, siret_of
from tests.budget.conftest import Year, make_year
from tests.budget.test_pages import DESK, hidden, text_of

pytestmark = pytest.mark.one_database

PAY = f"{DESK}/paiements"


@pytest.fixture
def year(app, time_machine):
    """Open the year with three awards, the third without an account; no context is left open."""
    time_machine.move_to("2026-11-26T12:00:00+00:00", tick=False)
    with app.app_context():
        made = make_year()
        for number, cents in ((1, 230_000), (2, 100_000), (3, 50_000)):
            made.ask(number, cents, priority=number == 2)
        made.vote(n1=230_000, n2=100_000, n3=50_000)
        made.files["2026-0003"].answers = {}
        made.award(1).notified_on = date(2026, 9, 30)
        db.session.commit()


@pytest.fixture
def clerk(year, signed_in):
    assert year is None
    return signed_in("agent@port-leon.example", "staff")


@pytest.fixture
def inside(app):
    """Return a function that reads or acts inside the application."""

    def run(act):
        with app.app_context():
            made = Year(call_of_year(2026), ensure_person("agent@port-leon.example"))
            made.files = {file.number: file for file in db.session.query(Application).order_by(Application.serial)}
            result = act(made)
            db.session.commit()
            return result

    return run


def send(client, page, fields, action="", **more):
    opened = client.get(page)
    assert opened.status_code == 200
    return client.post(action or page, data=hidden(opened, action) | fields, **more)


def boxes(page):
    return re.findall(r'name="pick" value="(\d+:\d+)"', page.text)


def test_files_are_chosen_ordered_and_paid_through_the_pages(clerk, inside):
    page = clerk.get(PAY)
    said = text_of(page)
    assert len(boxes(page)) == 2
    assert "IBAN manquant. Demandez un relevé" in re.sub(r"\s+", " ", said).replace(" .", ".")
    assert "Un dossier doit être payé dans les trois jours." in said
    assert page.text.count("FR76 •••• •••• •••• ") + page.text.count("•••• •••• •••• ") >= 2
    first = boxes(page)[0]
    fields = {"act": "B-12", "dated_on": "25/11/2026", "pick": [first]}
    answer = send(clerk, PAY, fields, f"{PAY}/mandater", follow_redirects=True)
    assert "Mandaté : 2 300,00 €." in text_of(answer)
    batch = inside(lambda _year: db.session.query(PaymentBatch).one().id)
    page = clerk.get(f"{PAY}/{batch}")
    assert "Mandats, bordereau B-12" in text_of(page)
    fields = {"act": "V-1", "dated_on": "26/11/2026", "pick": boxes(page)}
    answer = send(clerk, f"{PAY}/{batch}", fields, follow_redirects=True)
    assert "Paiement noté : 2 300,00 €." in text_of(answer)
    assert "payé" in text_of(clerk.get(f"{PAY}/{batch}"))
    assert not boxes(clerk.get(f"{PAY}/{batch}"))


def test_the_second_clerk_is_told_and_nothing_is_half_done(clerk, inside):
    page = clerk.get(PAY)
    both = {"act": "", "dated_on": "26/11/2026", "pick": boxes(page)}
    first, second = hidden(page, f"{PAY}/mandater"), hidden(clerk.get(PAY), f"{PAY}/mandater")
    assert clerk.post(f"{PAY}/mandater", data=first | both).status_code == 302
    assert "C’était déjà fait" in text_of(clerk.post(f"{PAY}/mandater", data=first | both, follow_redirects=True))
    late = clerk.post(f"{PAY}/mandater", data=second | both)
    assert late.status_code == 422
    assert "vous aviez 2 300,00 € à mandater, il y a maintenant 0,00 €" in text_of(late)
    assert inside(lambda made: sum(row.ordered for row in payables(made.call))) == 330_000


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("dated_on", "", "Écrivez la date."),
        ("dated_on", "31/02/2026", "n’existe pas dans le calendrier"),
        ("dated_on", "27/11/2026", "n’est pas encore passé"),
        ("dated_on", "01/11/2026", "vient avant le vote du conseil"),
        ("act", "x" * 61, "60"),
        ("pick", [], "Cochez au moins un dossier."),
        ("pick", ["1:x", "999999999:5"], "n’existe pas dans cet appel"),
    ],
)
def test_a_slip_that_is_wrong_says_so_and_keeps_what_was_typed(clerk, field, typed, said):
    fields = {"act": "B-77", "dated_on": "26/11/2026", "pick": boxes(clerk.get(PAY))[:1]} | {field: typed}
    answer = send(clerk, PAY, fields, f"{PAY}/mandater")
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert field == "act" or "B-77" in answer.text
    assert field == "pick" or answer.text.count("checked") == 1


def test_the_files_are_filtered_and_leave_as_seen(clerk):
    assert len(boxes(clerk.get(f"{PAY}?notifie=oui"))) == 1
    assert len(boxes(clerk.get(f"{PAY}?notifie=non&iban=oui"))) == 1
    assert not boxes(clerk.get(f"{PAY}?iban=non"))
    rows = sheet(clerk.get(f"{PAY}.xlsx?iban=non"))
    assert [row[0] for row in rows[1:]] == ["2026-0003"]
    assert "IBAN manquant" in rows[1]
    assert "Payer un dossier" in clerk.get(f"{PAY}.ics").text.replace("\r\n ", "")
    assert "TRIGGER:-P14D" in clerk.get(f"{PAY}.ics").text
    assert "TRIGGER:-P3D" in clerk.get(f"{PAY}.ics").text
    assert "20261129" in clerk.get(f"{PAY}.ics").text


def sheet(answer):
    return load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def test_finance_takes_its_file_with_siret_as_text_and_accounts_whole(clerk, inside):
    inside(lambda made: services.order_payments(made.call, made.clerk, services.Note(act="B-1")))
    batch = inside(lambda _year: db.session.query(PaymentBatch).one().id)
    masked = sheet(clerk.get(f"{PAY}/{batch}.xlsx"))
    assert masked[1][2].startswith("FR")
    assert "••••" in masked[1][2]
    inside(lambda made: setattr(made.clerk, "sees_bank_details", True))
    page = clerk.get(f"{PAY}/{batch}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    for ending in ("xlsx", "ods"):
        rows = sheet(clerk.post(f"{PAY}/{batch}/finances", data={"csrf_token": token, "ending": ending}))
        assert [rows[1][place] for place in (0, 1, 2, 3)] == [siret_of(1), "Les Amis n° 1", iban_of(1), 2300.0]
        assert rows[1][4:9] == ["65748", "65", rows[1][6], "2026-118", "B-1"]
        assert isinstance(rows[1][0], str)
    csv = clerk.post(f"{PAY}/{batch}/finances", data={"csrf_token": token, "ending": "csv"}).get_data(as_text=True)
    assert f'"{siret_of(2)}";"Les Amis n° 2";"{iban_of(2)}";1000,00' in csv
    assert inside(lambda _year: db.session.query(AuditEntry).filter_by(act="accounts_exported").count()) == 3


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"iban": "", "siret": "", "reason": "lu"}, "Écrivez l’IBAN, le SIRET ou les deux."),
        ({"iban": "FR76 30", "siret": "", "reason": "lu"}, "Cet IBAN est inexact"),
        ({"iban": "", "siret": "123", "reason": "lu"}, "Ce SIRET est inexact"),
        ({"iban": "FR76", "siret": "", "reason": ""}, "Dites pourquoi"),
    ],
)
def test_an_account_noted_wrong_says_so(clerk, inside, fields, said):
    inside(lambda made: setattr(made.clerk, "sees_bank_details", True))
    page = f"{DESK}/dossiers/2026-0003/compte"
    answer = send(clerk, page, fields, f"{page}/noter")
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert fields["siret"] in answer.text


def test_an_order_for_a_project_that_was_voted_no_money_is_told_what_is_allowed(clerk, inside):
    def help_alone(made):
        made.ask(8, 0)
        made.vote("2026-120", n8=0)

    inside(help_alone)
    answer = send(clerk, f"{DESK}/dossiers/2026-0008", {"kind": "payment_order", "cents": "5"})
    assert "On ne peut pas mandater 5,00 € : il reste 0,00 €" in text_of(answer)


def test_an_account_noted_right_opens_the_order(clerk, inside):
    inside(lambda made: setattr(made.clerk, "sees_bank_details", True))
    page = f"{DESK}/dossiers/2026-0003/compte"
    fields = {"iban": iban_of(9), "siret": "", "reason": "Relevé reçu"}
    answer = send(clerk, page, fields, f"{page}/noter", follow_redirects=True)
    assert "C’est noté." in text_of(answer)
    assert iban_of(9)[4:20] not in answer.text
    assert len(boxes(clerk.get(PAY))) == 3


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"size_1": "80", "size_2": "10"}, "Les parts font 90 pour cent au lieu de cent."),
        ({"size_1": "0"}, "Versement 1 : écrivez une part au-dessus de zéro."),
        ({"size_1": "100", "when_1": "day"}, "Versement 1 : écrivez le jour."),
        ({"size_1": "beaucoup"}, "Écrivez un nombre entier"),
        ({"size_1": "100", "when_1": "day", "day_1": "32/01/2027"}, "n’existe pas"),
        ({"size_1": "100", "when_1": "un jour"}, ""),
    ],
)
def test_a_schedule_that_does_not_stand_says_why(clerk, fields, said):
    answer = send(clerk, f"{DESK}/echeancier", fields)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_parts_are_said_for_the_call_and_for_one_file(clerk):
    fields = {"size_1": "80 %", "size_2": "20", "when_2": "report"}
    assert "L’échéancier est enregistré." in text_of(send(clerk, f"{DESK}/echeancier", fields, follow_redirects=True))
    assert "1 840,00 €" in text_of(clerk.get(PAY))
    assert 'value="80"' in clerk.get(f"{DESK}/echeancier").text
    own = f"{DESK}/dossiers/2026-0002/echeancier"
    answer = send(clerk, own, {"size_1": "500", "size_2": "400"})
    assert "Les versements font 900,00 € : ils doivent faire 1 000,00 €" in text_of(answer)
    fields = {"size_1": "500", "size_2": "500", "when_2": "day", "day_2": "02/03/2027"}
    assert "2 mars 2027" in text_of(send(clerk, own, fields, follow_redirects=True))


@pytest.fixture
def paid(year, inside):
    assert year is None

    def pay(made):
        services.order_payments(made.call, made.clerk, services.Note())
        services.record_payments(made.call, made.clerk, services.Note())

    inside(pay)


@pytest.mark.usefixtures("paid")
def test_money_is_asked_back_received_and_listed(clerk, inside):
    ask = f"{DESK}/dossiers/2026-0001/reversement"
    fields = {"cents": "300", "reason": "Sortie annulée", "act": "T-9", "asked_on": "26/11/2026"}
    wrong = send(clerk, ask, fields | {"cents": "2 300,01"})
    assert wrong.status_code == 422
    assert "On ne peut pas reverser 2 300,01 € : il reste 2 300,00 € payé et non reversé." in text_of(wrong)
    assert "Sortie annulée" in wrong.text
    for field, typed in (
        ("cents", ""),
        ("cents", "-5"),
        ("reason", ""),
        ("asked_on", "hier"),
        ("asked_on", "01/01/2027"),
    ):
        assert send(clerk, ask, fields | {field: typed}).status_code == 422, field
    said = text_of(send(clerk, ask, fields, follow_redirects=True))
    assert "300,00 € attendus" in said
    claim = f"{DESK}/reversements/{inside(lambda _year: db.session.query(RepaymentClaim).one().id)}"
    fields = {"cents": "100", "received_on": "26/11/2026", "booked": "cancellation"}
    assert send(clerk, claim, fields | {"cents": "301"}, claim).status_code == 422
    assert send(clerk, claim, fields | {"booked": "autre"}, claim).status_code == 422
    assert send(clerk, claim, fields, claim).status_code == 302
    assert "Crédits rétablis 100,00 €" in re.sub(r"\s+", " ", text_of(clerk.get(claim)))
    assert send(clerk, claim, {"reason": ""}, f"{claim}/clore").status_code == 422
    assert send(clerk, claim, {"reason": "Remise"}, f"{claim}/clore").status_code == 302
    assert "300,00 € attendus" not in text_of(clerk.get(f"{DESK}/reversements?voir=attente"))
    assert sheet(clerk.get(f"{DESK}/reversements.ods"))[1][5:7] == [300.0, 100.0]


def test_the_year_end_is_read_settled_and_printed(clerk, inside, time_machine, signed_in):
    early = clerk.get(f"{DESK}/cloture")
    assert "Ce jour n’est pas encore passé" in text_of(early)
    time_machine.move_to("2027-01-08T12:00:00+00:00", tick=False)
    clerk = signed_in("agent@port-leon.example", "staff")
    page = f"{DESK}/cloture?au=31/12/2026"
    action = f"{DESK}/cloture\\?au=2026-12-31"
    first, second = inside(lambda _year: [each.id for each in db.session.query(Award).order_by(Award.id)][:2])
    opened = clerk.get(page)
    once = hidden(opened, action)
    fields = once | {f"passing_{first}": "released", f"reason_{first}": "", f"passing_{second}": "carried"}
    answer = clerk.post(f"{DESK}/cloture?au=2026-12-31", data=fields)
    assert answer.status_code == 422
    assert "Pour dégager, dites pourquoi" in text_of(answer)
    assert "selected" in answer.text
    answer = clerk.post(
        f"{DESK}/cloture?au=2026-12-31", data=fields | {f"reason_{first}": "Projet abandonné"}, follow_redirects=True
    )
    assert "2 dossiers sont réglés." in text_of(answer)
    rows = sheet(clerk.get(f"{DESK}/cloture.ods?au=2026-12-31"))
    assert [row[8:11] for row in rows[1:3]] == [
        [2300.0, "dégagé", "Projet abandonné"],
        [1000.0, "reporté sur l’exercice suivant", ""],
    ]
    assert "reporté sur l’exercice suivant" in text_of(clerk.get(f"{DESK}/dossiers/2026-0002"))
    pdf = clerk.get(f"{DESK}/cloture.pdf?au=2026-12-31")
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.data)).pages).replace("\u00a0", " ")
    assert "État de fin d’année 2026" in " ".join(told.split())
    assert "Projet abandonné" in " ".join(told.split())
    assert "3 800,00 €" in told


def test_yearly_sums_are_searched_marked_and_answered(clerk, inside):
    inside(lambda made: setattr(made.award(3), "in_kind_cents", 2_300_000))
    said = text_of(clerk.get(f"{DESK}/cumuls"))
    assert "Une association dépasse 23 000 € sans convention enregistrée" in said
    assert "Les Amis n° 2" not in text_of(clerk.get(f"{DESK}/cumuls?q=amis+3&voir=convention"))
    assert "Aucune association ne correspond." in text_of(clerk.get(f"{DESK}/cumuls?q=zzz"))
    rows = sheet(clerk.get(f"{DESK}/cumuls.xlsx?q={siret_of(3)}"))
    assert rows[1][0:2] + rows[1][4:7] == ["Les Amis n° 3", siret_of(3), 500.0, 23000.0, 23500.0]
    third = inside(lambda made: made.files["2026-0003"].association.id)
    page = f"{DESK}/cumuls/{third}"
    for fields in ({"reference": "", "signed_on": "01/11/2026"}, {"reference": "C-1", "signed_on": "01/01/2099"}):
        assert send(clerk, page, fields).status_code == 422
    answer = send(clerk, page, {"reference": "C-1", "signed_on": "02/11/2026"}, follow_redirects=True)
    assert "Convention C-1, signée le 2 novembre 2026." in text_of(answer)
    assert "sans convention" not in text_of(clerk.get(f"{DESK}/cumuls"))
    assert clerk.get(f"{DESK}/cumuls/999999").status_code == 404


def test_everybody_reads_where_the_money_goes(client, clerk):
    assert clerk
    said = text_of(client.get("/budget/2026"))
    assert "26 % de l’argent en quartier prioritaire" in said
    assert "0 % de bilans reçus" in said


@pytest.mark.parametrize("page", [PAY, f"{DESK}/cumuls", f"{DESK}/cloture", f"{DESK}/reversements"])
def test_a_page_of_payments_asks_the_database_as_often_for_many_as_for_few(app, clerk, inside, page):
    from tests.budget.test_pages import asked  # noqa: PLC0415 - the same counter

    few = asked(app, clerk, page)
    inside(more)
    assert asked(app, clerk, page) == few <= 22


def more(made):
    """Vote twenty files more."""
    for number in range(10, 30):
        made.ask(number, 10_000)
    made.vote("2026-119", **{f"n{number}": 10_000 for number in range(10, 30)})


def test_a_command_gives_the_sight_of_accounts_to_the_staff_alone(app, clerk):
    assert clerk
    run = app.test_cli_runner().invoke
    assert run(args=["admin", "bank", "agent@port-leon.example"]).output == "sees account numbers\n"
    assert run(args=["admin", "bank", "agent@port-leon.example", "--off"]).output == "no longer sees account numbers\n"
    told = run(args=["admin", "bank", "qui@example.org"])
    assert told.exit_code == 1
    assert "does not work for the town" in told.output
