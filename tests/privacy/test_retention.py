"""What is kept ends in time: two warnings, then accounts and drafts go; files wait for the visa of the archives."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, select

from grants.accounts.models import Person
from grants.accounts.services import ensure_person
from grants.applications.models import Application, FileWriter, Message
from grants.applications.services import Words, write
from grants.audit import AuditEntry, verify_audit
from grants.budget.models import LedgerEntry, Payee
from grants.budget.queries.ledger import verify_ledger
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.retention import CLOCKS
from grants.mail import OutboxMail
from grants.opendata.export import export
from grants.privacy import services
from grants.privacy.models import Disposal
from grants.privacy.queries import ending
from grants.privacy.services import ending as mornings

pytestmark = pytest.mark.one_database
UNUSED = "jamais@oubli.example"
PRIVATE = "Le numéro de la trésorière est 06 98 76 54 32"


@pytest.fixture
def year(app, var_folder):
    """Give a year that was voted, with a draft nobody sends, an account nobody opens, a message with a paper."""
    kept, used = var_folder / "voted.sqlite3", var_folder / "grants.sqlite3"
    if not kept.exists():
        load(app)
        shutil.copy(used, kept)
    with app.app_context():
        db.engine.dispose()
    shutil.copy(kept, used)
    with app.app_context():
        return db.session.scalars(select(Application.number).join(Message)).one()


def load(app):
    run = app.test_cli_runner().invoke
    assert run(args=["demo", "load", "--projects", "4", "--stage", "voted"]).exit_code == 0
    with app.app_context():
        db.session.execute(delete(Message))
        ensure_person(UNUSED)
        paid = db.session.scalars(select(Application).where(Application.state == "voted")).first()
        writer = db.session.scalars(select(FileWriter).where(FileWriter.application_id == paid.id)).first().person
        write(paid, writer, "applicant", Words(PRIVATE, [("rib.pdf", b"%PDF-1.4 the account")]))
        draft = Application(public_id="d" * 12, call_id=paid.call_id, state="draft", answers={"title": "Un rêve"})
        db.session.add(draft)
        db.session.flush()
        db.session.add(FileWriter(application_id=draft.id, person_id=ensure_person("elle@oubli.example").id))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def morning(app, day):
    """Do what a morning does for the clocks."""
    five = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=5)
    with time_machine.travel(five, tick=False), app.app_context():
        for work in (mornings.watch_clocks, services.finish_disposals):
            for _ in work():
                db.session.commit()
            db.session.commit()
        db.session.remove()


def mails(app, template):
    with app.app_context():
        return [(each.recipient, each.text) for each in db.session.query(OutboxMail).filter_by(template=template)]


def there(app, what):
    with app.app_context():
        return len(db.session.scalars(what).all())


ACCOUNT = select(Person.id).where(Person.email == UNUSED)
DRAFT = select(Application.id).where(Application.public_id == "d" * 12)


@pytest.mark.usefixtures("year")
def test_an_unused_account_and_a_draft_are_warned_twice_then_go_and_coming_back_keeps_them(app):
    today = now().date()
    for days, warned, left in ((1034, 0, 1), (1035, 1, 1), (1036, 1, 1), (1079, 1, 1), (1080, 2, 1), (1094, 2, 1)):
        morning(app, today + timedelta(days=days))
        assert len([to for to, _ in mails(app, "account_ending") if to == UNUSED]) == warned, days
        assert there(app, ACCOUNT) == left, days
    # the draft ends sooner (730 days), and was late to be warned of: each of its warnings has its days
    assert len(mails(app, "draft_ending")) == 2
    assert "connectez-vous" in mails(app, "account_ending")[0][1]
    morning(app, today + timedelta(days=1095))
    assert (there(app, ACCOUNT), there(app, DRAFT)) == (0, 0)
    with app.app_context():
        acts = set(db.session.scalars(select(AuditEntry.act)))
        assert {"clock_warned", "draft_forgotten", "person_erased"} <= acts
        verify_audit()


@pytest.mark.usefixtures("year")
def test_who_signs_in_after_a_warning_stays_and_is_warned_anew_years_later(app):
    today = now().date()
    morning(app, today + timedelta(days=1040))
    with app.app_context():
        db.session.scalars(select(Person).where(Person.email == UNUSED)).one().seen_at = now() + timedelta(days=1041)
        db.session.commit()
    for days in (1080, 1095, 1200):
        morning(app, today + timedelta(days=days))
    assert there(app, ACCOUNT) == 1
    assert len([to for to, _ in mails(app, "account_ending") if to == UNUSED]) == 1
    morning(app, today + timedelta(days=1041 + 1040))
    assert len([to for to, _ in mails(app, "account_ending") if to == UNUSED]) == 2


def late(app):
    """Go eleven years on: the files were warned of twice, and their time is over."""
    with app.app_context():
        last = max(each.since for clock in CLOCKS if clock.visa for each in ending(clock, date(2060, 1, 1)))
    end = last.replace(year=last.year + 10) + timedelta(days=1)
    for day in (end - timedelta(days=60), end - timedelta(days=14), end + timedelta(days=2)):
        morning(app, day)
    return end + timedelta(days=2)


def papers(app):
    with app.app_context():
        rows = [*db.session.scalars(select(Message.text)), *db.session.scalars(select(Payee.iban))]
        answers = [str(each) for each in db.session.scalars(select(Application.answers))]
        return " ".join([*rows, *answers])


def books(app, folder):
    """Return what is public and permanent: the published awards, and every line of the ledger."""
    with app.app_context():
        export(folder)
        lines = [tuple(row) for row in db.session.execute(select(LedgerEntry.__table__).order_by(LedgerEntry.id))]
        verify_ledger()
        verify_audit()
    names = ("subventions.csv", "360giving.json", "projects.json")
    return lines, {name: (folder / name).read_text("utf-8").replace("\r", "") for name in names}


def signed(number, day):
    disposal = db.session.scalars(select(Disposal).where(Disposal.number == number)).one()
    services.sign(disposal, services.Visa("Jeanne Le Bris, directrice des archives", "AD-29-118", day), "person:1")
    services.start(disposal, "person:1")
    db.session.commit()


def test_files_whose_time_is_over_are_told_listed_and_stay_until_the_archives_sign(app, year, tmp_path):
    before, _ = books(app, tmp_path / "before")
    day = late(app)
    assert mails(app, "files_ending")
    with time_machine.travel(datetime.combine(day, datetime.min.time(), UTC), tick=False):
        open_before = books(app, tmp_path / "late")[1]
        with app.app_context():
            made = services.prepare("aided", "destroy", "person:1")
            number, count = made.number, len(made.lines)
            db.session.commit()
            with pytest.raises(RuleError, match="nothing_ended"):
                services.prepare("aided", "destroy", "person:1")
            with pytest.raises(RuleError, match="no_visa"):
                services.start(db.session.get_one(Disposal, made.id), "person:1")
            with pytest.raises(RuleError, match="no_visa"):
                list(services.carry_out(number))
            db.session.rollback()
        assert PRIVATE in papers(app)
        with app.app_context():
            signed(number, day)
            work = services.carry_out(number)
            next(work)
            db.session.commit()  # the machine stops here; the next morning goes on
            db.session.remove()
    morning(app, day + timedelta(days=1))
    left = papers(app)
    assert PRIVATE not in left
    assert "FR76" not in left
    assert "contact_email" not in left
    assert year
    with time_machine.travel(datetime.combine(day, datetime.min.time(), UTC), tick=False):
        after, public = books(app, tmp_path / "after")
    assert after == before
    assert public == open_before
    with app.app_context():
        disposal = db.session.scalars(select(Disposal)).one()
        assert disposal.done_at
        assert [bool(each.done_at) for each in disposal.lines] == [True] * count
        done = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "file_disposed")).all()
        assert len(done) == count
    morning(app, day + timedelta(days=2))


def test_a_visa_that_nobody_asks_for_would_be_seen(app, year, monkeypatch):
    """Take the lock away: the list is carried out without a visa, the database itself says no, and then it is gone."""
    day = late(app)
    with time_machine.travel(datetime.combine(day, datetime.min.time(), UTC), tick=False), app.app_context():
        made = services.prepare("aided", "destroy", "person:1")
        db.session.commit()
        monkeypatch.setattr("grants.privacy.services.disposing.has_visa", lambda _disposal: True)
        for _ in services.carry_out(made.number):
            db.session.commit()
        db.session.commit()
        db.session.remove()
    assert PRIVATE not in papers(app)
    assert year


def unwatched(app, day):
    """Return the clocks that warn of nothing in a town where each has something to warn of."""
    morning(app, day)
    with app.app_context():
        warned = db.session.scalars(select(AuditEntry.details).where(AuditEntry.act == "clock_warned")).all()
    return {clock.key for clock in CLOCKS} - {each["clock"] for each in warned}


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("ignored", ["", "unaided"])
def test_every_clock_is_watched_and_one_ignored_would_be_seen(app, monkeypatch, ignored):
    with app.app_context():
        file = db.session.scalars(select(Application).where(Application.state != "draft")).first()
        alone = Application(public_id="u" * 12, call_id=file.call_id, state="withdrawn", answers={}, number="2000-1")
        db.session.add(alone)
        db.session.commit()
    monkeypatch.setattr(mornings, "CLOCKS", tuple(each for each in CLOCKS if each.key != ignored))
    assert unwatched(app, date(2060, 1, 1)) == ({ignored} if ignored else set())


def test_the_archives_take_a_whole_file_and_one_taken_off_the_list_stays(app, year, signed_in):
    day = late(app)
    with time_machine.travel(datetime.combine(day, datetime.min.time(), UTC), tick=False):
        with app.app_context():
            made = services.prepare("aided", "hand_over", "person:1")
            line = next(each for each in made.lines if each.file_number != year)
            services.take_off(line, "Un procès est en cours", "person:1")
            kept, number = line.file_number, made.number
            db.session.commit()
        chief = signed_in("chef@port-leon.example", "admin")
        page = chief.get(f"/gestion/archives/{number}").text
        assert "Bordereau de versement" in page
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        wrong = chief.post(f"/gestion/archives/{number}/visa", data={"csrf_token": token, "visa_name": "Jeanne"})
        assert (wrong.status_code, "référence du visa" in wrong.text) == (422, True)
        visa = {"visa_name": "Jeanne", "visa_reference": "AD-1", "visa_on": day.isoformat(), "csrf_token": token}
        assert chief.post(f"/gestion/archives/{number}/visa", data=visa).status_code == 302
        taken = chief.post(f"/gestion/archives/{number}/versement.zip", data={"csrf_token": token})
        archive = zipfile.ZipFile(io.BytesIO(taken.data))
        told = json.loads(archive.read(f"dossiers/{year}/dossier.json"))
        assert PRIVATE in str(told["message"])
        assert not any(kept in name for name in archive.namelist())
        assert b"%PDF-1.4 the account" in [archive.read(each) for each in archive.namelist() if "pieces" in each]
        assert kept in chief.get(f"/gestion/archives/{number}.csv").text
        again = {"csrf_token": token, "again": number}
        assert chief.post(f"/gestion/archives/{number}/executer", data={**again, "again": "E"}).status_code == 422
        assert chief.post(f"/gestion/archives/{number}/executer", data=again).status_code == 302
        assert "exécuté" in chief.get(f"/gestion/archives/{number}").text
    with app.app_context():
        stays = db.session.scalars(select(Application).where(Application.number == kept)).one()
        assert "contact_email" in stays.answers


def test_the_command_tells_and_changes_nothing(app, year):
    with app.app_context():
        before = db.session.query(OutboxMail).count()
    told = app.test_cli_runner().invoke(args=["privacy", "clocks", "--on", "2045-01-01"])
    assert told.exit_code == 0, told.output
    assert year
    assert {line.split()[0] for line in told.output.splitlines()} >= {"account", "draft", "aided"}
    with app.app_context():
        assert db.session.query(OutboxMail).count() == before
    assert there(app, ACCOUNT) == 1
