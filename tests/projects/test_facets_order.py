"""Who is named among as many as busy is the same on both databases, by whatever way they are counted."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from grants.accounts.models import Association
from grants.db import db, now
from grants.domain.words import plain
from grants.projects import facets as counting
from grants.projects.filtering import Filters
from grants.projects.models import Project, ProjectTheme
from grants.projects.services import index_all
from tests.town import make_call

pytestmark = pytest.mark.usefixtures("context")

SEED, ASSOCIATIONS, PROJECTS = 11, 90, 130


def town():
    """Open a town of many associations as busy as one another; return how many projects each has, and its name."""
    dice, call = Random(SEED), make_call()  # noqa: S311 - for variety
    names = [f"{dice.choice('ÉeZzàŒo')}{dice.randrange(10**6)}" for _ in range(ASSOCIATIONS)]
    people = [Association(name=name) for name in names]
    db.session.add_all(people)
    db.session.flush()
    carriers = [*people, *dice.choices(people[:30], k=PROJECTS - ASSOCIATIONS)]
    dice.shuffle(carriers)
    for place, who in enumerate(carriers):
        project = Project(slug=f"jardin-{place}", title=f"Jardin {place}", call=call, association=who)
        project.public_since, project.subjects = now(), [ProjectTheme(theme="mer")]
        db.session.add(project)
    db.session.flush()
    index_all()
    db.session.commit()
    return Counter(who.id for who in carriers), {who.id: who.name for who in people}


@pytest.mark.parametrize("few", [counting.FEW, 0])
def test_both_databases_name_the_same_associations_in_the_same_order(few, monkeypatch):
    monkeypatch.setattr(counting, "FEW", few)
    counts, names = town()
    kept = sorted(counts, key=lambda number: (-counts[number], number))[: counting.MOST_ASSOCIATIONS]
    told = {
        number: (names[number], counts[number]) for number in sorted(kept, key=lambda each: (plain(names[each]), each))
    }
    cut = counts[kept[-1]]
    assert sum(count == cut for count in counts.values()) > sum(counts[number] == cut for number in kept), "ties"
    chosen = ({}, {"theme": "mer"}, {"year": 2026}, {"text": "jardin"}, {"text": "jardin", "theme": "mer"})
    for filters in (Filters(**each) for each in chosen):
        found = counting.facets(filters)
        assert list(found.associations.items()) == list(told.items())
    assert len(counting.facets(Filters(association=max(set(counts) - set(kept)))).associations) == len(kept) + 1


def test_control_the_order_in_which_a_database_counts_would_name_others():
    counts, _names = town()
    kept = sorted(counts, key=lambda number: (-counts[number], number))[: counting.MOST_ASSOCIATIONS]
    newest_first = Counter({number: counts[number] for number in sorted(counts, reverse=True)})
    assert {number for number, _ in newest_first.most_common(counting.MOST_ASSOCIATIONS)} != set(kept)
