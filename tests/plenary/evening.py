"""A small town ready for its evening, made of real rows."""

from __future__ import annotations

from datetime import date
from itertools import count

from grants.accounts.models import Association, Membership, Person
from grants.applications.models import Application
from grants.calls.models import Call
from grants.db import db, now
from grants.projects.models import NeedOffer, Project, ProjectPlace, ProjectTheme

YEAR = 2026
_numbers = count(1)

WISHES = (
    ("Des vélos pour tous", "environnement", "bellevue", ("equipment", "Une remorque à vélo"), ("room", "Notre salle")),
    ("Le fest-noz du port", "culture", "le-port", ("room", "Une salle pour répéter"), ("equipment", "Une sono")),
    ("Jardin au pied des tours", "environnement", "bellevue", ("skill", "Un coup de main au compost"), None),
    ("La cuisine du monde", "solidarite", "centre", ("equipment", "Des tables et une sono"), None),
    ("Compost pour tous", "environnement", "kerlouan", None, ("skill", "Apprendre le compost")),
    ("Radio des collégiens", "jeunesse", "recouvrance", ("volunteers", "Deux bénévoles"), None),
    ("Théâtre des aînés", "culture", "centre", None, ("volunteers", "Nos bénévoles le mardi")),
    ("Marcher ensemble", "sante", "kerbernier", ("public", "Des marcheurs"), ("communication", "Nos affiches")),
)


def a_call(**facts: object) -> Call:
    """Add a call whose evening is to come."""
    days = dict.fromkeys(("opens_on", "closes_on", "complete_by", "settle_on", "council_on"), date(YEAR, 6, 1))
    call = Call(
        **{
            "year": YEAR,
            "scheme": "envie-de-faire",
            "title": "Appel à envie de faire 2026",
            "territory": "port-leon",
            "cap_cents": 230_000,
            "plenary_on": date(YEAR + 1, 1, 30),
            "report_by": date(YEAR + 2, 6, 30),
            **days,
            **facts,
        }
    )
    db.session.add(call)
    db.session.flush()
    return call


def a_project(call: Call, title: str, association: Association | None = None, **facts: object) -> Project:
    """Add a public project of the call."""
    if association is None:
        association = Association(name=f"Association {title}")
    db.session.add(association)
    db.session.flush()
    project = Project(
        **{
            "slug": f"projet-{next(_numbers)}",
            "call_id": call.id,
            "association_id": association.id,
            "title": title,
            "public_since": now(),
            **facts,
        }
    )
    db.session.add(project)
    db.session.flush()
    return project


def a_file(project: Project, contact: str, person: Person | None = None) -> Application:
    """Add the application behind a project, with its contact."""
    application = Application(
        public_id=f"file-{project.id}",
        call_id=project.call_id,
        association_id=project.association_id,
        project_id=project.id,
        person_id=person.id if person else None,
        state="receivable",
        answers={"contact_name": contact},
    )
    db.session.add(application)
    db.session.flush()
    return application


def a_member(email: str, association_id: int) -> Person:
    """Add somebody who acts for an association."""
    person = Person(email=email)
    db.session.add(person)
    db.session.flush()
    db.session.add(Membership(person_id=person.id, association_id=association_id))
    db.session.flush()
    return person


def a_town(copies: int = 1, **facts: object) -> Call:
    """Add a call with eight projects (times `copies`) that have things to say to one another."""
    call = a_call(**facts)
    for copy in range(copies):
        for title, theme, quarter, need, offer in WISHES:
            project = a_project(call, title if copy == 0 else f"{title} {copy + 1}", what=f"{title}, pour tous.")
            project.subjects.append(ProjectTheme(theme=theme))
            project.places.append(ProjectPlace(neighbourhood=quarter))
            for side, wish in (("need", need), ("offer", offer)):
                if wish:
                    project.needs_and_offers.append(NeedOffer(side=side, kind=wish[0], sentence=wish[1]))
    db.session.flush()
    return call
