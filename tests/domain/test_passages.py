"""A result says where it was found, in the words of who wrote it."""

from __future__ import annotations

import pytest
import snowballstemmer

from grants.domain.fulltext import query
from grants.domain.passages import marked, passage

stem = snowballstemmer.stemmer("french").stemWord
pytestmark = pytest.mark.one_database


def found(typed: str, text: str) -> list[str]:
    return [piece.text for piece in marked(text, query(typed, stem), stem).pieces if piece.found]


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("velo", "L’atelier vélo, des VÉLOS", ["vélo", "VÉLOS"]),
        ("réparations", "On répare, la réparation commence", ["répare", "réparation"]),
        ("oeuvre", "Une œuvre, des œuvres", ["œuvre", "œuvres"]),
        ("jard", "Jardins et jardinage", ["Jardins", "jardinage"]),
        ("l'ecole", "L’école du quartier", ["école"]),
        ("<b>", "le <b>gras</b>", ["b", "b"]),
        ("jardin", "un ajardin", []),
    ],
)
def test_words_are_found_in_their_own_spelling(typed, text, words):
    assert found(typed, text) == words
    assert "".join(piece.text for piece in marked(text, query(typed, stem), stem).pieces) == text


def test_the_passage_is_the_one_that_says_most_and_keeps_whole_words():
    text = (
        "Une salle. " + "Rien ici. " * 60 + "Nous cherchons une salle chauffée pour la chorale. " + "Et encore. " * 60
    )
    told = passage(text, query("salle chorale", stem), stem)
    words = "".join(piece.text for piece in told.pieces)
    assert words.startswith("… Nous cherchons une salle chauffée pour la chorale.")
    assert told.terms == {0, 1}
    assert words.endswith(" …")
    assert len(words) < 200


@pytest.mark.parametrize("text", ["", " ", "x" * 50_000, "salle" * 9_000, "🎉 salle\n\n* salle", "\x00salle\u202e"])
def test_any_text_is_read(text):
    passage(text, query("salle 🎉 x", stem), stem)
