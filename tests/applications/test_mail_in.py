"""Replies by mail: in the thread once, from those who were written to, whatever a mail server delivers."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from grants.accounts.models import Person
from grants.applications.models import Application, FileWriter, Message
from grants.applications.services import change_contact
from grants.db import db
from tests.applications.test_messages import PDF, say
from tests.applications.test_staff import STAFF
from tests.mail.test_outbox import free_port

pytestmark = pytest.mark.one_database

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(app, writer, signed_in):
    """Return somebody of the town, where replies come back by mail."""
    writer.fill().send()
    settings = app.extensions["settings"]
    app.extensions["settings"] = type(settings)(
        **{name: getattr(settings, name) for name in settings.__slots__} | {"reply_by_mail": True}
    )
    yield signed_in(STAFF, "staff")
    app.extensions["settings"] = settings


@pytest.fixture
def address(desk, writer, outbox):
    """Return the address at which the writer answers the town's first message."""
    say(desk, f"/gestion{writer.home}", "Quel jour ?")
    return outbox.last_to("ana@example.org").reply_to


def reply(address, text="Le 3 mai.", sender="ana@example.org", **heads):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, address, "Re: Dossier"
    message["Message-ID"] = heads.pop("message_id", "<reply-1@example.org>")
    for name, value in heads.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def deliver(app, message, *recipients):
    """Pipe a mail into the command, as a mail server does; return its status and its line."""
    raw = message if isinstance(message, bytes) else message.as_bytes()
    result = app.test_cli_runner().invoke(args=["mail", "receive", *recipients], input=raw)
    assert len(result.output.strip().splitlines()) == 1, result.output
    return result.exit_code, result.output.strip()


def messages(app):
    with app.app_context():
        found = db.session.query(Message).order_by(Message.id).all()
        return [(each.side, each.via, each.text, each.sender, [file.name for file in each.files]) for each in found]


def test_a_reply_enters_the_thread_once_and_is_told_to_the_town(app, address, writer, desk, outbox):
    mail = outbox.last_to("ana@example.org")
    assert "##- Répondez au-dessus de cette ligne -##" in mail.text
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    message = reply(address, f"Le 3 mai.\n\nLe 7 décembre, la ville a écrit :\n{quoted}\n")
    assert deliver(app, message)[0] == 0
    assert deliver(app, message, address)[0] == 0
    assert messages(app)[1:] == [("applicant", "mail", "Le 3 mai.", "ana@example.org", [])]
    assert len([mail for mail in outbox.all() if "vous écrit" in mail.subject]) == 1
    page = desk.get(f"/gestion{writer.home}").text
    assert "par e-mail" in page
    assert "Voir l’e-mail entier" in page
    assert "un message à lire" not in writer.client.get(writer.home).text, "who replies has read"


def test_the_town_answers_by_mail_from_its_own_addresses_alone(app, desk, writer, outbox):
    say(writer.client, writer.home, "Peut-on changer le jour ?")
    told = next(mail for mail in outbox.all() if "vous écrit" in mail.subject)
    status, line = deliver(app, reply(told.reply_to, "Non", sender="voleur@example.org", message_id="<a@b>"))
    assert (status, len(messages(app))) == (77, 1)
    assert "own addresses" in line
    assert deliver(app, reply(told.reply_to, "Oui.", sender=told.recipient, message_id="<b@b>"))[0] == 0
    assert deliver(app, reply(told.reply_to, "Bien sûr.", sender=STAFF, message_id="<c@b>"))[0] == 0
    assert [each[0] for each in messages(app)] == ["applicant", "town", "town"]
    assert "Bien sûr." in outbox.last_to("ana@example.org").text
    assert desk.get("/gestion/messages").status_code == 200


def test_files_are_taken_and_those_left_out_are_named(app, address, writer, outbox):
    message = reply(address)
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="relevé.pdf")
    message.add_attachment(b"MZ\x90", maintype="application", subtype="x-msdownload", filename="virus.exe")
    message.add_attachment(b"0" * 30_000_000, maintype="video", subtype="mp4", filename="film.mp4")
    assert deliver(app, message)[0] == 0
    assert messages(app)[1][2:] == ("Le 3 mai.", "ana@example.org", ["relevé.pdf"])
    page = writer.client.get(writer.home).text
    assert "virus.exe (genre non accepté)" in page
    assert "film.mp4 (plus de 5 Mo)" in page
    told = outbox.last_to("ana@example.org")
    assert "n’ont pas été repris" in told.subject
    assert "film.mp4" in told.text


def test_machines_and_our_own_mail_coming_back_are_left_aside(app, address, outbox):
    ours = outbox.last_to("ana@example.org").message_id
    for heads in (
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"message_id": ours},
        {"sender": app.extensions["settings"].mail_from},
    ):
        status, line = deliver(app, reply(address, **heads))
        assert status == 0
        assert "a machine wrote it" in line
    assert len(messages(app)) == 1


