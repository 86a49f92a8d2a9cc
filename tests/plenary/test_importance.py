"""Staff say how much each reason to meet counts."""

from __future__ import annotations

import pytest

from grants.accounts.models import Person
from grants.audit import AuditEntry
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.importance import CRITERIA, LEVELS, weights_for
from grants.domain.reasons import Weights
from grants.plenary import queries, services
from tests.plenary.evening import YEAR, a_town


def test_every_weight_of_a_reason_has_a_criterion_and_the_usual_levels_change_nothing():
    moved = {weight for weights in CRITERIA.values() for weight in weights}
    apart = {"faintest_subject", "faintest_words", "new_face"}
    assert moved | apart == set(Weights.__dataclass_fields__)
    assert weights_for({}) == weights_for(dict.fromkeys(CRITERIA, "usual")) == Weights()
    assert weights_for({"place": "none", "odd": "much", "themes": "odd"}) == Weights(same_quarter=0, near_quarter=0)
    assert weights_for({"known": "much"}).known == 1.0
    assert max(LEVELS.values()) == 2.0


@pytest.mark.usefixtures("context")
def test_a_level_moves_the_affinities_of_its_evening_and_is_written_in_the_log():
    plenary = services.prepare(a_town())
    staff = Person(email="staff@example.org", role="staff")
    db.session.add(staff)
    db.session.flush()
    usual = queries.levels_of(plenary)
    projects = queries.projects_of(plenary.call)
    before = queries.affinities_of(plenary, projects)
    assert services.set_importance(plenary, {"place": "none", "wishes": "much"}, usual, staff)
    after = queries.affinities_of(plenary.call, projects)
    assert after.values != before.values
    assert "same_quarter" not in {each.kind for pair in after.values for each in after.reasons(*pair)}
    assert queries.affinities_of(plenary, projects, levels={}).values == before.values
    assert db.session.query(AuditEntry).filter_by(act="importance_set").one().details["after"] == {
        "counts_wishes": "level_much",
        "counts_place": "level_none",
    }
    assert not services.set_importance(plenary, {"place": "none"}, queries.levels_of(plenary), staff)


@pytest.mark.parametrize(
    ("levels", "seen", "code"),
    [
        ({"place": "none"}, {}, "importance_moved"),
        ({"place": "odd"}, None, "importance_unknown"),
        ({"odd": "none"}, None, "importance_unknown"),
    ],
)
@pytest.mark.usefixtures("context")
def test_two_clerks_do_not_undo_each_other_and_odd_levels_are_told(levels, seen, code):
    plenary = services.prepare(a_town())
    staff = Person(email="staff@example.org", role="staff")
    with pytest.raises(RuleError, match=code):
        services.set_importance(plenary, levels, queries.levels_of(plenary) if seen is None else seen, staff)


@pytest.mark.usefixtures("context")
def test_an_evening_prepared_like_another_lets_the_reasons_count_alike():
    earlier = services.prepare(a_town(year=YEAR - 1))
    staff = Person(email="staff@example.org", role="staff")
    db.session.add(staff)
    db.session.flush()
    services.set_importance(earlier, {"place": "much"}, queries.levels_of(earlier), staff)
    plenary = services.prepare(a_town())
    services.copy_evening(plenary, earlier, staff)
    assert queries.levels_of(plenary) == queries.levels_of(earlier)
