"""A real server, and sixteen hands on the same button."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Barrier
from time import monotonic, sleep
from urllib.parse import urlencode

from grants.accounts.services import ensure_person, open_session
from grants.applications import services
from grants.applications.models import Application, ApplicationEvent
from grants.calls.models import Call
from grants.db import db
from grants.mail import OutboxMail
from grants.projects.models import Project
from tests.applications.conftest import WHOLE

HANDS = 16
PATIENCE = 60
ANSWERS = {key: value for screen in WHOLE.values() for key, value in screen.items()}
HOUSE = Path(__file__).resolve().parents[2]


@contextmanager
def served(app, var, *, papers=True):
    """Serve the application's database by gunicorn, two processes; yield the port.

    Without papers the server is that of a machine that lacks the PDF engine: presses meet sooner and oftener.
    """
    with closing(socket.socket()) as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    environ = os.environ | {
        "GRANTS_ENV": "testing",
        "GRANTS_VAR": str(var),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "GRANTS_BIND": f"127.0.0.1:{port}",
        "GRANTS_WORKERS": "2",
        "GRANTS_THREADS": str(HANDS // 2),
    }
    if not papers:
        lacking = Path(var) / "lacking"
        lacking.mkdir()
        (lacking / "weasyprint.py").write_text("raise OSError('no engine')\n", encoding="utf-8")
        environ["PYTHONPATH"] = str(lacking)
    command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.conf.py", "wsgi:app"]
    server = subprocess.Popen(command, cwd=HOUSE, env=environ)  # noqa: S603 - our own server
    try:
        until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def until_it_answers(port):
    end = monotonic() + PATIENCE
    while monotonic() < end:
        with suppress(OSError, HTTPException):
            if ask(port, "GET", "/healthz")[0] == 200:
                return
        sleep(0.1)
    message = "the server does not answer"
    raise AssertionError(message)


def ask(port, method, path, cookie="", data=None):
    """Return status, headers and text of one request."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        headers = {"Host": "localhost", "Cookie": cookie}
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(data) if data is not None else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def written_drafts(app, call, number):
    """Write whole drafts of one person; return their names with their versions, and a sign-in cookie."""
    with app.app_context():
        person, found = ensure_person("ana@example.org"), []
        call = db.session.get(Call, call.id)
        for _ in range(number):
            draft = services.start_draft(call, person)
            saved = services.save(draft, ANSWERS, {})
            assert not saved.clashes
            found.append((draft.public_id, saved.version))
        token, _ = open_session("ana@example.org", "fr", 1)
        db.session.commit()
        return found, f"grants={token}"


def with_token(port, cookie):
    """Return the cookies with that of the form, and its token."""
    _, headers, text = ask(port, "GET", "/mon-espace", cookie)
    form = headers["Set-Cookie"].partition(";")[0]
    return f"{cookie}; {form}", re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)[1]


def press(port, cookie, token, draft):
    """Press “send” with all hands at once; return the statuses."""
    public_id, version = draft
    start = Barrier(HANDS)

    def hand(_):
        start.wait()
        data = {"csrf_token": token, "version": version}
        return ask(port, "POST", f"/dossiers/{public_id}/envoyer", cookie, data)[0]

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(hand, range(HANDS)))


def tally(app):
    """Count what the town holds: files sent, numbers, sendings, public pages, acknowledgements, and their numbers."""
    with app.app_context():
        sent = db.session.query(Application.number).filter(Application.sent_at.is_not(None)).all()
        mails = db.session.query(OutboxMail.subject).filter(OutboxMail.subject.contains("bien reçu")).all()
        return {
            "sent": len(sent),
            "numbers": len({number for (number,) in sent}),
            "sendings": db.session.query(ApplicationEvent).filter_by(kind="submitted").count(),
            "pages": db.session.query(Project).count(),
            "acknowledgements": len(mails),
            "acknowledged": len({subject for (subject,) in mails}),
        }