def test_an_address_forged_old_or_of_somebody_gone_is_answered_and_writes_nothing(app, address, writer):
    local, domain = address.split("@")
    forged = f"{local[:-2]}{'aa' if local[-2:] != 'aa' else 'bb'}@{domain}"
    for wrong in (forged, f"enviedefaire+x@{domain}", f"enviedefaire@{domain}", "ailleurs@example.org"):
        status, line = deliver(app, reply(wrong))
        assert (status, "answers no message" in line) == (67, True)
    with app.app_context():
        person = db.session.query(Person).filter_by(email="ana@example.org").one()
        file = db.session.query(Application).filter_by(public_id=writer.public_id).one()
        for membership in person.memberships:
            db.session.delete(membership)
        file.person_id = None
        db.session.query(FileWriter).delete()
        db.session.commit()
    assert deliver(app, reply(address))[0] == 67
    assert len(messages(app)) == 1


def test_a_contact_without_an_account_replies_until_the_contact_changes(app, desk, writer, outbox):
    with app.app_context():
        file = db.session.query(Application).filter_by(public_id=writer.public_id).one()
        contact = {"contact_name": "Bakari", "contact_email": "bakari@example.org"}
        change_contact(file, file.person, contact)
        db.session.commit()
    say(desk, f"/gestion{writer.home}", "Quel jour ?")
    address = outbox.last_to("bakari@example.org").reply_to
    assert deliver(app, reply(address, sender="bakari@example.org"))[0] == 0
    assert messages(app)[1][3] == "bakari@example.org"
    with app.app_context():
        file = db.session.query(Application).filter_by(public_id=writer.public_id).one()
        change_contact(file, file.person, contact | {"contact_email": "claire@example.org"})
        db.session.commit()
    assert deliver(app, reply(address, message_id="<2@x>"))[0] == 67


def test_rubbish_and_empty_mails_end_with_a_status_and_one_line(app, address):
    assert deliver(app, b"")[0] == 67
    assert deliver(app, bytes(range(256)) * 50)[0] == 67
    assert deliver(app, bytes(range(256)) * 50, address)[0] in {0, 65}
    assert deliver(app, reply(address, "\n \n"), address)[0] == 65
    nul = f"From: ana@example.org\nTo: {address}\nMessage-ID: <n\0@x>\n\nBon\0jour \ud800".encode(
        "utf-8", "surrogatepass"
    )
    assert deliver(app, nul)[0] == 0


def test_where_replies_are_not_set_up_a_mail_is_sent_back(app, writer):
    del writer
    status, line = deliver(app, reply("enviedefaire+x@port-leon.example"))
    assert status == 69
    assert "GRANTS_REPLY_BY_MAIL" in line


class Piper:
    """A mail server that pipes what it takes into the command, in a process of its own."""

    def __init__(self, environ):
        self.environ = environ

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "mail", "receive", *envelope.rcpt_tos]
        done = subprocess.run(  # noqa: ASYNC221, S603 - our own words, and one mail at a time
            command, input=envelope.content, env=self.environ, cwd=HOUSE, capture_output=True, check=False
        )
        return {0: "250 kept", 75: "451 later"}.get(done.returncode, f"550 {done.stderr.decode().strip()[-300:]}")


def test_a_real_conversation_with_a_mail_server_ends_in_the_thread(app, address, var_folder, database_url):
    environ = {
        **os.environ, "GRANTS_ENV": "testing", "GRANTS_VAR": str(var_folder), "DATABASE_URL": database_url,
        "GRANTS_REPLY_BY_MAIL": "yes",
    }  # fmt: skip
    server = Controller(Piper(environ), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", server.port) as smtp:
            smtp.send_message(reply(address, "Le 3 mai, à côté.\n"), "ana@example.org", [address])
            with pytest.raises(smtplib.SMTPDataError, match="answers no message"):
                smtp.send_message(reply("enviedefaire+zz@port-leon.example"), "ana@example.org")
    finally:
        server.stop()
    assert messages(app)[1][2] == "Le 3 mai, à côté."


def test_a_mail_made_to_keep_its_reader_busy_is_sent_back(app, address, monkeypatch):
    tangled = b"Content-Type: message/rfc822\n\n" * 3000 + b"Subject: a\n\nhi"
    monkeypatch.setattr("grants.applications.cli.SECONDS", 1)
    endless = b"To: " + b"a@b," * 50_000 + b"\n\nhi"
    for raw in (tangled, endless):
        status, said = deliver(app, raw, address)
        assert (status, said) == (65, "This mail is too tangled to be read.")
    assert len(messages(app)) == 1
