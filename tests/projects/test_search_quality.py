"""Sixty searches as people type them find, among the first ten, the projects that should come.

They were written from the demonstration and from a real town's grants before the search was tuned: plain words,
plurals, accents left out, elisions, beginnings of words, slips of the keyboard, associations. The last twenty were
written afterwards and tuned nothing.
"""

from __future__ import annotations

import csv
import json
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from grants.db import db, now
from grants.demo.content import projects
from grants.projects.corrections import understood
from grants.projects.models import Project
from grants.projects.queries import Filters, cards
from grants.projects.services import Story, index_projects, preview
from tests.town import make_association, make_call

HERE = Path(__file__).parent
POITIERS = HERE.parents[2] / "shared" / "data" / "history" / "poitiers-2017.csv"
GOAL = 0.95
FIRST = 10
NUMBERS = count()


def town_of_six_hundred() -> None:
    """Publish the demonstration's projects, then a real town's grants with their words."""
    call = make_call()
    for each in projects():
        story = {
            "hook": each["hook"],
            "what": each["what"],
            "for_whom": each["for_whom"],
            "commons": each.get("commons", ""),
            "neighbourhoods": tuple(each["where"]),
            "themes": tuple(each["themes"]),
            "needs": tuple(tuple(pair) for pair in each["needs"]),
            "offers": tuple(tuple(pair) for pair in each["offers"]),
        }
        publish(call, make_association(each["association"]), Story(title=each["title"], **story))
    past, known = make_call(2017, territory="poitiers"), {}
    for row in csv.DictReader(POITIERS.read_text(encoding="utf-8").splitlines(keepends=True), delimiter=";"):
        name, words = row["ATTRIB_NOM"], " ".join(row["SUB_OBJ"].split())
        known[name] = known.get(name) or make_association(name)
        publish(past, known[name], Story(title=words[:150], what=words))
    db.session.flush()
    index_projects(db.session.scalars(select(Project)).all())


def publish(call, association, story) -> None:
    """Make a project public; all are indexed at once."""
    project = preview(story)
    project.call, project.association, project.public_since = call, association, now()
    project.slug = f"projet-{next(NUMBERS)}"
    db.session.add(project)


def recall(questions: list[dict]) -> tuple[float, list[str]]:
    """Return the share of expected projects among the first ten of each search, and the searches that miss some."""
    missed, expected = [], 0
    for question in questions:
        first = cards(understood(Filters(text=question["typed"])).filters, 1)[:FIRST]
        for each in question["expected"]:
            expected += 1
            if not any(
                card.title.startswith(each["begins"]) and each.get("association", card.association) == card.association
                for card in first
            ):
                missed.append(f"{question['typed']}: {each['begins']}")
    return 1 - len(missed) / expected, missed


@pytest.mark.usefixtures("context")
@pytest.mark.skipif(not POITIERS.exists(), reason="the past grants of a real town are not on this machine")
def test_people_find_what_they_look_for():
    town_of_six_hundred()
    for questions in json.loads((HERE / "search_quality.json").read_text(encoding="utf-8")).values():
        share, missed = recall(questions)
        assert share >= GOAL, missed
