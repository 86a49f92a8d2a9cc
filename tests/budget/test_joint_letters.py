"""Each association that carries a project together gets a letter of the vote; it says who shares, and each part."""

from __future__ import annotations

import io
import re
from datetime import date

import pypdf
import pytest

from grants.accounts.models import Association
from grants.budget import papers, services
from grants.budget.papers.letters import Sender
from grants.budget.queries.correspondence import notices_of
from grants.db import db
from grants.projects.models import ProjectPartner
from grants.territories.queries import territory

pytestmark = pytest.mark.one_database

TODAY = date(2026, 11, 24)


@pytest.fixture
def shared(year):
    """Vote for two files, the second of which two associations carry with that of the file."""
    for number in (1, 2):
        year.ask(number, 230_000)
    project = year.files["2026-0002"].project
    others = [Association(name="Le Fournil", address="3 quai Sud\n29999 Port-Léon"), Association(name="Ti an Holl")]
    db.session.add_all(others)
    db.session.flush()
    project.partners = [
        ProjectPartner(association_id=who.id, position=place, share_cents=cents)
        for place, (who, cents) in enumerate(zip(others, (30_001, 20_000), strict=True), start=1)
    ]
    year.vote(n1=50_000, n2=100_001)
    return year


def printed(year):
    call = year.call
    sender = Sender(territory(call.territory), call.title, call.dates)
    reader = pypdf.PdfReader(io.BytesIO(papers.notification_letters(sender, notices_of(call), TODAY)))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]


def test_the_letters_say_who_shares_and_the_part_of_each(shared):
    alone, carrier, *others = printed(shared)
    assert "portent ce projet ensemble" not in alone, "the control"
    told = "La part de chacune : Les Amis n° 2, 500,00 € ; Le Fournil, 300,01 € ; Ti an Holl, 200,00 €."
    assert all(told in letter for letter in (carrier, *others))
    assert "une aide de 1 000,01 €" in carrier
    assert [letter.split(" Le 24 novembre 2026")[0].rpartition("example ")[2] for letter in others] == [
        "Le Fournil 3 quai Sud 29999 Port-Léon",
        "Ti an Holl",
    ]
    assert ["Votre part est de 300,01 €" in letter for letter in others] == [True, False]
    assert all("L’argent est versé à Les Amis n° 2" in letter for letter in others)


def test_the_mail_says_the_parts_too(shared, outbox):
    for file in shared.files.values():
        file.answers = file.answers | {"contact_email": f"{file.public_id}@example.org", "title": "Un four"}
    services.notify(shared.call, date(2026, 11, 21), shared.clerk)
    db.session.commit()
    alone, together = (mail.text for mail in outbox.all() if mail.template == "application_notified")
    assert "ensemble" not in alone
    assert "- Le Fournil : 300,01 €" in re.sub(r"[\u00a0\u202f]", " ", together)
