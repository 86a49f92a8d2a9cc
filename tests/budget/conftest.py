"""A small year: a town with two envelopes, and files that ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grants.accounts.models import Association, Person
from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import services
from grants.budget.models import Award
from grants.budget.services import Note, Vote
from grants.calls.models import Call
from grants.db import db, now
from grants.demo.content import iban_of, siret_of
from grants.projects.models import Project
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

TOWN = {"general": 1_000_000, "priority": 500_000}


@dataclass
class Year:
    """What a test needs at hand, by number of file."""

    call: Call
    clerk: Person
    files: dict[str, Application] = field(default_factory=dict)

    def ask(self, number: int, requested: int, *, priority: bool = False, state: str = "receivable") -> Application:
        """File one more request."""
        association = Association(name=f"Les Amis n° {number}", siret=siret_of(number))
        project = Project(
            slug=f"projet-{number}", call=self.call, association=association, title=f"Projet {number}",
            public_since=now(),
        )  # fmt: skip
        file = Application(
            public_id=f"file-{number}",
            call=self.call,
            association=association,
            project=project,
            state=state,
            serial=number,
            number=f"2026-{number:04}",
            answers={"iban": iban_of(number)},
            requested_cents=requested,
            priority_area=priority,
            sent_at=now(),
        )
        db.session.add(file)
        db.session.commit()
        self.files[file.number] = file
        return file

    def vote(self, number: str = "2026-118", **amounts: int) -> None:
        """Vote amounts given as n1=…, n2=…"""
        by_file = {self.files[f"2026-{int(name[1:]):04}"].id: cents for name, cents in amounts.items()}
        services.record_vote(self.call, Vote(number, date(2026, 11, 20), by_file), self.clerk)
        db.session.commit()

    def award(self, number: int) -> Award:
        """Return the award of a file."""
        return db.session.query(Award).filter_by(application_id=self.files[f"2026-{number:04}"].id).one()

    def note(self, reason: str = "", once: str = "") -> Note:
        """Write a note."""
        return Note(reason=reason, once=once)


def plain_call() -> Call:
    """Return the call of 2026, not in the database yet."""
    return Call(
        year=2026,
        scheme="envie-de-faire",
        title="Appel à envie de faire 2026",
        territory="port-leon",
        cap_cents=230_000,
        opens_on=date(2026, 6, 1),
        closes_on=date(2026, 9, 15),
        complete_by=date(2026, 10, 10),
        settle_on=date(2026, 10, 20),
        council_on=date(2026, 12, 8),
        notify_by=date(2026, 12, 15),
        pay_by=date(2027, 2, 13),
        plenary_on=date(2027, 1, 23),
        report_by=date(2028, 6, 30),
    )


def make_year() -> Year:
    """Return an open year with envelopes of 10,000 € for all and 5,000 € for priority areas, cap 2,300 €."""
    call = plain_call()
    clerk = ensure_person("agent@port-leon.example")
    clerk.role = "staff"
    db.session.add(call)
    db.session.commit()
    plans = services.open_envelopes(call, "command", dict(zip(keys(), TOWN.values(), strict=True)))
    assert [each.earmark for each in plans] == ["none", "priority"]
    db.session.commit()
    return Year(call, clerk)


@pytest.fixture
def year(db_session: Session) -> Year:
    """Return the open year inside the test's own context, for services and queries."""
    assert db_session
    return make_year()


@pytest.fixture
def files(app: Flask) -> dict[int, int]:
    """Open the year with six files asking 2,300 €, the last of a priority area; return ids by number.

    For pages: no context is left open, as for a browser.
    """
    with app.app_context():
        year = make_year()
        return {number: year.ask(number, 230_000, priority=number == 6).id for number in range(1, 7)}


def keys() -> list[str]:
    """Return the keys of the town's envelopes, the general one first."""
    return [plan.key for plan in territory("port-leon").envelopes]
