"""The demonstration's call for commons, beside the year's call: a few files, the last one still being written."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from grants.accounts.services import ensure_person
from grants.applications.services import Writer, reserve_number, save, send, start_draft
from grants.calls.queries import call_of_year
from grants.calls.schemes import scheme
from grants.calls.services import first_plan, open_call
from grants.db import db, now
from grants.mail import OutboxMail

if TYPE_CHECKING:
    from grants.applications.models import Application

COMMONS = "communs"
FILE = Path(__file__).with_name("communs.toml")


def load_commons(year: int) -> list[Application]:
    """Open a call for commons with the dates of the year's main call, and return its files; none without that call.

    The mails it would have sent are not kept.
    """
    main = call_of_year(year)
    if main is None:
        return []
    last_mail = db.session.scalar(select(func.max(OutboxMail.id))) or 0
    call = open_call(first_plan(scheme(COMMONS), main), scheme=COMMONS, territory=main.territory)
    files = []
    written: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["file"]
    for place, answers in enumerate(written, start=1):
        person = ensure_person(f"communs-{place}@port-leon.example", name=answers["contact_name"])
        file = start_draft(call, person, f"demo-{COMMONS}-{year}-{place}")
        signed = {"cer_signed": "yes", "consent": "yes"} if "cer_name" in answers else {}
        save(file, {**answers, **signed, "contact_email": person.email}, {}, Writer(author=person.email))
        day = call.opens_on + timedelta(days=3 * place)
        if place < len(written) and day < now().date():
            reserve_number(file)
            send(file, file.version, datetime.combine(day, time(10), UTC), person)
        files.append(file)
    db.session.execute(delete(OutboxMail).where(OutboxMail.id > last_mail))
    db.session.flush()
    return files
