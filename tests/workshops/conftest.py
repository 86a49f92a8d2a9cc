"""A workshop of three seats, next week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.db import db, now
from grants.workshops.models import SignUp, Workshop
from grants.workshops.services import WorkshopPlan, plan_workshop
from tests.town import make_call

TOWN = "port-leon"


def plan(**changes):
    starts = (now() + timedelta(days=7)).replace(hour=16, minute=0, second=0, microsecond=0)
    values = {
        "call_id": None,
        "title": "Écrire pour tout le monde",
        "kind": "writing",
        "description": "On écrit à deux, on lit à voix haute.",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "Médiathèque",
        "address": "12 rue de la Porte",
        "accessible": True,
        "seats": 3,
    }
    return WorkshopPlan(**{**values, **changes})


class House:
    """The town's site with workshops in it, and what one does there."""

    def __init__(self, app, post_form, outbox):
        self.app, self.post, self.outbox = app, post_form, outbox
        self.client = app.test_client()

    def make(self, **changes):
        """Announce a workshop of the call of 2026; return its number."""
        with self.app.app_context():
            made = plan_workshop(plan(call_id=make_call().id, **changes), TOWN)
            db.session.commit()
            return made.id

    def come(self, number, email, **answers):
        """Sign somebody up through the page, without an account."""
        typed = {"name": "Ana Le Goff", "email": email, **answers}
        return self.post(self.app.test_client(), f"/ateliers/{number}", typed)

    def states(self, number):
        """Return the state of each address on the list."""
        with self.app.app_context():
            query = select(SignUp.email, SignUp.state).where(SignUp.workshop_id == number).order_by(SignUp.id)
            return {email: state for email, state in db.session.execute(query)}  # noqa: C416

    def taken(self, number):
        """Return how many seats are taken."""
        with self.app.app_context():
            return db.session.get(Workshop, number).taken


@pytest.fixture
def house(app, post_form, outbox):
    """Return the town's site."""
    return House(app, post_form, outbox)
