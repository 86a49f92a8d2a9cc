"""Whoever looks for a word also finds those that say the same."""

from __future__ import annotations

import pytest

from grants.domain import synonyms
from grants.domain.fulltext import query
from grants.projects.search import stem


def others(typed: str) -> tuple[str, ...]:
    return synonyms.others_of(query(typed, stem))


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("vélo", "bicyclette"),
        ("BICYCLETTES", "vélo"),
        ("potager", "jardin"),
        ("vide-greniers", "braderie"),
        ("une braderie", "vide-grenier"),
        ("atelier informatique", "numérique"),
    ],
)
def test_a_word_leads_to_the_others_whatever_its_spelling(typed, other):
    assert other in others(typed)


@pytest.mark.parametrize("typed", ["", "zzz", "vide", "les", "vélodrome", "un deux trois"])
def test_a_word_that_says_something_else_leads_nowhere(typed):
    assert others(typed) == ()


def test_two_words_that_make_one_are_asked_as_one():
    terms = synonyms.widened(query("grand vide-grenier solidaire", stem), stem)
    assert [term.forms[:1] for term in terms] == [("grand",), (), ("solidaire",)]
    assert [each[0] for each in terms[1].others[0]] == ["vide", "grenier"]


def test_the_list_holds_about_a_hundred_pairs_and_each_leads_both_ways():
    lines = synonyms.ALIKE.strip().splitlines()
    assert len(lines) >= 100
    for key, wordings in synonyms.KNOWN.items():
        assert wordings, key
        assert all(
            key in {synonyms.key_of(back) for back in synonyms.KNOWN[synonyms.key_of(other)]} for other in wordings
        )
