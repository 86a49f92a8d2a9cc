"""The reports of the demonstration: what became of each project, what it cost, what it gives in common."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from grants.accounts.services import ensure_person
from grants.applications.services import move_on
from grants.db import db, now
from grants.demo.pictures import table_from_above
from grants.domain.file import parse
from grants.domain.states import State
from grants.reports.models import ReportVersion
from grants.reports.queries import people_met
from grants.reports.services import add_photograph, close, draw, open_report, receive_on_paper, save, send

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grants.accounts.models import Person
    from grants.applications.models import Application
    from grants.domain.file import File
    from grants.reports.models import Report
    from grants.reports.services import Drawn

FILE = Path(__file__).with_name("reports.toml")
TURN, LATE, ON_PAPER = 16, 5, 9
"""In each sixteen files, the one whose report has not come, and the one whose report came on paper."""
CLOSED_IN, PICTURE_IN = 4, 6
SPENT = (100, 100, 95, 104, 88, 100, 110)
"""What a line really cost, in hundredths of what was planned."""
KINDS = (("plan", "plans"), ("logiciel", "software"), ("code", "software"), ("film", "pictures"), ("vidéo", "pictures"),
         ("affiche", "pictures"), ("récit", "story"), ("livre", "story"))  # fmt: skip


def tell_stories(files: Sequence[Application], clerk: Person, seed: int) -> None:
    """Have most files of a year report, as many days before the date as life has it; two or three are late."""
    chance = Random(seed)  # noqa: S311 - for variety, not for secrets
    picture = draw("table.png", table_from_above())
    for order, file in enumerate(files):
        if State(file.state) is State.VOTED:
            move_on(file, State.PAID, clerk)
        if order % TURN == LATE:
            continue
        if order % TURN == ON_PAPER or file.person is None:
            report = receive_on_paper(file, clerk, "service Vie associative, classeur bleu")
        else:
            report = _told(file, file.person, chance, picture if order % PICTURE_IN == 0 else None)
        due = datetime.combine(file.call.report_by, time(9 + order % 9, 30), UTC)
        _date(report, min(due - timedelta(days=order * 3 % 50), now()))
        if order % CLOSED_IN == 0:
            close(report, clerk, "kept", "")
    db.session.flush()


def _told(file: Application, person: Person, chance: Random, picture: Drawn | None) -> Report:
    """Write and send a report."""
    report = open_report(file)
    answers = _answers(file, chance)
    if picture:
        shown = add_photograph(report, picture)
        answers |= {
            f"photo_{shown.id}_alt": "Une grande table vue d’en haut, dessinée",
            f"photo_{shown.id}_agreed": "yes",
        }
    save(report, answers, {})
    send(report, report.version, ensure_person(person.email))
    return report


def _date(report: Report, instant: datetime) -> None:
    """Date a report of the day it would have come."""
    report.received_at = instant
    db.session.execute(update(ReportVersion).where(ReportVersion.report_id == report.id).values(at=instant))


@lru_cache
def _stories() -> list[dict[str, Any]]:
    """Return what is written in the file beside this one."""
    stories: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["story"]
    return stories


def _answers(application: Application, chance: Random) -> dict[str, Any]:
    """Return a report as an association would have typed it."""
    file = parse(application.answers)
    story = chance.choice(_stories())
    texts = {key: words for key, words in story.items() if key != "people"}
    met = people_met(application).tables
    return {
        **{
            key: words.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
            for key, words in texts.items()
        },
        "people": str(story["people"] + chance.randrange(30)),
        "met": [slug for slug, _ in chance.sample(met, min(len(met), 2))],
        **dict(_money(file, chance)),
        **_gift(file),
        "licence": "CC BY-SA 4.0",
        "sign_name": file.contact_name,
        "sign_role": file.contact_role,
        "sign_date": f"{application.call.report_by - timedelta(days=20):%d/%m/%Y}",
    }


def _money(file: File, chance: Random) -> Iterator[tuple[str, str]]:
    """Give what was spent and received, line by line, and say why where it differs."""
    spent = [line.cents * chance.choice(SPENT) // 10000 for line in file.charges]
    for row, euros in enumerate(spent, start=1):
        yield f"charge_{row}_amount", str(euros)
    for row, line in enumerate(file.products, start=1):
        yield f"product_{row}_amount", str(line.cents // 100)
    received, planned = sum(line.cents for line in file.products) // 100, file.charges_cents // 100
    if sum(spent) != planned:
        yield "difference", "Des devis revus en route, et du matériel prêté par une autre association."
    if sum(spent) < received:
        yield "unspent", "Gardé pour la prochaine date, avec l’accord de la ville."


def _gift(file: File) -> dict[str, str]:
    """Give in common what the project had promised."""
    if not file.commons:
        return {}
    words = file.commons.lower()
    kind = next((kind for part, kind in KINDS if part in words), "guide")
    return {
        "gift_1_title": file.commons[:100],
        "gift_1_link": "https://communs.port-leon.example/",
        "gift_1_kind": kind,
        "gift_1_licence": "CC BY-SA 4.0",
    }
