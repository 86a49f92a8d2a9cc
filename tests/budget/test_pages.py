"""The budget desk and the public page, as a browser meets them."""

from __future__ import annotations

import html
import json
import re

import pytest
import sqlalchemy as sa

from grants.accounts.models import Association
from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import queries, services
from grants.budget.forms import amount_field
from grants.budget.models import Award, Deliberation, LedgerEntry
from grants.calls.queries import call_of_year
from grants.db import db, now
from grants.domain.settlement import replay
from grants.projects.models import Project
from tests.budget.conftest import Year, plain_call
from tests.town import make_call

pytestmark = pytest.mark.one_database

DESK = "/gestion/budget/2026"
NBSP = "\u00a0"


@pytest.fixture
def clerk(files, signed_in):
    assert files
    return signed_in("agent@port-leon.example", "staff")


@pytest.fixture
def figures(app):
    """Return a function that reads the two envelopes from outside."""

    def read():
        with app.app_context():
            return queries.figures_of(call_of_year(2026))

    return read


@pytest.fixture
def share(app):
    """Return a function that reads what one file was voted, ordered, paid, paid back."""

    def read(number):
        with app.app_context():
            file = next(each for each in queries.files_of(call_of_year(2026)) if each.number == f"2026-{number:04}")
            return (file.committed, file.ordered, file.paid, file.repaid)

    return read


@pytest.fixture
def count(app):
    """Return a function that counts the rows of a table."""

    def read(model, **which):
        with app.app_context():
            return db.session.query(model).filter_by(**which).count()

    return read


def text_of(answer):
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace(NBSP, " ")


def hidden(page, action=""):
    """Return the hidden fields of the form that posts to an address."""
    form = re.search(rf'<form[^>]*action="{action}"[^>]*>(.*?)</form>', page.text, re.DOTALL) if action else None
    found = re.findall(r'<input id="[^"]*" name="([^"]+)" type="hidden" value="([^"]*)">', (form or [0, page.text])[1])
    return dict(found)


def press(client, action, page=DESK, **fields):
    opened = client.get(page)
    assert opened.status_code == 200
    return client.post(action, data=hidden(opened, action) | fields, follow_redirects=True)


def vote(client, files, amounts, **changes):
    page = client.get(f"{DESK}/vote")
    fields = hidden(page) | {"number": "2026-118", "voted_on": "20/11/2026"} | changes
    fields |= {amount_field(files[number]): typed for number, typed in amounts.items()}
    return confirm(client, client.post(f"{DESK}/vote", data=fields))


def confirm(client, read):
    """Record a vote from the page on which it is read again; anything else comes back as it is."""
    if 'name="step" value="record"' not in read.text:
        return read
    return client.post(f"{DESK}/vote", data=carried(read), follow_redirects=True)


def carried(read):
    """Return what the page that is read before recording carries."""
    form = read.text[read.text.index('name="step" value="record"') :].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, text in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        found.setdefault(name, []).append(html.unescape(text))
    token = re.search(r'name="csrf_token" value="([^"]+)"', read.text)
    return found | {"csrf_token": token[1], "step": "record"}


@pytest.mark.usefixtures("files")
def test_the_desk_is_for_staff(client, signed_in):
    assert client.get(DESK).status_code == 302
    member = signed_in("ana@example.org")
    assert member.get(DESK).status_code == 403
    assert member.post(f"{DESK}/plafond").status_code in {400, 403}


