"""Every act that the code can write in the log is read by staff in words, in French and in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_babel import force_locale

from grants.budget.forms.words.acts import ACTS, act_named
from tests.audit.kinds import UnreadableActError, code, kinds, module_of

pytestmark = pytest.mark.one_database
FEWEST = 100
"""Acts that the code writes today: reading fewer of them would prove nothing."""
UNTOLD = """
def press(person, kind):
    record("command", "unheard_of" if person else "call_opened", "call:1")
    _write(person, act="asked_otherwise")
    _write(person, f"{kind}_thing")


def _write(person, act):
    record(person, act, "call:1")
"""


@pytest.fixture(scope="module")
def written():
    return kinds(code())


@pytest.mark.usefixtures("context")
def test_every_act_the_code_can_write_has_its_words_in_both_languages(written):
    assert len(written) >= FEWEST
    assert written - set(ACTS) == set()
    untold = []
    for act in sorted(written):
        with force_locale("fr"):
            french = act_named(act)
        with force_locale("en"):
            english = act_named(act)
        untold += [act] if french == act or english in {act, french} else []
    assert untold == []


def test_no_words_are_kept_for_an_act_that_nobody_writes(written):
    assert set(ACTS) - written == set()


def test_an_act_without_words_would_be_found_and_one_that_cannot_be_told_too():
    module = module_of(Path("untold.py"), UNTOLD.replace('f"{kind}_thing"', '"a_thing"'), "calls")
    assert kinds([module]) - set(ACTS) == {"unheard_of", "asked_otherwise", "a_thing"}
    with pytest.raises(UnreadableActError):
        kinds([module_of(Path("untold.py"), UNTOLD.replace("kind}_thing", "person.act}_thing"), "calls")])
