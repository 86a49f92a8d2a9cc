"""A small town for tests: a call, an association, projects made public by the product's own verbs."""

from __future__ import annotations

from datetime import date

from grants.accounts.models import Association
from grants.calls.models import Call
from grants.db import db
from grants.projects.services import Story, publish_project


def make_call(year=2026, **changes):
    values = {
        "year": year,
        "scheme": "envie-de-faire",
        "title": f"Appel à envie de faire {year}",
        "territory": "port-leon",
        "cap_cents": 230_000,
        "opens_on": date(year, 6, 1),
        "closes_on": date(year, 9, 15),
        "complete_by": date(year, 10, 10),
        "settle_on": date(year, 10, 20),
        "council_on": date(year, 12, 3),
        "notify_by": date(year, 12, 15),
        "pay_by": date(year + 1, 2, 13),
        "plenary_on": date(year + 1, 1, 30),
        "report_by": date(year + 2, 6, 30),
    }
    call = Call(**{**values, **changes})
    db.session.add(call)
    db.session.flush()
    return call


def make_association(name="Les Mains vertes", **changes):
    association = Association(name=name, **changes)
    db.session.add(association)
    db.session.flush()
    return association


def make_project(call, title="Un jardin pour tous", association=None, **words):
    association = association or make_association()
    return publish_project(call, association, Story(title=title, **words), author="ana")
