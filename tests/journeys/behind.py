"""What stands behind the doors that no other journey needs open: a paper, a repair, a booklet, a backup, a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants.accounts.models import Person, SessionRow
from grants.accounts.queries import pending_clock
from grants.accounts.services import ask_sign_in, begin_clock, confirm_clock, ensure_person, open_session, secret_of
from grants.applications.models import Application
from grants.applications.services import PaperPlan, start_paper
from grants.budget.services import hold
from grants.db import db, now
from grants.domain.totp import code_at, counter_at
from grants.operations.shelf import Kept, Shelf
from grants.plenary.models import Participant, Plenary, Printed
from grants.plenary.queries import plenary_of
from grants.plenary.services import printing
from grants.plenary.services.demands import ask_host
from grants.plenary.services.repair import keep_repair, plan_repair, seat_again
from grants.plenary.services.searching import ask_search
from grants.privacy.models import Disposal, DisposalLine
from grants.privacy.services import ask_erasure
from grants.projects.services import publish_project, told
from grants.reports.models import ReportVersion
from grants.reports.services import add_photograph, draw, open_report
from grants.workshops.models import SignUp
from tests.journeys.addresses import COMMONS, MET, photograph

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from flask import Flask

    from tests.journeys.addresses import Town
    from tests.journeys.asking import People

Leads = dict[str, dict[str, str]]

NOWHERE: Final = "http://127.0.0.1:1"
"""A directory that never answers: the page says so, and one types."""
SEALED: Final = "sauvegarde-2026-01-01-060000.tar.gz.age"
SIGNED: Final = "E-2026-2"
SECONDS: Final = 0.05
VOTED: Final = ("download", "sharing", "notification_letters", "received")
REPAIRED: Final = ("accept_repair", "repaired", "slips", "moves_sheet", "changes_sheet")


def equip(app: Flask, patch: pytest.MonkeyPatch) -> None:
    """Give the town a directory to look in, and a folder for its backups."""
    settings = replace(app.extensions["settings"], company_directory=NOWHERE, backup_folder="backups")
    patch.setitem(app.extensions, "settings", settings)


def stand(app: Flask, town: Town) -> Town:
    """Put something behind those doors of a town that was equipped; return it with what leads there."""
    settings = app.extensions["settings"]
    with app.app_context():
        draft, sent, past = (_file(each) for each in town.files)
        clerk = db.session.scalars(select(Person).where(Person.role == "staff").order_by(Person.id)).first()
        hold(sent.call, now().date(), clerk, everybody=True)
        voted = {"year": MET, "association_id": str(past.association_id)}
        helped = select(Application.number).where(Application.call_id == past.call_id, Application.in_kind_cents > 0)
        leads = {f"budget.{name}": voted for name in VOTED} | _written(draft, clerk) | _said_again(past)
        leads |= _evening(plenary_of(past.call), settings.var) | _kept(past) | _sealed(Shelf(settings.backups))
        leads["budget.in_kind"] = {"year": MET, "number": db.session.scalars(helped).first()}
        typed = {
            "applications.numbers": {"ecran": "association"},
            "opendata.oembed": {"url": f"{settings.base_url}/projets/{past.project.slug}"},
            "privacy.give_data": {"address": town.writer},
            "privacy.take_off_disposal": {"line": str(db.session.scalars(select(DisposalLine.id)).first())},
        }
        db.session.commit()
    return replace(town, special={**town.special, **leads}, typed=typed)


def _file(public_id: str) -> Application:
    return db.session.scalars(select(Application).where(Application.public_id == public_id)).one()


def _written(draft: Application, clerk: Person) -> Leads:
    """Have the town type a paper form and find something else than its main call to give away."""
    paper = start_paper(draft.call, clerk, PaperPlan("Mme Le Goff", "paper", "Armoire 2", now().date()))
    guest = db.session.scalars(select(SignUp).order_by(SignUp.id)).first()
    return {
        "applications.paper_again": {"public_id": paper.public_id},
        "kits.give": {"key": COMMONS},
        "workshops.take_off": {"number": str(guest.workshop_id), "guest": str(guest.id)},
    }


def _said_again(past: Application) -> Leads:
    """Have a project tell itself twice; have another one's report sent with a photograph everybody may see."""
    project = past.project
    publish_project(past.call, project.association, replace(told(project), hook="Dit autrement."), project=project)
    others = select(Application).where(Application.call_id == past.call_id, Application.project_id.is_not(None))
    other = db.session.scalars(others.where(Application.id != past.id).order_by(Application.id)).first()
    report = open_report(other)
    picture = add_photograph(report, draw("rue.jpg", photograph()))
    db.session.flush()
    report.answers = {f"photo_{picture.id}_alt": "Une rue", f"photo_{picture.id}_agreed": "yes"}
    report.state, report.received_at = "sent", now()
    db.session.add(ReportVersion(report_id=report.id, number=1, answers=report.answers))
    return {
        "commons.project_differences": {"number": "2"},
        "reports.shown_photograph": {"slug": other.project.slug, "name": picture.large.public_id},
    }


