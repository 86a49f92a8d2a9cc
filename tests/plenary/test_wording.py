"""Reasons said to people, with or without the other's name."""

from __future__ import annotations

import re

import pytest

from grants.domain.moments import Moment
from grants.domain.schedule import half_day
from grants.domain.trade import AUDIENCES
from grants.plenary import wording
from grants.plenary.hours import CAUTIONS
from grants.plenary.sentences import SENTENCES, SHORT_SENTENCES
from grants.territories.queries import territory
from tests.house.source import HOUSE

pytestmark = pytest.mark.one_database

REASONS = (
    (
        "need_met",
        {"wish": "room", "need": "Une salle.", "offer": "Un gymnase"},
        "Vous cherchez «\u00a0une salle\u00a0»",
    ),
    (
        "offer_meets",
        {"wish": "room", "need": "Une salle", "offer": "Un gymnase"},
        "vous proposez «\u00a0un gymnase\u00a0»",
    ),
    ("words", {"words": ["vélo"], "their_words": ["cyclisme"]}, "vélo / cyclisme"),
    ("near_words", {"words": ["jardin"], "their_words": ["compost"]}, "jardin / compost"),
    ("asked", {}, "Vous souhaitez"),
    ("asked_by", {}, "vous rencontrer"),
    ("asked_both", {}, "Vous souhaitez vous rencontrer"),
    ("subject_met", {"wish": "skill", "need": "Du bois", "word": "menuisier"}, "en parle, «\u00a0menuisier"),
    ("subject_meets", {"wish": "skill", "need": "Du bois", "word": "menuisier"}, "votre projet en parle"),
    ("people_met", {"wish": "public", "need": "Des aînés", "audience": "elders"}, "est pour les aînés"),
    ("people_meet", {"wish": "public", "need": "Des aînés", "audience": "elders"}, "votre projet est pour"),
    ("calendar", {"months": [3, 4]}, "mars, avril"),
    ("commons_found", {"commons": "Le plan du four", "word": "four"}, "«\u00a0le plan du four\u00a0»"),
    ("commons_given", {"commons": "Le plan du four", "word": "four"}, "Ce que vous laisserez"),
    ("theme", {"theme": "mer"}, "Mer et littoral"),
    ("same_quarter", {"quarter": "bellevue"}, "Bellevue"),
    ("near_quarter", {"quarter": "bellevue", "their_quarter": "kerlouan"}, "Kerlouan-Bihan"),
    ("audience", {"audience": "young"}, "les jeunes"),
    ("newcomer", {"years": 4}, "première fois"),
    ("seasoned", {"years": 4}, "vous connaissez le chemin"),
)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("kind", "params", "words"), REASONS)
def test_every_reason_is_said_with_a_name_and_under_a_name(kind, params, words):
    town = territory("port-leon")
    reason = {"kind": kind, "params": params}
    assert words in wording.sentence(reason, "Ti an Holl", town)
    assert "Ti an Holl" in wording.sentence(reason, "Ti an Holl", town) or kind == "seasoned"
    assert words in wording.short_sentence(reason, town)
    assert isinstance(wording.link_words(reason, town), str)


def test_every_reason_has_its_two_sentences():
    kinds = {kind for kind, *_ in REASONS}
    assert SENTENCES.keys() == SHORT_SENTENCES.keys() == kinds


@pytest.mark.usefixtures("context")
def test_a_long_wish_is_cut_at_a_word():
    said = wording.quoted("Une remorque\nà vélo " + "très longue " * 30)
    assert len(said) <= 112
    assert said.startswith("une remorque à vélo")
    assert said.endswith("…")


@pytest.mark.parametrize(
    ("text", "said"), [("SONO et micros", "SONO et micros"), ("", ""), ("Où ?", "où ?"), ("A4", "A4")]
)
def test_a_wish_reads_inside_a_sentence(text, said):
    assert wording.quoted(text) == said


@pytest.mark.usefixtures("context")
def test_every_moment_audience_and_caution_has_words():
    for settings in ({"blocks": [15] * 3}, {"blocks": [15] * 9}, {"blocks": [3]}, {"blocks": [90] * 4}):
        day = half_day(settings["blocks"], 3, round_minutes=5)
        assert all(wording.moment_label(moment) for moment in day.moments)
        assert all("%(" not in wording.caution_words(caution) for caution in day.cautions)
    assert wording.AUDIENCES.keys() == AUDIENCES.keys()


def test_every_caution_the_rules_give_has_words():
    given = {
        code
        for folder in ("domain", "plenary/queries")
        for path in (HOUSE / "grants" / folder).glob("*.py")
        for code in re.findall(r'Caution\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert given == CAUTIONS.keys()


@pytest.mark.usefixtures("context")
def test_a_moment_says_its_own_words_and_that_it_is_the_next_day():
    late = Moment("round", 24 * 60 + 5, 24 * 60 + 25, round=4, title="Debout")
    assert wording.moment_label(late) == "Tour de tables 4\u00a0: Debout"
    assert wording.hours(late) == "0\u00a0h\u00a005 – 0\u00a0h\u00a025 (le lendemain)"
    assert wording.moment_label(Moment("coffee", 0, 5, title="Goûter")) == "Goûter"
