"""Letters: holding letters before two months run out, notifications after the vote; each once, each printed again."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import pypdf
import pytest
import time_machine

from grants.accounts.services import ensure_person
from grants.applications.models import Application, ApplicationEvent
from grants.applications.services.writers import add_writer
from grants.budget import queries, services
from grants.budget.models import Award, SilenceNotice
from grants.budget.services import Vote
from grants.calls.queries import call_of_year
from grants.db import db
from grants.jobs import current_jobs
from tests.budget.conftest import make_year
from tests.budget.test_pages import DESK, hidden, text_of

WAITING, NOTICES = f"{DESK}/attente", f"{DESK}/notifications"
SENT = datetime(2026, 9, 15, 12, tzinfo=UTC)
LIMIT, WARN = date(2026, 11, 15), date(2026, 11, 1)


@pytest.fixture
def files(app):
    """Return ids by number: files sent on 15 September, the second in English, the third without an e-mail."""
    with app.app_context(), time_machine.travel(SENT):
        year = make_year()
        for number in (1, 2, 3):
            file = year.ask(number, 230_000)
            file.sent_at = SENT
            address = "" if number == 3 else f"asso{number}@example.org"
            file.answers = {
                "name": f"Les Amis n° {number}",
                "contact_name": "Ana Le Goff",
                "contact_email": address,
                "address": "1 rue du Port\n29999 Port-Léon",
                "in_kind": "une salle" if number == 2 else "",
                "title": f"Projet {number}",
                "iban": "FR7630006000011234567890189" if number == 2 else "",
            }
            if number == 2:
                file.person = ensure_person("asso2@example.org")
                file.person.language = "en"
                add_writer(file, file.person)
        year.files["2026-0002"].in_kind_cents = 5_000
        db.session.commit()
        return {number: year.files[f"2026-{number:04}"].id for number in (1, 2, 3)}


@pytest.fixture
def travel(files):
    """Return what takes one to a day at noon."""
    assert files
    with time_machine.travel(datetime(2026, 11, 3, 12, tzinfo=UTC), tick=False) as traveller:
        yield lambda day: traveller.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


@pytest.fixture
def clerk(travel, signed_in):
    assert travel
    return signed_in("agent@port-leon.example", "staff")


def said(answer):
    return re.sub(r"\s+", " ", text_of(answer))


def send(client, page, **fields):
    return client.post(page, data=hidden(client.get(page)) | fields, follow_redirects=True)


def pages(answer):
    assert answer.status_code == 200
    reader = pypdf.PdfReader(io.BytesIO(answer.data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return [re.sub(r"\s+", " ", page.extract_text()).replace("- ", "-") for page in reader.pages]


def events(app, kind):
    with app.app_context():
        rows = db.session.query(ApplicationEvent).filter_by(kind=kind).order_by(ApplicationEvent.id)
        return [(each.application_id, each.details["on"]) for each in rows]


def vote(app, files, amounts):
    with app.app_context():
        call = call_of_year(2026)
        by_file = {files[number]: cents for number, cents in amounts.items()}
        services.record_vote(call, Vote("2026-118", date(2026, 11, 2), by_file), ensure_person("a@port-leon.example"))
        db.session.commit()


def test_the_desk_warns_two_weeks_before_the_limit_and_not_a_day_earlier(app, files, travel):
    with app.app_context():
        call = call_of_year(2026)
        for day, number in ((date(2026, 10, 31), 0), (WARN, 3), (date(2026, 11, 16), 3)):
            assert len(queries.near_limit(call, day)) == number
        waiting = queries.waiting_files(call)
        assert {(each.received_on, each.silence_on, each.warn_on) for each in waiting} == {(SENT.date(), LIMIT, WARN)}
    assert files
    assert travel


def test_the_alert_stands_on_both_desks(clerk):
    for page in (DESK, "/gestion/"):
        words = said(clerk.get(page))
        assert "3 dossiers sans réponse voient leurs deux mois finir, le premier le 15 novembre 2026." in words


def test_holding_letters_leave_once_and_can_be_printed_again(app, clerk, files, outbox):
    words = said(send(clerk, WAITING, day="03/11/2026", whom="near"))
    assert "3 lettres sont notées comme parties" in words
    assert events(app, "holding_letter") == [(files[number], "2026-11-03") for number in (1, 2, 3)]
    letters = [mail for mail in outbox.all() if mail.template == "holding_letter"]
    assert [mail.recipient for mail in letters] == ["asso1@example.org", "asso2@example.org"]
    assert "15 novembre 2026" in letters[0].text
    assert "implicit refusal" in letters[1].text
    printed = pages(clerk.get(f"{WAITING}/lettres.pdf"))
    assert len(printed) == 3
    assert "Les Amis n° 1 Ana Le Goff 1 rue du Port 29999 Port-Léon Le 3 novembre 2026" in printed[0]
    assert "Your request no. 2026-0002" in printed[1]
    assert len(pages(clerk.get(f"{WAITING}/lettres.pdf?dossier=2026-0003"))) == 1
    assert "sans réponse voient" not in said(clerk.get(DESK))
    assert "Lettre d’attente partie" in said(clerk.get("/gestion/dossiers/file-1"))


def test_a_second_clerk_sends_nothing_twice(app, clerk, signed_in, outbox):
    other = signed_in("autre@port-leon.example", "staff")
    fields = hidden(other.get(WAITING)) | {"day": "03/11/2026", "whom": "all"}
    send(clerk, WAITING, day="03/11/2026", whom="near")
    before = len(outbox.all())
    assert "C’était déjà fait" in said(other.post(WAITING, data=fields, follow_redirects=True))
    assert len(outbox.all()) == before
    with app.app_context():
        assert db.session.query(SilenceNotice).count() == 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "04/11/2026"}, "Le 4 novembre 2026 n’est pas encore passé"),
        ({"day": ""}, "Écrivez le jour où les lettres partent."),
        ({"day": "bientôt"}, "Écrivez une date comme"),
        ({"day": "03/11/2026", "whom": "x"}, "à revoir"),
    ],
)
def test_a_day_that_cannot_be_comes_back(app, clerk, fields, sentence):
    answer = send(clerk, WAITING, **{"whom": "near"} | fields)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert events(app, "holding_letter") == []


def test_staff_are_told_once_by_mail(app, travel, outbox):
    for day in (date(2026, 10, 31), WARN, WARN, date(2026, 11, 2)):
        travel(day)
        with app.app_context():
            current_jobs().run_daily()
    told = [mail for mail in outbox.all() if mail.template == "silence_warning"]
    assert len(told) == 1
    assert told[0].recipient == "enviedefaire@port-leon.example"
    assert "finissent bientôt : 3. Le premier finit le 15 novembre 2026." in told[0].text.replace("\u00a0", " ")


def test_notifications_leave_in_one_batch_and_start_the_clock(app, clerk, files, outbox):
    vote(app, files, {1: 230_000, 2: 100_050, 3: 50_000})
    words = said(send(clerk, NOTICES, day="03/11/2026"))
    assert "3 lettres sont notées comme parties" in words
    with app.app_context():
        assert {each.notified_on for each in db.session.query(Award)} == {date(2026, 11, 3)}
    assert len(events(app, "notified")) == 3
    mails = [mail for mail in outbox.all() if mail.template == "application_notified"]
    assert [mail.recipient for mail in mails] == ["asso1@example.org", "asso2@example.org"]
    first, second, third = pages(clerk.get(f"{NOTICES}/lettres.pdf"))
    assert "une aide de 2 300,00 € (deux-mille-trois-cents euros)" in first
    assert "délibération n° 2026-118 du 2 novembre 2026" in first
    assert "Il nous manque votre IBAN" in first
    assert "La somme est virée au plus tard le 2 janvier 2027." in first
    assert "by 2 January 2027, sixty days after this letter" in second or "January 2, 2027, sixty days" in second
    assert "tribunal administratif de Rennes" in first
    assert "€1,000.50 (one thousand euros and fifty cents)" in second
    assert "Help in kind: une salle. Its value is €50.00 (fifty euros)." in second
    assert "cinq-cents euros" in third
    assert pages(clerk.get(f"{NOTICES}/lettres.pdf?dossier=2026-0003")) == [third]
    assert clerk.get(f"{NOTICES}/lettres.pdf?dossier=zzz").status_code == 404
    assert "à notifier" not in said(clerk.get(NOTICES))


def test_help_in_kind_alone_is_worded_too(app, clerk, files):
    with app.app_context():
        file = db.session.get(Application, files[2])
        file.requested_cents, file.person.language = 0, "fr"
        db.session.commit()
    vote(app, files, {2: 0})
    (letter,) = pages(clerk.get(f"{NOTICES}/lettres.pdf"))
    assert "le conseil a voté l’aide en nature demandée" in letter
    assert "virée" not in letter


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("01/11/2026", "n° 2026-118 est du 2 novembre 2026 : une lettre ne peut pas la notifier avant"),
        ("31/12/2026", "n’est pas encore passé"),
        ("x", "Écrivez une date comme"),
    ],
)
def test_a_notification_that_cannot_be_leaves_nothing_half_done(app, clerk, files, day, sentence):
    vote(app, files, {1: 230_000, 2: 100_000})
    answer = send(clerk, NOTICES, day=day)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert f'value="{day}"' in answer.text
    assert events(app, "notified") == []
    with app.app_context():
        assert {each.notified_on for each in db.session.query(Award)} == {None}


def test_hostile_names_stay_in_their_window(app, clerk, files):
    with app.app_context():
        for number, text in ((1, "<b>&" * 130), (2, "\u05d0" * 500), (3, "mot " * 120)):
            file = db.session.get(Application, files[number])
            file.association.name, file.project.title = text, text
            file.answers = {"name": text, "contact_name": text, "address": "ligne\n" * 60 + "\u202e"}
        db.session.commit()
    assert len(pages(clerk.get(f"{WAITING}/lettres.pdf"))) == 3
    vote(app, files, dict.fromkeys((1, 2, 3), 100))
    printed = pages(clerk.get(f"{NOTICES}/lettres.pdf"))
    assert len(printed) == 3
    assert "<b>&<b>&" in printed[0]


def test_letters_are_for_staff(client, signed_in, files):
    assert files
    member = signed_in("ana@example.org")
    for page in (WAITING, NOTICES, f"{WAITING}/lettres.pdf", f"{NOTICES}/lettres.pdf"):
        assert client.get(page).status_code == 302
        assert member.get(page).status_code == 403


def correct(client, **typed):
    action = f"{NOTICES}/corriger"
    fields = {"number": "2026-0001", "day": "02/11/2026", "reason": "Lettres parties la veille"} | typed
    sent = hidden(client.get(NOTICES), action) | {f"correction-{name}": text for name, text in fields.items()}
    return client.post(action, data=sent, follow_redirects=True)


def test_a_wrong_date_is_corrected_with_its_reason(app, clerk, files, outbox):
    vote(app, files, {1: 230_000, 2: 100_000})
    assert "corriger" not in clerk.get(NOTICES).text
    send(clerk, NOTICES, day="03/11/2026")
    before = len(outbox.all())
    assert "La date est corrigée." in said(correct(clerk))
    assert "C’était déjà fait" in said(correct(clerk))
    assert len(outbox.all()) == before
    with app.app_context():
        days = [each.notified_on for each in db.session.query(Award).order_by(Award.application_id)]
        assert days == [date(2026, 11, 2), date(2026, 11, 3)]
        step = (
            db.session.query(ApplicationEvent).filter_by(kind="notified").order_by(ApplicationEvent.id.desc()).first()
        )
        assert step.details["reason"] == "Lettres parties la veille"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": "2026-0003"}, "Aucune lettre n’est partie pour le dossier 2026-0003."),
        ({"number": " "}, "Écrivez le numéro du dossier."),
        ({"reason": ""}, "Dites pourquoi, en une phrase."),
        ({"day": "01/11/2026"}, "une lettre ne peut pas la notifier avant"),
        ({"day": "01/01/2027"}, "n’est pas encore passé"),
    ],
)
def test_a_correction_that_cannot_stand_comes_back(app, clerk, files, typed, sentence):
    vote(app, files, {1: 230_000})
    send(clerk, NOTICES, day="03/11/2026")
    answer = correct(clerk, **typed)
    assert answer.status_code == 422
    assert sentence in said(answer)
    with app.app_context():
        assert db.session.query(Award).one().notified_on == date(2026, 11, 3)


def test_both_lists_leave_as_tables(app, clerk, files):
    vote(app, files, {1: 230_000})
    assert '"2026-0001";"Les Amis n° 1"' in clerk.get(f"{NOTICES}.csv").data.decode()
    assert '"2026-0002";"Les Amis n° 2"' in clerk.get(f"{WAITING}.csv").data.decode()
    for page in (NOTICES, WAITING):
        assert clerk.get(f"{page}.ods").data[:2] == clerk.get(f"{page}.xlsx").data[:2] == b"PK"