def test_a_year_is_walked_through_the_desk(clerk, files, figures):
    said = text_of(press(clerk, f"{DESK}/plafond", page=f"{DESK}/plafond", step="1"))
    assert "Le plafond commun est calculé" in said
    assert "plafond commun : 2 000,00 €" in said
    page = clerk.get(f"{DESK}/vote")
    assert page.text.count('value="2\u00a0000,00"') == 5
    said = text_of(vote(clerk, files, {1: "2 000,00 €", 2: "1.500", 6: "2300"}))
    assert "Délibération n° 2026-118 enregistrée." in said
    assert "3 dossiers attendent le vote du conseil" in said
    assert "C’est écrit dans le grand livre : 5 800,00 €." in text_of(press(clerk, f"{DESK}/mandats"))
    assert "C’est écrit dans le grand livre : 5 800,00 €." in text_of(press(clerk, f"{DESK}/paiements"))
    general, earmarked = figures()
    assert (general.paid, earmarked.paid, general.available) == (350_000, 230_000, 650_000)
    said = text_of(clerk.get(f"{DESK}/dossiers/2026-0001"))
    assert "Paiement" in said
    assert "Engagement" in said
    assert "2026-118" in text_of(clerk.get(f"{DESK}/journal"))


def test_a_form_sent_twice_acts_once(clerk, files, count):
    page = clerk.get(f"{DESK}/vote")
    fields = hidden(page) | {"number": "2026-118", "voted_on": "2026-11-20", amount_field(files[1]): "100"}
    read = clerk.post(f"{DESK}/vote", data=fields)
    assert "enregistrée" in text_of(confirm(clerk, read))
    assert "C’était déjà fait" in text_of(confirm(clerk, read))
    assert count(Deliberation) == 1
    fields = hidden(clerk.get(DESK), f"{DESK}/mandats")
    clerk.post(f"{DESK}/mandats", data=fields)
    assert "C’était déjà fait" in text_of(clerk.post(f"{DESK}/mandats", data=fields, follow_redirects=True))
    assert count(LedgerEntry, kind="payment_order") == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (({1: "2300,01"}, {}), "Dossier 2026-0001 : 2 300,01 € dépassent la demande, qui est de 2 300,00 €."),
        ((dict.fromkeys(range(1, 6), "2300"), {}), "au plus 10 000,00 € peuvent être payés"),
        (({1: "-5"}, {}), "Une somme ne peut pas être négative."),
        (({1: "douze"}, {}), "Écrivez une somme"),
        (({1: "1\x002"}, {}), "Écrivez une somme"),
        (({1: "9" * 10_000}, {}), "Cette somme est trop grande."),
        (({1: "12,345"}, {"voted_on": "31/02/2026"}), "Le 31/2/2026 n’existe pas dans le calendrier."),
        (({1: "10"}, {"voted_on": "demain"}), "Écrivez une date comme"),
        (({1: "10"}, {"voted_on": ""}), "Écrivez la date du vote."),
        (({1: "10"}, {"voted_on": "01/01/2100"}), "n’est pas encore passé"),
        (({1: "10"}, {"number": ""}), "Écrivez le numéro de la délibération."),
        (({1: "10"}, {"number": "\x00 "}), "Écrivez le numéro de la délibération."),
        (({1: "10"}, {"number": "x" * 500}), "60"),
        (({1: "0"}, {}), "laissez vide un dossier"),
        (({}, {}), "Écrivez au moins un montant voté."),
        (({1: "10"}, {"once": "x"}), "Ce formulaire est incomplet."),
    ],
)
def test_a_vote_that_cannot_stand_comes_back_with_a_sentence(clerk, files, count, typed, sentence):
    amounts, changes = typed
    answer = vote(clerk, files, amounts, **changes)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    for text in amounts.values():
        assert f'value="{html.escape(text)}"' in answer.text or "\x00" in text
    assert count(Award) == 0
    assert count(Deliberation) == 0


