"""After the evening: the days of the letters, the answers kept, the picture of links."""

from __future__ import annotations

from datetime import date
from math import hypot

import pytest

from grants.domain.chart.ring import LONGEST_NAME, RADIUS, ring, shortened
from grants.domain.following import letter_due, times_open
from grants.domain.questions import LONGEST_WORDS, counted, read_answers

EVENING = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2027, 1, 31), ""),
        (date(2027, 2, 1), "evening"),
        (date(2027, 2, 14), "evening"),
        (date(2027, 2, 15), ""),
        (date(2027, 2, 28), "month"),
        (date(2027, 4, 13), "month"),
        (date(2027, 4, 14), ""),
        (date(2027, 7, 31), "half_year"),
        (date(2027, 9, 28), "half_year"),
        (date(2027, 9, 29), ""),
    ],
)
def test_a_letter_leaves_on_its_day_or_some_days_late_and_never_long_after(today, kind):
    assert letter_due(EVENING, today) == kind


def test_one_tells_how_an_encounter_lives_from_each_time_on():
    assert times_open(EVENING, date(2027, 2, 27)) == ()
    assert times_open(EVENING, date(2027, 2, 28)) == (1,)
    assert times_open(EVENING, date(2027, 7, 31)) == (1, 6)


def test_only_answers_that_are_offered_are_kept_and_counted():
    typed = {"shared": ["gold", "idea", "room"], "again": ["yes", "no"], "words": [" a" * LONGEST_WORDS], "x": ["y"]}
    kept = read_answers("half_year", typed)
    assert kept["shared"] == ["room", "idea"]
    assert kept["again"] == "yes"
    assert len(kept["words"]) == LONGEST_WORDS
    assert set(kept) == {"shared", "again", "words"}
    counts = counted("half_year", [kept, {"again": "no", "words": "b"}])
    assert (counts["shared"]["idea"], counts["again"]) == (1, {"yes": 1, "perhaps": 0, "no": 1})
    assert read_answers("evening", {"words": ["  "]}) == {}


def test_the_picture_puts_kinds_side_by_side_and_joins_those_who_are_there():
    things = [(1, "Vélos", "nature"), (2, "Chant", "culture"), (3, "Jardin", "nature"), (4, "Bal " * 20, "culture")]
    drawn = ring(things, [(1, 2, "done", 9), (1, 99, "done", 1)])
    assert [spoke.key for spoke in drawn.spokes] == [4, 2, 3, 1]
    assert [spoke.number for spoke in drawn.spokes] == [1, 2, 3, 4]
    assert all(hypot(spoke.x, spoke.y) == pytest.approx(RADIUS, abs=0.2) for spoke in drawn.spokes)
    assert all(spoke.ends_there == (spoke.x < 0) and -90 <= spoke.turn <= 90 for spoke in drawn.spokes)
    assert len(drawn.spokes[0].short) <= LONGEST_NAME < len(drawn.spokes[0].name)
    assert [(chord.look, chord.width) for chord in drawn.chords] == [("done", 6.5)]
    assert ring([], []).spokes == []


def test_a_name_is_cut_to_what_the_picture_holds():
    assert shortened("Un  nom\ncourt") == "Un nom court"
    assert shortened("a" * 40) == "a" * (LONGEST_NAME - 1) + "…"