def _evening(plenary: Plenary, var: Path) -> Leads:
    """Print the booklet, then have programmes looked for, something asked of them, and the tables made again."""
    db.session.add(Printed(plenary_id=plenary.id, kind="a5", made_at=now(), version=plenary.published_version))
    booklet = printing.file_of(plenary, "a5", plenary.published_version, var)
    booklet.parent.mkdir(parents=True, exist_ok=True)
    booklet.write_bytes(b"%PDF-1.7 a booklet")
    search, _ = ask_search(plenary, seconds=1, seed=1, wanted=1, once="s" * 22)
    guest = db.session.scalars(select(Participant).where(Participant.plenary_id == plenary.id)).first()
    demand = ask_host(plenary, guest, 1)
    repaired = keep_repair(
        plenary, seat_again(plan_repair(plenary, 0, unseen_are_absent=False), seconds=SECONDS, seed=1)
    )
    return {
        "plenary.search": {"number": str(search.id)},
        "plenary.withdraw": {"number": str(demand.id)},
        **{f"plenary.{name}": {"number": str(repaired.version)} for name in REPAIRED},
    }


def _kept(past: Application) -> Leads:
    """Have somebody ask to be erased, and an archivist sign a list of files to hand over."""
    today = now().date()
    asked = ask_erasure(ensure_person("partir@example.org"))
    signed = Disposal(number=SIGNED, clock="aided", fate="hand_over", prepared_by="command")
    signed.visa_on, signed.visa_name, signed.visa_reference = today, "Mme Kermarrec", "AM 2026-3"
    signed.lines = [DisposalLine(application_id=past.id, opened_on=today, since=today, ended_on=today)]
    db.session.add(signed)
    db.session.flush()
    return {"privacy.set_aside": {"number": str(asked.id)}, "privacy.hand_over_disposal": {"number": SIGNED}}


def _sealed(shelf: Shelf) -> Leads:
    """Keep a sealed backup."""
    shelf.folder.mkdir(parents=True, exist_ok=True)
    content, made = b"age", now() - timedelta(days=1)
    (shelf.folder / SEALED).write_bytes(content)
    shelf.note(
        Kept(SEALED, made, len(content), sha256(content).hexdigest(), 1, sealed=True, sound=True, checked_at=made)
    )
    return {"operations.take": {"name": SEALED}}


def settle_in(app: Flask, asking: People) -> People:
    """Give each of them a second browser, whoever works here a clock and a new one begun, and have all ask a code."""
    own = {}
    with app.app_context():
        asked = ask_sign_in("chiffres@example.org", "fr", "/", 10, "127.0.0.1").public_id
        for role, email in asking.emails.items():
            rows = select(SessionRow).join(Person).where(Person.email == email).order_by(SessionRow.id.desc())
            row = db.session.scalars(rows).first()
            if row.person.works_here:
                begin_clock(row.person)
                confirm_clock(row, code_at(secret_of(pending_clock(row.person)), counter_at(now())))
                begin_clock(row.person)
                row.factor_at = now()
            open_session(email, "fr", 30)
            own[role] = {"session_id": str(db.session.scalars(rows).first().id)}
        db.session.commit()
    for client in asking.clients.values():
        with client.session_transaction() as kept:
            kept["asked"] = [asked]
    return replace(asking, own=own)