def test_a_sum_with_a_no_break_space_and_a_comma_is_read(clerk, files, share):
    assert vote(clerk, files, {1: f"1{NBSP}200,50"}).status_code == 200
    assert share(1) == (120_050, 0, 0, 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "payment_order", "cents": "1000,01"}, "il reste 1 000,00 € voté et non mandaté"),
        ({"kind": "payment", "cents": "1"}, "il reste 0,00 € mandaté et non payé"),
        ({"kind": "repayment", "cents": "1", "reason": "trop"}, "il reste 0,00 € payé et non reversé"),
        ({"kind": "release", "cents": "1"}, "Dites pourquoi, en une phrase."),
        ({"kind": "release", "cents": "0", "reason": "x"}, "Écrivez une somme au-dessus de zéro."),
        ({"kind": "allocation", "cents": "1"}, "à revoir"),
        ({"kind": "payment_order", "cents": ""}, "Écrivez une somme"),
    ],
)
def test_a_step_too_far_comes_back_with_the_figure(clerk, files, share, fields, sentence):
    vote(clerk, files, {1: "1000"})
    address = f"{DESK}/dossiers/2026-0001"
    answer = clerk.post(address, data=hidden(clerk.get(address)) | fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert share(1) == (100_000, 0, 0, 0)


def test_one_award_is_ordered_paid_and_partly_paid_back(clerk, files, share):
    vote(clerk, files, {1: "1000"})
    address = f"{DESK}/dossiers/2026-0001"
    for kind, cents in (("payment_order", "600"), ("payment", "600"), ("repayment", "50,5"), ("release", "400")):
        fields = hidden(clerk.get(address)) | {"kind": kind, "cents": cents, "reason": "Sortie annulée"}
        assert clerk.post(address, data=fields).status_code == 302
    assert share(1) == (60_000, 60_000, 60_000, 5_050)


def test_credits_change_with_a_reason_and_never_below_what_is_committed(clerk, files, figures):
    vote(clerk, files, {1: "1000"})
    general, earmarked = figures()
    address = f"{DESK}/credits"
    fields = {"envelope": general.id, "way": "take", "cents": "9 000,01", "reason": "DM n° 1"}
    answer = clerk.post(address, data=hidden(clerk.get(address)) | fields)
    assert answer.status_code == 422
    assert "9 000,00 € seulement ne sont pas encore engagés" in text_of(answer)
    assert clerk.post(address, data=hidden(clerk.get(address)) | fields | {"cents": "9 000"}).status_code == 302
    address = f"{DESK}/virement"
    fields = {"source": earmarked.id, "target": general.id, "cents": "1", "reason": "x"}
    answer = clerk.post(address, data=hidden(clerk.get(address)) | fields)
    assert "sont réservés" in text_of(answer)
    answer = clerk.post(address, data=hidden(clerk.get(address)) | fields | {"target": earmarked.id, "reason": ""})
    assert "Dites pourquoi" in text_of(answer)
    assert figures()[0].allocated == 100_000


def test_a_line_is_undone_by_another_with_its_reason(clerk, files, count):
    vote(clerk, files, {1: "1000"})
    press(clerk, f"{DESK}/mandats")
    number = count(LedgerEntry)
    address = f"{DESK}/journal/{number}"
    assert clerk.post(address, data=hidden(clerk.get(address)) | {"reason": " "}).status_code == 422
    assert clerk.post(address, data=hidden(clerk.get(address)) | {"reason": "Mauvais RIB"}).status_code == 302
    answer = clerk.post(address, data=hidden(clerk.get(address)) | {"reason": "encore"})
    assert "est déjà annulée" in text_of(answer)
    assert "annule la ligne" in text_of(clerk.get(f"{DESK}/journal"))
    assert clerk.get(f"{DESK}/journal/1").status_code == 200
    assert clerk.get(f"{DESK}/journal/999").status_code == 404


def test_credits_are_opened_from_the_desk(app, signed_in, figures):
    with app.app_context():
        db.session.add(plain_call())
        db.session.commit()
    clerk = signed_in("agent@port-leon.example", "staff")
    assert "48 000,00 €" in text_of(clerk.get(DESK))
    assert "Les crédits sont ouverts." in text_of(press(clerk, f"{DESK}/ouvrir"))
    assert [each.allocated for each in figures()] == [4_800_000, 3_200_000]
    fields = hidden(clerk.get(f"{DESK}/credits"))
    said = text_of(clerk.post(f"{DESK}/plafond", data=fields, follow_redirects=True))
    assert "Aucun dossier recevable n’attend" in said


@pytest.mark.parametrize(
    "page", ["", "/vote", "/credits", "/virement", "/journal", "/journal?page=0", "/journal?page=x"]
)
def test_every_page_of_the_desk_opens_and_what_does_not_exist_is_not_found(clerk, page):
    assert clerk.get(f"{DESK}{page}").status_code == 200
    assert clerk.get(f"/gestion/budget/1850{page}").status_code == 404
    assert clerk.get(f"{DESK}/dossiers/2026-9999").status_code == 404


@pytest.mark.parametrize("address", ["/budget/{}", "/gestion/budget/{}", "/gestion/budget/2026/journal/{}"])
def test_a_number_too_large_for_a_database_is_not_found(clerk, address):
    for number in (0, 10**6, 10**12, 10**30):
        assert clerk.get(address.format(number)).status_code == 404


NASTY = ["", "\x00", "😀" * 300, "\u202eabc", "-1", "9" * 400, "31/02/2026", "<script>", "' OR 1=1 --", "\ud800"]


@pytest.mark.parametrize(
    "page", ["/ouvrir", "/plafond", "/vote", "/mandats", "/paiements", "/credits", "/virement", "/journal/1",
             "/dossiers/2026-0001"],
)  # fmt: skip
def test_nothing_typed_breaks_a_form_nor_half_does_it(clerk, files, figures, page):
    vote(clerk, files, {1: "100"})
    before = figures()
    token = hidden(clerk.get(f"{DESK}/vote"))["csrf_token"]
    names = ("once", "number", "voted_on", "envelope", "way", "source", "target", "cents", "reason", "act", "kind")
    prefixed = ("order-once", "order-act", "pay-once", "pay-act", amount_field(files[2]))
    for nasty in NASTY:
        typed = nasty.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if nasty == "\ud800" else nasty
        answer = clerk.post(f"{DESK}{page}", data={"csrf_token": token} | dict.fromkeys((*names, *prefixed), typed))
        assert answer.status_code in {200, 302, 422}, (page, nasty)
    assert figures() == before


@pytest.mark.parametrize("address", [DESK, f"{DESK}/vote", f"{DESK}/journal", "/budget/2026"])
def test_a_page_asks_the_database_as_often_for_many_files_as_for_few(app, clerk, files, address):
    vote(clerk, files, {1: "100"})
    few = asked(app, clerk, address)
    with app.app_context():
        year = Year(call_of_year(2026), ensure_person("agent@port-leon.example"))
        for number in range(10, 50):
            year.ask(number, 10_000, priority=number % 2 == 0)
    assert asked(app, clerk, address) == few <= (12 if address == DESK else 15)


@pytest.mark.parametrize("address", [DESK, "/budget/2026"])
def test_the_desk_asks_as_much_after_twenty_two_years_of_fifty_projects(app, clerk, files, address):
    vote(clerk, files, {1: "100"})
    few = asked(app, clerk, address)
    with app.app_context():
        for back in range(1, 22):
            a_past_year(2026 - back)
        db.session.commit()
        year = Year(call_of_year(2026), ensure_person("agent@port-leon.example"))
        for number in range(10, 54):
            year.ask(number, 10_000, priority=number % 2 == 0)
    assert asked(app, clerk, address) == few <= (12 if address == DESK else 15)


def a_past_year(number):
    """Keep a year of fifty voted projects, as past grants are kept."""
    call = make_call(number)
    act = Deliberation(call_id=call.id, number=str(number), voted_on=call.council_on)
    db.session.add(act)
    db.session.flush()
    who = db.session.query(Association).first()
    same = {"call_id": call.id, "association_id": who.id, "title": "Un projet"}
    projects = [{"slug": f"{number}-{place}", **same} for place in range(50)]
    ids = db.session.scalars(sa.insert(Project).returning(Project.id), projects).all()
    votes = [{"project_id": project, "deliberation_id": act.id, "voted_cents": 150_000} for project in ids]
    db.session.execute(sa.insert(Award), votes)


def asked(app, client, address):
    """Count the statements of one page."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len([each for each in seen if each.lstrip().upper().startswith("SELECT")])


@pytest.mark.usefixtures("files")
def test_before_the_vote_everybody_reads_the_computation_without_the_sums_of_each(app, client):
    assert "Le calcul se fait le 20 octobre 2026" in text_of(client.get("/budget/2026"))
    app.test_cli_runner().invoke(args=["awards", "settle", "2026"])
    said = text_of(client.get("/budget/2026"))
    assert "6 projets demandent ensemble 13 800,00 €" in said
    assert "2 000,00 €" in said
    assert "seul le vote du conseil attribue une aide" in said
    assert "Les Amis" not in said
    assert client.get("/budget/2026/partage.json").status_code == 404


def test_after_the_vote_everybody_reads_who_receives_what_and_can_compute_again(app, client, clerk, files):
    app.test_cli_runner().invoke(args=["awards", "settle", "2026"])
    vote(clerk, files, {1: "2000", 2: "1 666,67"})
    assert client.get("/budget/2026/partage.json").status_code == 404, "four files still wait for their vote"
    vote(clerk, files, dict.fromkeys((3, 4, 5, 6), "1000"), number="2026-119")
    said = re.sub(r"\s+", " ", text_of(client.get("/budget/2026")))
    assert "Les Amis n° 2 1 1 666,67 €" in said
    assert "Délibération n° 2026-118 du 20 novembre 2026" in said
    kept = json.loads(client.get("/budget/2026/partage.json").text)
    assert dict(replay(kept["inputs"]).awarded) == kept["results"]["awarded"]
    assert "November" in text_of(client.get("/en/budget/2026"))
    assert client.get("/budget/1850").status_code == 404


def test_this_year_has_its_page_before_any_call(client, year_now):
    assert "Aucun appel n’est encore ouvert" in text_of(client.get(f"/budget/{year_now}"))
    assert client.get(f"/budget/{year_now - 1}").status_code == 404


@pytest.fixture
def year_now():
    return now().year


@pytest.mark.usefixtures("files")
def test_past_grants_have_their_page_without_envelopes(app, client):
    with app.app_context():
        past = plain_call()
        past.year, past.imported = 2017, True
        association = Association(name="Le Volant")
        for number in range(7):
            act = Deliberation(call_id=0, number=f"2017-{number}", voted_on=past.opens_on)
            project = Project(slug=f"past-{number}", call=past, association=association, title="Aide")
            db.session.add(project)
            db.session.flush()
            act.call_id = past.id
            db.session.add(Award(project=project, deliberation=act, voted_cents=100_050))
        db.session.commit()
    said = re.sub(r"\s+", " ", text_of(client.get("/budget/2017")))
    assert "7 003,50 € votés" in said.replace("votés 7 003,50 €", "7 003,50 € votés")
    assert "Les 7 délibérations" in said
    assert "Le Volant 7 7 003,50 €" in said


def test_a_year_without_credits_has_its_page(app, client):
    with app.app_context():
        db.session.add(plain_call())
        db.session.commit()
    assert "ne sont pas encore ouverts" in text_of(client.get("/budget/2026"))
    assert client.get("/budget/2031").status_code == 404


def test_the_desk_says_when_a_computation_no_longer_holds(clerk, app):
    told = "depuis le calcul du plafond commun"
    with app.app_context():
        services.settle(call_of_year(2026), "person:1")
        db.session.commit()
    assert told not in clerk.get(DESK).text
    with app.app_context():
        gone = db.session.scalars(sa.select(Application).where(Application.state == "receivable")).first()
        gone.state = "withdrawn"
        db.session.commit()
    assert told in clerk.get(DESK).text
