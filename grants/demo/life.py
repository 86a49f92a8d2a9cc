"""What happens around the files of the demonstration: people who write together, a carrier's answer, messages."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from grants.accounts.services import ensure_person
from grants.applications.models import Application, ApplicationEvent
from grants.applications.queries.messages import APPLICANT, TOWN
from grants.applications.services import (
    PaperPlan,
    Words,
    answer_carrier,
    answer_link,
    invite_writer,
    start_paper,
    write,
)
from grants.db import db, now
from grants.mail import OutboxMail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grants.accounts.models import Person
    from grants.calls.models import Call

FILE = Path(__file__).with_name("life.toml")
TOGETHER = {0: "Nolwenn Le Bris", 7: "Karim Riou"}
"""Who writes a file too, by the order of the file in the call."""
WAIT = timedelta(hours=5)
AROUND_SENDING = ("writer_invited", "writer_joined", "typed", "carrier_asked", "carrier_yes")


@lru_cache
def _written() -> dict[str, Any]:
    """Return what is written in the file beside this one."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def is_paper(order: int) -> bool:
    """Tell whether the file of this order came on paper."""
    return bool(_written()["paper"]["order"] == order)


def type_in(call: Call, clerk: Person, asked_by: str) -> Application:
    """Open the file that staff type in from a paper form."""
    paper = _written()["paper"]
    received_on = min(call.opens_on + timedelta(days=2), now().date())
    return start_paper(call, clerk, PaperPlan(asked_by, paper["way"], paper["kept_at"], received_on))


def write_together(application: Application, order: int) -> None:
    """Let a second person write the file, if the file of this order has one."""
    name = TOGETHER.get(order)
    if name is None or application.person is None:
        return
    email = f"avec-{order}@port-leon.example"
    ensure_person(email, name=name)
    invite_writer(application, application.person, email)
    answer_link(_token("file_invitation", email), "fr")


def live(files: Sequence[Application], clerk: Person, *, voted: bool) -> None:
    """Have carriers answer and people write. Before the vote, the last carrier asked has not answered yet."""
    carried = [file for file in files if file.number and file.answers.get("carrier_email")]
    for file in carried if voted else carried[:-1] or carried:
        said = _written()["carrier"]
        token = _token("application_carrier", file.answers["carrier_email"])
        request = answer_carrier(token, "yes", (said["name"], said["role"]), said["words"], "")
        request.answered_at = _soon(file.sent_at, 1)
    for thread in _written()["thread"]:
        for file in files[thread["order"] : thread["order"] + 1]:
            if file.number and file.person is not None:
                _talk(file, file.person, clerk, thread["lines"], read=voted or thread["read"])
    _date_log([file.id for file in files if file.number])


def _date_log(ids: Sequence[int]) -> None:
    """Date what happened around the sending of these files on the day they were sent, not today."""
    sent_at = select(Application.sent_at).where(Application.id == ApplicationEvent.application_id).scalar_subquery()
    around = ApplicationEvent.kind.in_(AROUND_SENDING)
    db.session.execute(
        update(ApplicationEvent)
        .where(ApplicationEvent.application_id.in_(ids), around)
        .values(at=sent_at)
        .execution_options(synchronize_session=False)
    )


def _talk(file: Application, person: Person, clerk: Person, lines: Sequence[str], *, read: bool) -> None:
    """Write the lines of a thread in turn."""
    for turn, line in enumerate(lines):
        author, side = (clerk, TOWN) if turn % 2 else (person, APPLICANT)
        message = write(file, author, side, Words(line.replace(" :", "\u00a0:").replace(" ?", "\u00a0?")))
        message.at = _soon(file.sent_at, turn + 1)
        message.read_at = _soon(message.at, 1) if read or turn < len(lines) - 1 else None
    db.session.flush()


def _soon(instant: datetime | None, turns: int) -> datetime:
    """Return some hours later, and never tomorrow."""
    return min((instant or now()) + turns * WAIT, now() - timedelta(minutes=1))


def _token(template: str, recipient: str) -> str:
    """Read the secret of a link in the last mail of that kind to that address, as its reader would."""
    query = select(OutboxMail.text).where(OutboxMail.template == template, OutboxMail.recipient == recipient)
    text = db.session.scalar(query.order_by(OutboxMail.id.desc()).limit(1)) or ""
    found = re.search(r"/(?:porter|ecrire)/([\w-]+)", text)
    return found[1] if found else ""
